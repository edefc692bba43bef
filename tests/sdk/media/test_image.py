"""Images of every origin, shape and kind of value, by rules that one can predict."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import pytest

import runstone as rs
from reading import read_records
from runstone.blobs.store import BlobStore
from runstone.model.home import Home
from runstone.model.records import MediaLogged


def logged(home: Home, value: Any) -> list[tuple[MediaLogged, PIL.Image.Image]]:
    with rs.init("p", id="r") as run:
        run.log({"pic": value}, step=3)
    records = [record for record in read_records(home, "r") if isinstance(record, MediaLogged)]
    store = BlobStore(home)
    return [(record, PIL.Image.open(io.BytesIO(store.get(record.sha256)))) for record in records]


def one(home: Home, value: Any) -> tuple[MediaLogged, PIL.Image.Image]:
    ((record, image),) = logged(home, value)
    assert (image.width, image.height) == (record.facts["width"], record.facts["height"])
    return record, image


ramp = np.arange(15, dtype=np.uint8).reshape(3, 5)


@pytest.mark.parametrize(
    ("array", "mode"),
    [
        (ramp, "L"),
        (ramp[:, :, None], "L"),
        (ramp[None], "L"),
        (np.stack([ramp] * 3, axis=-1), "RGB"),
        (np.stack([ramp] * 3), "RGB"),
        (np.stack([ramp] * 4, axis=-1), "RGBA"),
    ],
)
def test_every_shape(home: Home, array: Any, mode: str) -> None:
    record, image = one(home, rs.Image(array, caption="c"))
    assert (record.key, record.step, record.caption, record.type, record.mime) == ("pic", 3, "c", "image", "image/png")
    assert image.mode == mode
    assert np.array_equal(np.asarray(image).reshape(3, 5, -1)[:, :, 0], ramp)


def test_a_shape_that_could_be_both_is_read_as_told(home: Home) -> None:
    array = np.zeros((3, 8, 4), dtype=np.uint8)
    assert one(home, rs.Image(array))[1].size == (8, 3)


def test_layout_decides(home: Home) -> None:
    assert one(home, rs.Image(np.zeros((3, 8, 4), dtype=np.uint8), layout="CHW"))[1].size == (4, 8)


@pytest.mark.parametrize(
    ("array", "pixels", "scaled"),
    [
        (np.array([[False, True]]), [0, 255], None),
        (np.array([[0, 65535]], dtype=np.uint16), [0, 255], None),
        (np.array([[0, 255]], dtype=np.int64), [0, 255], None),
        (np.array([[0, 1]], dtype=np.uint8), [0, 1], None),
        (np.array([[0.0, 0.5, 1.0]]), [0, 128, 255], [0.0, 1.0]),
        (np.array([[0.2, 0.4]], dtype=np.float32), [51, 102], [0.0, 1.0]),
        (np.array([[-1.0, 0.0, 1.0]]), [0, 128, 255], [-1.0, 1.0]),
        (np.array([[-1.0004, 1.0004]]), [0, 255], [-1.0, 1.0]),
        (np.array([[10.0, 20.6]]), [10, 21], None),
        (np.array([[0.0, 1.5]]), [0, 255], [0.0, 1.5]),
        (np.array([[-100.0, 300.0]]), [0, 255], [-100.0, 300.0]),
        (np.array([[-5.0, -5.0]]), [128, 128], [-5.5, -4.5]),
        (np.array([[-1e308, 1e308]]), [0, 255], [-1e308, 1e308]),
        (np.array([[np.nan, 1.0, np.inf, -np.inf]]), [0, 255, 255, 0], [0.0, 1.0]),
    ],
)
def test_every_kind_of_value(home: Home, array: Any, pixels: list[int], scaled: list[float] | None) -> None:
    record, image = one(home, rs.Image(array))
    assert np.asarray(image)[0].tolist() == pixels
    assert record.facts.get("range") == scaled


def test_a_range_of_ones_own_and_none(home: Home) -> None:
    assert np.asarray(one(home, rs.Image(np.array([[0.0, 2.0]]), value_range=(0, 4)))[1])[0].tolist() == [0, 128]


def test_no_scaling(home: Home) -> None:
    assert np.asarray(one(home, rs.Image(np.array([[0.0, 200.7]]), value_range=None))[1])[0].tolist() == [0, 201]
    with pytest.raises(rs.BadValue, match="do not fit into"):
        rs.Image(np.array([[0.0, 300.0]]), value_range=None).encode()


def test_pil_files_and_bytes(home: Home, tmp_path: Path) -> None:
    picture = PIL.Image.new("RGB", (5, 7), "red")
    path = tmp_path / "p.jpg"
    picture.save(path)
    records = logged(home, [picture, rs.Image(path), rs.Image(str(path)), rs.Image(path.read_bytes())])
    assert [record.index for record, _ in records] == [0, 1, 2, 3]
    assert [record.mime for record, _ in records] == ["image/png", "image/jpeg", "image/jpeg", "image/jpeg"]
    assert len({record.sha256 for record, _ in records}) == 2
    assert all(image.size == (5, 7) for _, image in records)


def test_palettes_and_alpha(home: Home) -> None:
    pictures = [PIL.Image.new(mode, (2, 2)) for mode in ("P", "1", "LA", "CMYK")]
    assert [image.mode for _, image in logged(home, pictures)] == ["RGB", "L", "LA", "RGB"]


@pytest.mark.parametrize(
    ("array", "pixels"),
    [
        (np.array([[0, 257, 65535]], dtype=np.uint16), [0, 1, 255]),
        (np.array([[0, 1000, 2000]], dtype=np.int32), [0, 128, 255]),
        (np.array([[0.0, 0.5, 1.0]], dtype=np.float32), [0, 128, 255]),
    ],
)
def test_pillow_images_of_deep_values_are_scaled_and_not_clipped(home: Home, array: Any, pixels: list[int]) -> None:
    assert np.asarray(one(home, PIL.Image.fromarray(array))[1])[0].tolist() == pixels


def test_a_figure(home: Home) -> None:
    import matplotlib as mpl

    mpl.use("agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(2, 1), dpi=50)
    axes.plot([1, 2])
    assert one(home, figure)[1].size == (100, 50)
    pyplot.close(figure)


def test_a_tensor(home: Home) -> None:
    torch = pytest.importorskip("torch")
    assert one(home, rs.Image(torch.zeros(3, 4, 5, requires_grad=True)))[1].size == (5, 4)


@pytest.mark.parametrize("kind", ["jpg", "webp"])
def test_other_file_types(home: Home, kind: Any) -> None:
    record, _ = one(home, rs.Image(np.zeros((4, 4, 4)), file_type=kind))
    assert record.mime == {"jpg": "image/jpeg", "webp": "image/webp"}[kind]


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (np.zeros((3, 4)), "could be many things"),
        (rs.Image(np.zeros((2, 5, 4, 5))), r"shape \(2, 5, 4, 5\) is no picture"),
        (rs.Image(np.zeros((5, 6, 7))), "is no picture"),
        (rs.Image(np.zeros((0, 6))), "is no picture of layout HW"),
        (rs.Image(np.array([["a"]])), "is no picture"),
        (rs.Image("nowhere.png"), "cannot be read"),
        (rs.Image(b"not an image"), "no image file"),
        (rs.Image(3.5), "is no picture"),
        (rs.Image(np.zeros((3, 4)), layout="CHW"), "of layout CHW"),
    ],
)
def test_what_is_no_picture_says_what_is(home: Home, value: Any, says: str) -> None:
    run = rs.init("p", id="r")
    with pytest.raises(rs.BadValue, match=says):
        run.log({"pic": value, "a": 1})
    run.close()
    assert any(True for record in read_records(home, "r") if not isinstance(record, MediaLogged))


def test_the_array_may_change_after_log(home: Home) -> None:
    array = np.zeros((2, 2), dtype=np.uint8)
    with rs.init("p", id="r") as run:
        run.log({"a": rs.Image(array)})
        array[:] = 255
        run.log({"a": rs.Image(array)})
    first, second = [record for record in read_records(home, "r") if isinstance(record, MediaLogged)]
    assert first.sha256 != second.sha256
    assert (first.step, second.step) == (0, 1)
