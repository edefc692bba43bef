"""Embeddings of the projector: files of their own beside the events, which `projector_config.pbtxt` lists."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

CONFIG_FILE = "projector_config.pbtxt"
_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|([{}:])|([^\s{}:"]+)')
_STEP = re.compile(r"(.*):0*(\d+)", re.DOTALL)


class Sprite(NamedTuple):
    """A file of pictures beside each other, row by row; each is of `width` × `height` pixels."""

    path: Path
    width: int
    height: int


class Embedding(NamedTuple):
    """Points of one tag at one step: `points` is N × D, `labels` has a row a point under the words of `header`."""

    tag: str
    step: int
    points: npt.NDArray[np.float64]
    header: list[str]
    labels: list[list[str]]
    sprite: Sprite | None


def list_embeddings(folder: Path) -> list[dict[str, list[str]]]:
    """What the folder's config lists, each as its words; empty where there is no config.

    Raises:
        OSError: it cannot be read.
    """
    try:
        text = (folder / CONFIG_FILE).read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return []
    found: list[dict[str, list[str]]] = []
    path: list[str] = []
    name = ""
    for match in _WORD.finditer(text):
        quoted, sign, word = match.groups()
        if sign == "{":
            path.append(name)
            if path == ["embeddings"]:
                found.append({})
        elif sign == "}":
            del path[-1:]
        elif quoted is None and sign is None and text[match.end() : match.end() + 2].lstrip()[:1] in (":", "{"):
            name = word
        elif sign is None and path[:1] == ["embeddings"]:
            value = word if quoted is None else quoted.replace('\\"', '"').replace("\\\\", "\\")
            found[-1].setdefault("/".join([*path[1:], name]), []).append(value)
    return found


def read_embedding(folder: Path, said: dict[str, list[str]]) -> Embedding:
    """The points that an entry of `list_embeddings` is about.

    Raises:
        OSError: a file is not there.
        ValueError: one is not what it should be.
    """
    import numpy as np

    tag, step = said.get("tensor_name", ["embedding"])[0], 0
    named = _STEP.fullmatch(tag)
    if named is not None:
        tag, step = named[1], int(named[2])
    points = np.loadtxt(_below(folder, said["tensor_path"][0]), delimiter="\t", ndmin=2, dtype=np.float64)
    header, labels = ["label"], []
    if "metadata_path" in said:
        text = _below(folder, said["metadata_path"][0]).read_text(encoding="utf-8", errors="replace")
        labels = [line.split("\t") for line in text.removesuffix("\n").split("\n")]
        # With one column there is no header, with several there is: TensorBoard's own rule.
        if len(labels[0]) > 1:
            header = labels.pop(0)
        if len(labels) != len(points) or any(len(row) != len(header) for row in labels):
            raise ValueError(f"{len(labels)} labels for {len(points)} points")
    sprite = None
    dimensions = said.get("sprite/single_image_dim", [])
    if "sprite/image_path" in said and len(dimensions) == 2:
        sprite = Sprite(_below(folder, said["sprite/image_path"][0]), int(dimensions[0]), int(dimensions[1]))
    return Embedding(tag, step, points, header, labels, sprite)


def _below(folder: Path, path: str) -> Path:
    return Path(os.path.join(folder, path))
