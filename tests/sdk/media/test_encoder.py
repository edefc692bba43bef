"""From a logged value to a blob and its record."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from runstone.blobs.store import BlobStore
from runstone.model.errors import BadValue
from runstone.model.home import Home
from runstone.model.records import MediaLogged
from runstone.sdk.media import File, Image, Table, as_media
from runstone.sdk.media.encoder import record


def test_the_record_names_the_blob(home: Home) -> None:
    store = BlobStore(home)
    logged = record(Table(columns=["a"], data=[[1]], caption="c"), store, key="t", step=3, index=2, time=9)
    data = b'{"columns":["a"],"rows":[[1]]}'
    assert store.get(logged.sha256) == data
    assert logged == MediaLogged(
        time=9,
        key="t",
        step=3,
        index=2,
        type="table",
        sha256=logged.sha256,
        size_bytes=len(data),
        mime="application/json",
        caption="c",
        facts={"rows": 1, "columns": 1},
    )


def test_files_are_kept_as_they_are(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("words")
    store = BlobStore(home)
    logged = record(File(path), store, key="f", step=0, index=0, time=9)
    assert (logged.type, logged.mime, logged.facts) == ("file", "text/plain", {"name": "notes.txt"})
    assert store.get(logged.sha256) == b"words"
    assert File(b"x", name="a.bin").encode().mime == "application/octet-stream"
    with pytest.raises(BadValue, match="is a folder"):
        File(tmp_path)


def test_a_file_that_went_away_is_the_users_to_know(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("words")
    file = File(path)
    path.unlink()
    with pytest.raises(BadValue, match="cannot be read"):
        record(file, BlobStore(home), key="f", step=0, index=0, time=9)


def test_what_is_media_by_itself_is_recognised() -> None:
    import pandas
    from PIL import Image as Pillow

    image = Image([[1]])
    assert as_media(image) is image
    assert isinstance(as_media(Pillow.new("L", (1, 1))), Image)
    assert isinstance(as_media(pandas.DataFrame({"a": [1]})), Table)
    for value in (1, 1.5, True, None, "text", b"bytes", [1], {"a": 1}, np.float32(1), np.zeros(3), object()):
        assert as_media(value) is None


def test_arrays_are_not_guessed_at() -> None:
    with pytest.raises(BadValue, match=r"4x5 is not logged by itself. Wrap it: runstone.Image\(array\)"):
        as_media(np.zeros((4, 5)))
