"""Boxes and masks: wandb's shape and ours mean the same, and what fits no picture is refused."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import pytest

import runstone as rs
from runstone.model.home import Home

pixels = np.zeros((20, 40, 3), dtype=np.uint8)
HALF = {"left": 0.25, "top": 0.5, "right": 0.5, "bottom": 1.0}


def layers(image: rs.Image) -> dict[str, Any]:
    found: dict[str, Any] = image.encode().facts["layers"]
    return found


def boxes(given: Any, **options: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = layers(rs.Image(pixels, boxes={"p": given}, **options))["boxes"]["p"]["boxes"]
    return found


@pytest.mark.parametrize(
    "given",
    [
        [HALF],
        {"boxes": [HALF]},
        [{"left": 10, "top": 10, "right": 20, "bottom": 20}],
        [{"left": 10, "top": 10, "right": 20, "bottom": 20, "domain": "pixel"}],
        [{**HALF, "domain": "fraction"}],
        [[10, 10, 20, 20]],
        np.array([[10, 10, 20, 20]]),
        [[20, 20, 10, 10]],
        {"box_data": [{"position": {"minX": 10, "maxX": 20, "minY": 10, "maxY": 20}, "domain": "pixel"}]},
        {"box_data": [{"position": {"minX": 0.25, "maxX": 0.5, "minY": 0.5, "maxY": 1.0}}]},
        {"box_data": [{"position": {"middle": [15, 15], "width": 10, "height": 10}}]},
        {"box_data": [{"position": {"middle": [0.375, 0.75], "width": 0.25, "height": 0.5}}]},
    ],
)
def test_every_way_to_say_where_a_box_is(given: Any) -> None:
    assert boxes(given) == [HALF]


def test_a_layer_is_in_pixels_if_one_of_its_boxes_must_be() -> None:
    small, large = [1, 1, 2, 2], [0, 0, 40, 20]
    assert [box["right"] for box in boxes([small, large])] == [2 / 40, 1.0]


def test_a_small_box_of_pixels_may_be_said_to_be_one_and_a_fraction_may_stick_out() -> None:
    assert boxes([{"left": 0, "top": 0, "right": 2, "bottom": 1, "domain": "pixel"}])[0]["right"] == 2 / 40
    assert boxes([[-0.1, 0, 1.2, 1]])[0]["right"] == 1.2


def test_classes_captions_scores_and_labels() -> None:
    layer = {
        "box_data": [
            {
                "position": {"minX": 0, "maxX": 1, "minY": 0, "maxY": 1},
                "class_id": 3,
                "box_caption": "a cat",
                "scores": {"p": 0.9},
            }
        ],
        "class_labels": {3: "cat"},
    }
    found = layers(
        rs.Image(
            pixels,
            boxes={"wandb": layer, "ours": [{**HALF, "class": 1, "scores": 0.5}]},
            classes=[{"id": 1, "name": "dog"}],
        )
    )
    assert found["boxes"]["wandb"]["labels"] == {"3": "cat"}
    assert found["boxes"]["wandb"]["boxes"][0] | {"left": 0} == {
        "left": 0, "top": 0.0, "right": 1.0, "bottom": 1.0, "class": 3, "caption": "a cat", "scores": {"p": 0.9},
    }  # fmt: skip
    assert found["boxes"]["ours"] == {"labels": {"1": "dog"}, "boxes": [{**HALF, "class": 1, "scores": {"score": 0.5}}]}


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ([{**HALF, "colour": "red"}], "unknown key 'colour'"),
        ([{**HALF, "class": 1, "class_id": 2}], "two keys that mean 'class'"),
        ([{"left": 1}], "has no place"),
        ([{**HALF, "left": float("nan")}], "must be finite"),
        ([{**HALF, "left": "x"}], "has no place"),
        ([{"position": 3}], "has no place"),
        ([{**HALF, "domain": "metres"}], "domain='metres'"),
        ([{**HALF, "class": "cat"}], "no number of a class"),
        ([{**HALF, "scores": {"p": "high"}}], "expected names and numbers"),
        ({"box_data": [], "title": 1}, "unknown key 'title'"),
        (np.zeros((2, 5)), "N × 4 array"),
        ("everywhere", "expected a list of boxes"),
        ({"boxes": [], "labels": "cat"}, "labels given as str"),
    ],
)
def test_a_box_of_another_form_is_refused(given: Any, says: str) -> None:
    with pytest.raises(rs.BadValue, match=says):
        boxes(given)


def test_boxes_in_pixels_need_a_picture_with_pixels() -> None:
    svg = b"<svg xmlns='http://www.w3.org/2000/svg'/>"
    with pytest.raises(rs.BadValue, match="no size in pixels"):
        rs.Image(svg, boxes={"p": [[0, 0, 10, 10]]}).encode()
    assert layers(rs.Image(svg, boxes={"p": [HALF]}))["boxes"]["p"]["boxes"] == [HALF]


def read_mask(home: Home, given: Any) -> np.ndarray[Any, Any]:
    with rs.init("p", id="r") as run:
        run.log({"pic": rs.Image(pixels, masks={"truth": given}, classes={7: "road"})})
    (item,) = rs.Api(home.path).run("r").media()
    assert item.item.facts["layers"]["masks"]["truth"] == {"labels": {"7": "road"}, "part": "mask/truth"}
    with PIL.Image.open(io.BytesIO(item.read(part="mask/truth"))) as image:
        assert (image.format, image.mode) == ("PNG", "L")
        return np.asarray(image)


classes = (np.arange(800).reshape(20, 40) % 9).astype(np.int64)


@pytest.mark.parametrize(
    "given",
    [
        classes,
        classes.astype(np.uint8),
        classes.astype(np.float32),
        classes[None],
        classes.tolist(),
        {"mask": classes},
        {"mask_data": classes, "class_labels": {7: "road"}},
        PIL.Image.fromarray(classes.astype(np.uint8)),
    ],
)
def test_masks_come_back_as_class_numbers(home: Home, given: Any) -> None:
    assert np.array_equal(read_mask(home, given), classes)


def test_masks_of_files_are_their_values_palette_numbers_or_red(home: Home, tmp_path: Path) -> None:
    grey = PIL.Image.fromarray(classes.astype(np.uint8))
    palette = grey.copy()
    palette.putpalette([255 - n for n in range(256)] * 3)
    colours = PIL.Image.merge("RGB", [grey, grey.point(lambda value: 255 - value), grey])
    for number, image in enumerate((grey, palette, colours)):
        path = tmp_path / f"{number}.png"
        image.save(path)
        assert np.array_equal(PIL.Image.open(io.BytesIO(_mask_bytes(path))), classes)


def _mask_bytes(path: Path) -> bytes:
    from runstone.encoding import raw

    encoded = rs.Image(pixels, masks={"m": {"path": str(path)}}).encode()
    data = encoded.parts["mask/m"].data
    assert isinstance(data, raw.Raw)
    return raw.encode(data).data


def test_large_masks_are_encoded_later_too(home: Home) -> None:
    large = np.random.default_rng(0).integers(0, 9, (300, 300))
    with rs.init("p", id="r") as run:
        run.log({"pic": rs.Image(np.zeros((300, 300), np.uint8), masks={"m": large})})
    (item,) = rs.Api(home.path).run("r").media()
    assert item.item.parts["mask/m"].mime == "image/png"
    assert np.array_equal(PIL.Image.open(io.BytesIO(item.read("mask/m"))), large)
    with pytest.raises(rs.BadQuery, match=r"has no part 'mask/n'\. It has mask/m\."):
        item.read("mask/n")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (np.zeros((20, 41), np.uint8), "41 × 20 pixels, and the image has 40 × 20"),
        (np.full((20, 40), 256), "integers 0 to 255"),
        (np.full((20, 40), 0.5), "integers 0 to 255"),
        (np.full((20, 40), -1), "integers 0 to 255"),
        (np.zeros((2, 20, 40)), "expected H × W"),
        ({"mask_data": classes, "path": "x"}, "either mask_data or a path"),
        ({"class_labels": {}}, "either mask_data or a path"),
        ({"path": "nowhere.png"}, "cannot be read"),
        ({"mask_data": classes, "opacity": 1}, "unknown key 'opacity'"),
    ],
)
def test_a_mask_of_another_form_is_refused(given: Any, says: str) -> None:
    with pytest.raises(rs.BadValue, match=says):
        rs.Image(pixels, masks={"truth": given}).encode()
