"""Films: of every shape and kind of value, in every format, and files as they are."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import av
import numpy as np
import PIL.Image
import pytest

import runstone as rs
from reading import LogAll, LogOne
from runstone.encoding import film
from runstone.encoding.raw import Raw
from runstone.model.errors import BadValue, BlobDamaged


def decoded(data: bytes) -> Any:
    """The frames of a film, as somebody else reads them."""
    if data.startswith(b"GIF"):
        with PIL.Image.open(io.BytesIO(data)) as image:
            frames = []
            for at in range(image.n_frames):  # type: ignore[attr-defined]
                image.seek(at)
                frames.append(np.asarray(image.convert("RGB")))
            return np.stack(frames)
    with av.open(io.BytesIO(data)) as container:
        return np.stack([frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)])


def ramp(frames: int = 5, height: int = 32, width: int = 48) -> Any:
    """Frames with a soft colour ramp that moves."""
    t, y, x = np.mgrid[:frames, :height, :width]
    return np.stack([x * 4 + t * 8, y * 6, 255 - x * 4], axis=-1).clip(0, 255).astype(np.uint8)


@pytest.mark.parametrize("kind", ["mp4", "webm", "gif"])
@pytest.mark.parametrize("size", [(32, 48), (33, 47)])
def test_every_format_shows_what_was_logged(log_one: LogOne, kind: Any, size: tuple[int, int]) -> None:
    frames = ramp(5, *size)
    item = log_one(rs.Video(frames, caption="c", fps=10, format=kind))
    assert (item.item.type, item.item.mime, item.item.caption) == ("video", film.MIMES[kind], "c")
    shown = decoded(item.read())
    facts = item.item.facts
    assert shown.shape == (facts["frames"], facts["height"], facts["width"], 3)
    assert (facts["frames"], facts["fps"], facts["duration_secs"]) == (5, 10, 0.5)
    assert (facts["height"], facts["width"]) == (size if kind == "gif" else tuple(side + side % 2 for side in size))
    assert np.abs(shown[:, : size[0], : size[1]].astype(int) - frames).mean() < 8


def pixels(value: Any, **arguments: Any) -> Any:
    """The frames that are left to the encoder."""
    encoded = rs.Video(value, **arguments).encode()
    assert isinstance(encoded.data, Raw)
    return np.asarray(encoded.data.values)


@pytest.mark.parametrize(
    "array",
    [
        ramp(),
        ramp().transpose(0, 3, 1, 2),
        ramp() / 255,
        (ramp() / 255 * 2 - 1).astype(np.float32),
        ramp().astype(np.uint16) * 257,
        ramp().astype(np.int64),
    ],
)
def test_every_kind_of_array_is_the_same_film(array: Any) -> None:
    assert np.array_equal(pixels(array), ramp())


def test_grey_alpha_and_bool() -> None:
    grey = ramp()[:, :, :, 0]
    for array in (grey, grey[:, :, :, None], grey[:, None]):
        assert np.array_equal(pixels(array), grey[:, :, :, None])
    assert pixels(np.zeros((2, 4, 6, 4), np.uint8)).shape == (2, 4, 6, 4)
    assert pixels(np.array([[[True, False]]])).ravel().tolist() == [255, 0]
    for channels in (1, 4):
        assert decoded(film.encode(np.full((3, 8, 8, channels), 90, np.uint8)).data)[0, 0, 0].tolist() == pytest.approx(
            [90] * 3, abs=3
        )


def test_one_range_for_all_frames() -> None:
    frames = np.stack([np.full((4, 4), value) for value in (-10.0, 0.0, 10.0)])
    assert pixels(frames)[:, 0, 0, 0].tolist() == [0, 128, 255]
    assert pixels(frames, value_range=(-10, 30))[:, 0, 0, 0].tolist() == [0, 64, 128]
    assert pixels(frames + 10, value_range=None)[:, 0, 0, 0].tolist() == [0, 10, 20]


def test_a_shape_that_could_be_both_is_read_as_told() -> None:
    array = np.zeros((2, 3, 8, 4), np.uint8)
    assert pixels(array).shape == (2, 3, 8, 4)
    assert pixels(array, layout="TCHW").shape == (2, 8, 4, 3)


def test_a_batch_is_several_samples(log_all: LogAll) -> None:
    batch = np.stack([ramp(2), 255 - ramp(2)])
    items = log_all(rs.Video(batch, fps=5, caption="c"))
    assert [(item.item.index, item.item.caption) for item in items] == [(0, "c"), (1, "c")]
    assert np.abs(decoded(items[1].read()).astype(int) - batch[1]).mean() < 8


def test_frames_may_change_after_log(home: Any) -> None:
    frames = np.full((3, 64, 64, 3), 200, np.uint8)
    with rs.init("p", id="r") as run:
        run.log({"v": rs.Video(frames)})
        frames[:] = 0
    (item,) = rs.Api(home.path).run("r").media()
    assert decoded(item.read()).mean() == pytest.approx(200, abs=3)


def test_the_same_frames_are_the_same_film() -> None:
    for kind in film.MIMES:
        assert film.encode(ramp(), kind, 10).data == film.encode(ramp(), kind, 10).data


@pytest.mark.parametrize("kind", ["mp4", "webm", "gif"])
def test_files_stay_as_they_are(log_all: LogAll, tmp_path: Path, kind: str) -> None:
    data = film.encode(ramp(), kind, 10).data
    path = tmp_path / "film"
    path.write_bytes(data)
    for item in log_all([rs.Video(source) for source in (path, str(path), data, io.BytesIO(data))]):
        assert (item.read(), item.item.mime) == (data, film.MIMES[kind])
        assert item.item.facts == {
            "width": 48,
            "height": 32,
            "frames": 5,
            "fps": 10,
            "duration_secs": pytest.approx(0.5),
        }


def test_without_pyav(monkeypatch: pytest.MonkeyPatch, log_one: LogOne) -> None:
    data = film.encode(ramp(), "mp4", 10).data
    monkeypatch.setitem(sys.modules, "av", None)
    monkeypatch.setattr(film, "find_spec", lambda name: None if name == "av" else object())
    assert log_one(rs.Video(ramp())).item.mime == "image/gif"
    assert log_one(rs.Video(data)).item.facts == {}
    with pytest.raises(rs.MissingDependency, match=r"pip install 'runstone\[media\]'"):
        rs.Video(ramp(), format="webm")


def test_a_gif_that_is_cut_anywhere_is_taken_or_refused() -> None:
    data = film.encode(ramp(), "gif").data
    refused = 0
    for stop in range(13, len(data), 97):
        try:
            rs.Video(data[:stop]).encode()
        except BadValue:
            refused += 1
    assert refused > 0


def test_a_gif_keeps_to_what_browsers_show(log_one: LogOne) -> None:
    assert log_one(rs.Video(ramp(4), format="gif", fps=60)).item.facts["fps"] == 50


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: rs.Video(ramp(), format="avi"), "expected one of mp4, webm, gif"),  # type: ignore[arg-type]
        (lambda: rs.Video(ramp(), layout="HWTC"), "expected 'TCHW'"),  # type: ignore[arg-type]
        (lambda: rs.Video(ramp(), fps=0), "above 0"),
        (lambda: rs.Video(np.zeros((2, 2))).encode(), r"values of shape \(2, 2\) are no film"),
        (lambda: rs.Video(np.zeros((2, 5, 5, 5))).encode(), "has 5 channels as TCHW"),
        (lambda: rs.Video(np.zeros((0, 4, 4, 3))).encode(), "has no pixels"),
        (lambda: rs.Video(np.zeros((2, 4, 4, 3), complex)).encode(), "complex128 values"),
        (lambda: rs.Video([[1], [1, 2]]).encode(), "is no film"),
        (lambda: rs.Video(np.full((2, 4, 4, 3), 300)).encode(), "do not fit into 0..255"),
        (lambda: rs.Video(b"RIFF\0\0\0\0AVI nothing").encode(), "no film that a browser plays"),
        (lambda: rs.Video(film.encode(ramp()).data[:300]).encode(), "broken or cut short"),
        (lambda: rs.Video(film.encode(ramp(), "gif").data[:30]).encode(), "broken or cut short"),
        (lambda: rs.Video("missing.mp4").encode(), "missing.mp4 cannot be read"),
    ],
)
def test_what_is_no_film(make: Any, says: str) -> None:
    with pytest.raises(rs.BadValue, match=says):
        make()


@pytest.mark.parametrize(
    "call",
    [
        lambda: film.encode(np.zeros((2, 4, 4, 2), np.uint8)),
        lambda: film.encode(np.zeros((2, 4, 4, 3), np.float32)),  # type: ignore[arg-type]
        lambda: film.encode(np.zeros((2, 4, 4, 3), np.uint8), "avi"),
        lambda: film.encode(np.zeros((2, 4, 4, 3), np.uint8), "mp4", 0.0),
    ],
)
def test_raw_frames_that_are_no_film(call: Any) -> None:
    with pytest.raises(BlobDamaged):
        call()
