"""What TensorBoard's plugins can show, one type each."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from runstone.importers.tensorboard.graph import Node

Array = npt.NDArray[np.generic]


class Scalar(NamedTuple):
    """A number."""

    value: float


class Images(NamedTuple):
    """Pictures as encoded files (PNG, JPEG; a GIF is a film)."""

    files: list[bytes]


class Sounds(NamedTuple):
    """Sounds as encoded files, WAV mostly, and their captions in Markdown, where there are some."""

    files: list[bytes]
    captions: list[str]


class Histogram(NamedTuple):
    """How many values fell between which edges: finite, ascending, one more than there are counts."""

    counts: npt.NDArray[np.float64]
    edges: npt.NDArray[np.float64]


class Texts(NamedTuple):
    """Texts in Markdown, and the shape in which they stand."""

    texts: list[str]
    shape: tuple[int, ...]


class HParams(NamedTuple):
    """The hyperparameters of a session. Empty where a summary of the plugin tells none."""

    values: dict[str, Any]


class PrCurve(NamedTuple):
    """A precision-recall curve: rows of true positives, false positives, true negatives, false negatives, precision and recall, one column a
    threshold, from 0 to 1."""

    rows: Array


class MeshPart(NamedTuple):
    """One part of a mesh, of shape (batch, n, 3): `vertex`, `face` (places of vertices) or `color` (0..255). Parts of one name belong together."""

    name: str
    part: str
    array: Array


class Graph(NamedTuple):
    """Operations and what they take."""

    nodes: list[Node]


class Numbers(NamedTuple):
    """Numbers that no plugin claims."""

    array: Array


class Other(NamedTuple):
    """Something of a plugin that is not known here."""

    plugin: str


AnyValue = Scalar | Images | Sounds | Histogram | Texts | HParams | PrCurve | MeshPart | Graph | Numbers | Other
