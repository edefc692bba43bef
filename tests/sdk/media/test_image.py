"""Images of every origin, shape and kind of value, by rules that one can predict."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import pytest

import runstone as rs
from reading import read_points, read_records
from runstone.blobs.store import BlobStore
from runstone.model.home import Home
from runstone.model.records import MediaEncoded, MediaLogged


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


def test_n_pictures_of_an_array_are_samples_scaled_alike(home: Home) -> None:
    batch = np.zeros((3, 4, 5, 3), dtype=np.float32)
    batch[2] = 2.0
    found = logged(home, rs.Image(batch, caption=["a", "b", "c"]))
    assert [(record.index, record.caption, image.size) for record, image in found] == [
        (0, "a", (5, 4)),
        (1, "b", (5, 4)),
        (2, "c", (5, 4)),
    ]
    assert [np.asarray(image).max() for _, image in found] == [0, 0, 255]
    assert {tuple(record.facts["range"]) for record, _ in found} == {(0.0, 2.0)}


@pytest.mark.parametrize(
    ("shape", "layout", "count", "size"),
    [
        ((2, 4, 5, 3), None, 2, (5, 4)),
        ((2, 3, 4, 5), None, 2, (5, 4)),
        ((2, 1, 4, 5), None, 2, (5, 4)),
        ((3, 3, 4, 3), "NCHW", 3, (3, 4)),
        ((7, 4, 5), "NHW", 7, (5, 4)),
        ((1, 4, 5, 3), None, 1, (5, 4)),
    ],
)
def test_layouts_of_n_pictures(
    home: Home, shape: tuple[int, ...], layout: Any, count: int, size: tuple[int, int]
) -> None:
    found = logged(home, rs.Image(np.zeros(shape, np.uint8), layout=layout))
    assert [image.size for _, image in found] == [size] * count


def test_lists_and_arrays_of_pictures_are_one_row_of_samples(home: Home) -> None:
    found = logged(home, [rs.Image(ramp), rs.Image(np.stack([ramp, ramp])[:, :, :, None]), PIL.Image.new("L", (1, 1))])
    assert [record.index for record, _ in found] == [0, 1, 2, 3]


def test_grey_and_alpha(home: Home) -> None:
    pixels = np.stack([ramp.T, 255 - ramp.T], axis=-1)
    _, image = one(home, rs.Image(pixels))
    assert image.mode == "LA"
    assert np.array_equal(np.asarray(image), pixels)


def test_modes(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "p.png"
    PIL.Image.new("RGBA", (3, 2), "red").save(path)
    pictures = [
        rs.Image(np.zeros((2, 3, 3), np.uint8), mode="L"),
        rs.Image(ramp, mode="RGBA"),
        rs.Image(path, mode="RGB"),
    ]
    assert [image.mode for _, image in logged(home, pictures)] == ["L", "RGBA", "RGB"]


def test_an_image_of_an_image(home: Home) -> None:
    first = rs.Image(ramp, caption="c", boxes={"b": [{"left": 0, "top": 0, "right": 1, "bottom": 1}]})
    record, _ = one(home, rs.Image(first))
    assert record.caption == "c"
    assert list(record.facts["layers"]["boxes"]) == ["b"]


def test_not_a_number_is_black_and_counted(home: Home) -> None:
    record, _ = one(home, rs.Image(np.array([[np.nan, 1.0, np.nan]])))
    assert record.facts["nan"] == 2


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32"])
def test_tensors_of_every_float(home: Home, dtype: str) -> None:
    torch = pytest.importorskip("torch")
    tensor = torch.full((3, 4, 5), 0.5, dtype=getattr(torch, dtype))
    assert np.asarray(one(home, rs.Image(tensor))[1]).max() == 128


def test_a_picture_that_lies_on_its_side_is_told_as_it_is_shown(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "p.jpg"
    exif = PIL.Image.Exif()
    exif[0x0112] = 6
    PIL.Image.new("RGB", (8, 2)).save(path, exif=exif)
    ((record, _),) = logged(home, rs.Image(path))
    assert (record.facts["width"], record.facts["height"]) == (2, 8)
    assert BlobStore(home).get(record.sha256) == path.read_bytes()


def test_axes_and_pyplot_are_pictures_and_nothing_is_closed(home: Home) -> None:
    import matplotlib as mpl

    mpl.use("agg")
    from matplotlib import pyplot

    pyplot.close("all")
    with rs.init("p", id="none") as run, pytest.raises(rs.BadValue, match="no open figure"):
        run.log({"pic": rs.Image(pyplot)})
    figure, axes = pyplot.subplots(figsize=(2, 1), dpi=50)
    assert [image.size for _, image in logged(home, [rs.Image(axes), rs.Image(pyplot), rs.Image(figure)])] == [
        (100, 50)
    ] * 3
    assert pyplot.get_fignums() == [figure.number]
    axes.set_title("drawn later")
    pyplot.close(figure)


def test_the_array_may_change_after_log(home: Home) -> None:
    array = np.zeros((200, 200, 3), dtype=np.uint8)
    with rs.init("p", id="r") as run:
        run.log({"a": rs.Image(array)})
        array[:] = 255
        run.log({"a": rs.Image(array)})
    with rs.Api(home.path) as api:
        shown = {(each.item.step, int(np.asarray(each.image()).max())) for each in api.run("r").media()}
    assert shown == {(0, 0), (1, 255)}


def test_equal_pictures_are_stored_once_and_no_raw_values_stay(home: Home) -> None:
    array = np.random.default_rng(0).integers(0, 256, (200, 200, 3), dtype=np.uint8)
    with rs.init("p", id="r") as run:
        for _ in range(5):
            run.log({"a": rs.Image(array)})
    (stored,) = BlobStore(home)
    assert {record.sha256 for record in read_records(home, "r") if isinstance(record, MediaEncoded)} == {stored.sha256}


def test_keys_and_paths_that_climb_lead_nowhere(home: Home, tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    PIL.Image.new("L", (2, 2)).save(tmp_path / "p.png")
    with rs.init("p", id="r") as run:
        run.log({"../../up/pic": rs.Image(tmp_path / "inner" / ".." / "p.png")})
    assert [path.parent.parent for path in tmp_path.rglob("*") if len(path.name) == 64] == [home.blobs_path]
    ((item),) = rs.Api(home.path).run("r").media()
    assert item.item.key == "../../up/pic"


def bomb(tmp_path: Path) -> Path:
    path = tmp_path / "bomb.png"
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunks = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b""))
    )
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunks)
    return path


def cut_short(tmp_path: Path) -> Path:
    path = tmp_path / "cut.png"
    whole = tmp_path / "whole.png"
    PIL.Image.fromarray(np.random.default_rng(0).integers(0, 256, (64, 64), dtype=np.uint8)).save(whole)
    path.write_bytes(whole.read_bytes()[:-500])
    return path


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda path: rs.Image(bomb(path)), "too large to be shown"),
        (lambda path: rs.Image(cut_short(path)), "cut short"),
        (lambda path: rs.Image(cut_short(path).read_bytes()), "cut short"),
        (lambda path: PIL.Image.open(io.BytesIO(cut_short(path).read_bytes())), "cannot be decoded"),
        (lambda path: rs.Image(path), "cannot be read"),
        (lambda path: rs.Image(path / ".." / "nowhere.png"), "cannot be read"),
        (lambda path: rs.Image("a\0b.png"), "cannot be read"),
        (lambda path: rs.Image(np.zeros((0, 0))), "is no picture of layout HW"),
        (lambda path: rs.Image(np.zeros((0, 4, 4, 3))), "is no picture of layout NHWC"),
        (lambda path: rs.Image(np.zeros((2, 2)) * 1j), "complex128 is no picture"),
        (lambda path: rs.Image([[1, 2], [3]]), "is no array"),
        (lambda path: rs.Image(np.full((2, 2), 300)), "do not fit into"),
        (lambda path: rs.Image(ramp, value_range=(1, 1)), "expected two finite numbers"),
        (lambda path: rs.Image(ramp, value_range=(0, np.nan)), "expected two finite numbers"),
        (lambda path: rs.Image(np.zeros((20_000, 1), np.uint8), file_type="webp"), "at most 16383 pixels a side"),
        (lambda path: rs.Image(np.zeros((2, 4, 4, 3), np.uint8), caption=["one"]), "1 captions do not fit 2 pictures"),
        (lambda path: rs.Image(np.zeros((2, 4, 4, 3)), boxes={"a": []}, masks={"b": ramp}), "belong to one picture"),
    ],
)
def test_what_is_refused_leaves_its_siblings_alone(home: Home, tmp_path: Path, make: Any, says: str) -> None:
    with rs.init("p", id="r") as run:
        with pytest.raises(rs.BadValue, match=says):
            run.log({"bad": make(tmp_path), "good": rs.Image(ramp), "loss": 1.0}, step=1)
        run.log({"loss": 0.5}, step=2)
    kept = [record.key for record in read_records(home, "r") if isinstance(record, MediaLogged)]
    assert kept == ["good"]
    assert read_points(home, "r")["loss"] == [(1, 1.0), (2, 0.5)]


def test_a_drawing_with_a_script_is_kept_as_it_is(home: Home) -> None:
    svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    with rs.init("p", id="r") as run:
        run.log({"pic": rs.Image(svg)})
    (record,) = [record for record in read_records(home, "r") if isinstance(record, MediaLogged)]
    assert (record.mime, record.facts) == ("image/svg+xml", {})
    assert BlobStore(home).get(record.sha256) == svg


LARGE = """
import resource, struct, sys, zlib
import PIL.Image
import runstone as rs
def chunk(name, data): return struct.pack('>I', len(data)) + name + data + struct.pack('>I', zlib.crc32(name + data))
with open('large.png', 'wb') as file:
    file.write(bytes.fromhex('89504e470d0a1a0a') + chunk(b'IHDR', struct.pack('>IIBBBBB', 1, 1, 8, 0, 0, 0, 0)))
    file.write(chunk(b'IDAT', zlib.compress(bytes(2))))
    for _ in range(30):
        file.write(chunk(b'prVt', bytes(10_000_000)))
    file.write(chunk(b'IEND', b''))
with rs.init('p', id='r') as run:
    run.log({'small': rs.Image(PIL.Image.new('L', (1, 1)))})
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    run.log({'large': rs.Image('large.png')})
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_large_files_take_no_memory(home: Home, python: Any) -> None:
    done = python(LARGE)
    assert done.returncode == 0, done.stderr
    grown_kib = int(done.stdout)
    assert grown_kib < 40_000
    assert max(stored.size_bytes for stored in BlobStore(home)) > 300_000_000
