"""Media in the index: raw items that are encoded later, parts, and items that are nothing but facts."""

from __future__ import annotations

from collections.abc import Callable

from recorder import Recorder
from runstone.index.index import Index
from runstone.journal.references import blob_references
from runstone.model.home import Home
from runstone.model.records import MediaEncoded, MediaLogged, Part
from runstone.query import media

Begin = Callable[..., Recorder]
RAW, PNG, RAW_MASK, MASK = ("a" * 64, "b" * 64, "c" * 64, "d" * 64)
PLACE = {"key": "val/x", "step": 10, "index": 1}


def test_what_was_encoded_stands_where_the_raw_values_stood(index: Index, home: Home, record: Begin) -> None:
    run = record("a1")
    parts = {"mask/truth": Part(RAW_MASK, 50, "application/x-raw"), "other": Part("e" * 64, 1, "image/png")}
    run.event(MediaLogged, **PLACE, type="image", sha256=RAW, size_bytes=100, mime="application/x-raw", parts=parts)
    index.refresh()
    assert [item.sha256 for item in media.items(index, "a1")] == [RAW]
    assert blob_references(home) == {RAW, RAW_MASK, "e" * 64}

    run.event(MediaEncoded, **PLACE, raw=RAW, sha256=PNG, size_bytes=60, mime="image/png")
    run.event(MediaEncoded, **PLACE, raw=RAW_MASK, part="mask/truth", sha256=MASK, size_bytes=5, mime="image/png")
    index.refresh()
    (item,) = media.items(index, "a1")
    assert (item.sha256, item.size_bytes, item.mime) == (PNG, 60, "image/png")
    assert {name: part.sha256 for name, part in item.parts.items()} == {"mask/truth": MASK, "other": "e" * 64}
    assert blob_references(home) == {PNG, MASK, "e" * 64}


def test_an_item_logged_again_is_not_replaced_by_the_encoding_of_the_first(index: Index, record: Begin) -> None:
    run = record("a1")
    run.event(MediaLogged, **PLACE, type="image", sha256=RAW, size_bytes=100, mime="application/x-raw")
    run.event(MediaLogged, **PLACE, type="image", sha256=MASK, size_bytes=9, mime="image/png")
    run.event(MediaEncoded, **PLACE, raw=RAW, sha256=PNG, size_bytes=60, mime="image/png")
    index.refresh()
    assert [item.sha256 for item in media.items(index, "a1")] == [MASK]


def test_small_items_have_no_blob(index: Index, home: Home, record: Begin) -> None:
    run = record("a1")
    run.event(MediaLogged, key="weights", step=0, type="histogram", facts={"counts": [1, 2], "edges": [0.0, 0.5, 1.0]})
    index.refresh()
    (item,) = media.items(index, "a1")
    assert (item.sha256, item.mime, item.facts["counts"]) == ("", "", [1, 2])
    assert blob_references(home) == set()
