"""Leftovers: what a kill left in raw values becomes pictures, for every reader, and nothing is lost on the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from recorder import Recorder
from runstone.api import Api
from runstone.blobs.garbage import collect
from runstone.blobs.store import BlobStore
from runstone.edits import leftovers
from runstone.encoding import raw
from runstone.encoding.raw import Raw
from runstone.index.index import Index
from runstone.journal.references import blob_references, run_references
from runstone.journal.seal import seal
from runstone.model.home import Home
from runstone.model.records import MediaLogged, Part
from runstone.query import media
from runstone.sync.receiving import unpack
from runstone.sync.sending import pack

Begin = Callable[..., Recorder]
Pixels = npt.NDArray[np.uint8]

PICTURE = np.arange(60, dtype=np.uint8).reshape(4, 5, 3)
MASK = np.arange(20, dtype=np.uint8).reshape(4, 5)


def part_of(home: Home, pixels: Pixels) -> Part:
    stored = BlobStore(home).put_unique(raw.pack(Raw("image", pixels)))
    return Part(stored.sha256, stored.size_bytes, raw.MIME)


@pytest.fixture
def killed(home: Home, record: Begin) -> Recorder:
    """A run that a kill ended while an image and its mask waited."""
    run = record("r")
    own, mask = part_of(home, PICTURE), part_of(home, MASK)
    run.event(
        MediaLogged,
        key="a",
        step=3,
        type="image",
        sha256=own.sha256,
        size_bytes=own.size_bytes,
        mime=own.mime,
        parts={"mask/truth": mask},
    )
    run.writer.close()
    return run


def shown(home: Home) -> tuple[Pixels, Pixels]:
    with Api(home.path) as api:
        (item,) = api.run("r").media("a")
        return np.asarray(item.image()), np.asarray(item.image("mask/truth"))


def raw_blobs(home: Home) -> list[Path]:
    store = BlobStore(home)
    paths = [store.path(stored.sha256) for stored in store]
    return [path for path in paths if path.read_bytes().startswith(raw.MAGIC)]


def test_they_become_pictures_and_the_raw_values_go(home: Home, killed: Recorder, index: Index) -> None:
    index.refresh()
    found = leftovers.settle(home, grace_secs=-10)
    assert (found.media, found.failed) == (2, 0)
    assert not raw_blobs(home)
    index.refresh()
    (item,) = media.items(index, "r")
    assert (item.mime, item.parts["mask/truth"].mime) == ("image/png", "image/png")
    assert np.array_equal(shown(home)[0], PICTURE)
    assert np.array_equal(shown(home)[1], MASK)
    assert leftovers.settle(home, grace_secs=-10) == (0, 0, 0, 0)


@pytest.mark.parametrize("sealed", [False, True])
def test_every_reader_knows_what_stands_for_them(home: Home, killed: Recorder, tmp_path: Path, sealed: bool) -> None:
    leftovers.settle(home, grace_secs=-10)
    if sealed:
        seal(killed.path)
    needed = {stored.sha256 for stored in BlobStore(home)}
    assert run_references(home, "r") == blob_references(home) == needed
    assert collect(home, blob_references(home), grace_secs=-10).blobs == 0
    package = tmp_path / "r.zip"
    assert pack(home, "r", package).missing_blobs == []
    other = Home(tmp_path / "other")
    unpack(other, package)
    assert np.array_equal(shown(other)[0], PICTURE)
    assert np.array_equal(shown(home)[1], MASK)


def test_a_run_that_is_recorded_and_young_values_are_left_alone(home: Home, record: Begin, killed: Recorder) -> None:
    assert leftovers.settle(home, grace_secs=3600) == (0, 0, 0, 0)
    goes_on = record("s")
    own = part_of(home, PICTURE)
    goes_on.event(MediaLogged, key="a", step=0, type="image", sha256=own.sha256, size_bytes=1, mime=own.mime)
    assert leftovers.settle(home, grace_secs=-10).media == 2
    assert raw_blobs(home) == [BlobStore(home).path(own.sha256)]


def test_what_cannot_be_encoded_stays_and_the_rest_goes_on(home: Home, killed: Recorder, record: Begin) -> None:
    damaged = BlobStore(home).put(raw.MAGIC + b"nothing")
    other = record("t")
    other.event(MediaLogged, key="a", step=0, type="image", sha256=damaged.sha256, size_bytes=1, mime=raw.MIME)
    other.writer.close()
    found = leftovers.settle(home, grace_secs=-10)
    assert (found.media, found.failed) == (2, 1)
    assert raw_blobs(home) == [BlobStore(home).path(damaged.sha256)]
