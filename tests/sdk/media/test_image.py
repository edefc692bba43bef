"""Images: what is accepted, how values become pixels, and what is said about the rest."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image as Pillow

from runstone.model.errors import BadValue
from runstone.sdk.media import Image

GREY = np.arange(35, dtype=np.uint8).reshape(5, 7)
COLOUR = np.arange(105, dtype=np.uint8).reshape(5, 7, 3)


def pixels(image: Image) -> np.ndarray[Any, Any]:
    data = image.encode().data
    return np.asarray(Pillow.open(io.BytesIO(data) if isinstance(data, bytes) else data))


@pytest.mark.parametrize(
    ("array", "expected", "channels"),
    [
        (GREY, GREY, 1),
        (GREY[None], GREY, 1),
        (GREY[:, :, None], GREY, 1),
        (COLOUR, COLOUR, 3),
        (np.moveaxis(COLOUR, -1, 0), COLOUR, 3),
        (np.dstack([COLOUR, GREY]), np.dstack([COLOUR, GREY]), 4),
        (GREY.tolist(), GREY, 1),
        (GREY.astype(np.int64), GREY, 1),
        (GREY > 5, (GREY > 5) * np.uint8(255), 1),
        (GREY.astype(np.uint16) * 1900, GREY.astype(np.uint16) * 1900, 1),
        (COLOUR.astype(np.uint16) * 257, COLOUR, 3),
        (COLOUR / 255, COLOUR, 3),
        (COLOUR.astype(np.float16) / 255, COLOUR, 3),
        (COLOUR[::-1, ::-1], COLOUR[::-1, ::-1], 3),
    ],
    ids=str,
)
def test_every_usual_array_is_shown_as_it_is(array: Any, expected: np.ndarray[Any, Any], channels: int) -> None:
    image = Image(array)
    np.testing.assert_array_equal(pixels(image), expected)
    encoded = image.encode()
    assert encoded.mime == "image/png"
    assert {name: encoded.facts[name] for name in ("width", "height", "channels")} == {
        "width": 7,
        "height": 5,
        "channels": channels,
    }


def test_bytes_that_are_bytes_are_never_stretched() -> None:
    image = Image(np.ones((2, 2), np.uint8))
    assert pixels(image).max() == 1
    assert "shown_range" not in image.encode().facts


def test_floats_outside_0_to_1_are_stretched_and_the_record_says_so() -> None:
    image = Image(np.array([[-2.0, 0.0], [1.0, 2.0]]))
    assert pixels(image).tolist() == [[0, 128], [191, 255]]
    assert image.encode().facts["shown_range"] == [-2.0, 2.0]
    assert image.encode().facts["value_range"] == [-2.0, 2.0]


def test_a_scale_of_ones_own() -> None:
    values = np.array([[-1.0, 0.0, 64.0, 300.0]])
    assert pixels(Image(values, scale="none")).tolist() == [[0, 0, 64, 255]]
    assert pixels(Image(values, scale="unit")).tolist() == [[0, 0, 255, 255]]
    assert pixels(Image(values, scale=(0, 128))).tolist() == [[0, 0, 128, 255]]
    assert Image(values, scale=(0, 128)).encode().facts["shown_range"] == [0.0, 128.0]


def test_values_that_are_no_numbers_are_counted_and_do_not_spread() -> None:
    image = Image(np.array([[np.nan, np.inf, -np.inf, 0.5, 1.0]]))
    assert pixels(image).tolist() == [[0, 255, 0, 128, 255]]
    assert image.encode().facts["nonfinite"] == 3


def test_one_value_everywhere_is_no_trouble() -> None:
    assert pixels(Image(np.full((2, 2), -7.0))).tolist() == [[0, 0], [0, 0]]
    assert pixels(Image(np.full((1, 2), np.nan))).tolist() == [[0, 0]]


def test_layout_settles_what_a_shape_leaves_open() -> None:
    cube = np.arange(27, dtype=np.uint8).reshape(3, 3, 3)
    np.testing.assert_array_equal(pixels(Image(cube)), cube)
    np.testing.assert_array_equal(pixels(Image(cube, layout="CHW")), np.moveaxis(cube, 0, -1))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Image(np.zeros((2, 5, 7))), "2x5x7 is not an image. Accepted are HxW"),
        (lambda: Image(np.zeros((8, 3, 5, 7))), "8x3x5x7 is a batch. Log a list of images"),
        (lambda: Image(np.zeros(5)), "shape 5 is not an image"),
        (lambda: Image(np.zeros((0, 4))), "0x4 has no pixels"),
        (lambda: Image(np.zeros((2, 2), complex)), "complex128 values"),
        (lambda: Image(np.zeros((2, 2)), layout="HWC"), "needs 3 dimensions"),
        (lambda: Image(np.zeros((5, 4, 3)), layout="CHW"), "makes 5 channels"),
        (lambda: Image(np.zeros((2, 2)), scale="both"), "scale='both' is not known"),  # type: ignore[arg-type]
        (lambda: Image(np.zeros((2, 2)), scale=(2, 1)), "black must be below white"),
        (lambda: Image([[1, 2], [3]]), "could not be read as an array"),
        (lambda: Image(object()), "builtins.object is no image"),
        (lambda: Image(b"not an image"), "12 bytes cannot be read as an image"),
        (lambda: Image("/no/such.png"), "'/no/such.png' does not exist"),
        (lambda: Image(GREY, file_type="bmp"), "file_type='bmp' is not known"),
        (lambda: Image(GREY, caption=5), "caption=5 is no text"),  # type: ignore[arg-type]
    ],
)
def test_what_is_no_image_is_refused_with_what_would_be(make: Any, said: str) -> None:
    with pytest.raises(BadValue) as refused:
        make()
    assert said in str(refused.value)


def test_the_array_may_change_afterwards() -> None:
    array = GREY.copy()
    image = Image(array)
    array[:] = 99
    np.testing.assert_array_equal(pixels(image), GREY)


def test_files_and_bytes_are_kept_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "small.gif"
    Pillow.fromarray(GREY).save(path)
    for given in (path, str(path), path.read_bytes()):
        encoded = Image(given, caption="c").encode()
        data = encoded.data if isinstance(encoded.data, bytes) else encoded.data.read_bytes()
        assert data == path.read_bytes()
        assert (encoded.mime, encoded.facts["width"], encoded.facts["height"]) == ("image/gif", 7, 5)
    assert Image(b"<svg xmlns='http://www.w3.org/2000/svg'/>").encode().mime == "image/svg+xml"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr", "I;16", "I", "F"])
@pytest.mark.parametrize("file_type", ["png", "jpg", "webp"])
def test_every_kind_of_pillow_image_can_be_kept(mode: str, file_type: str) -> None:
    picture = Pillow.new("L", (4, 3), 128).convert(mode)
    encoded = Image(picture, file_type=file_type).encode()
    assert isinstance(encoded.data, bytes)
    with Pillow.open(io.BytesIO(encoded.data)) as read:
        assert read.size == (4, 3)
        assert encoded.mime == Pillow.MIME[str(read.format)]


def test_figures_are_images() -> None:
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(2, 1), dpi=50)
    for given in (figure, axes, pyplot):
        facts = Image(given).encode().facts
        assert (facts["width"], facts["height"]) == (100, 50)
    pyplot.close(figure)


def test_tensors_are_images_with_channels_first() -> None:
    torch = pytest.importorskip("torch")
    cube = torch.arange(27, dtype=torch.uint8).reshape(3, 3, 3)
    np.testing.assert_array_equal(pixels(Image(cube)), np.moveaxis(cube.numpy(), 0, -1))
    values = torch.rand(3, 4, 5, dtype=torch.bfloat16, requires_grad=True)
    assert pixels(Image(values)).shape == (4, 5, 3)


class Tensor:
    """Stands in for a tensor on a device with a gradient: readable only by the way round `detach().cpu()`."""

    def __init__(self, array: np.ndarray[Any, Any], *, on_device: bool = True) -> None:
        self._array = array
        self._on_device = on_device
        self.shape = array.shape
        self.dtype = array.dtype

    def detach(self) -> Tensor:
        return self

    def cpu(self) -> Tensor:
        return Tensor(self._array, on_device=False)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray[Any, Any]:
        if self._on_device:
            raise TypeError("can't convert a tensor on a device")
        return self._array


def test_tensors_on_a_device_are_fetched() -> None:
    np.testing.assert_array_equal(pixels(Image(Tensor(COLOUR))), COLOUR)
