"""Columns: values of one kind with gaps, before they become a frame or a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal, NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from runstone.model.values import to_json

Kind = Literal["text", "texts", "int", "float", "bool", "time"]
"""`texts` are lists of texts; `time` are microseconds since the epoch."""

Bool = npt.NDArray[np.bool_]

_DTYPES = {"int": np.int64, "time": np.int64, "float": np.float64, "bool": np.bool_}


class Column(NamedTuple):
    """Values of one kind. `present` tells where there are any, None for everywhere; what `values` has elsewhere means nothing.

    `values` is an array of int64, float64 or bool; for `text` and `texts` a list, with None where there is nothing.
    """

    kind: Kind
    values: npt.NDArray[Any] | list[Any]
    present: Bool | None = None

    def __len__(self) -> int:
        return len(self.values)


class Blend:
    """Finds the kind of a column from plain values that may be of several: ints and floats are floats, anything else that is mixed is text."""

    def __init__(self) -> None:
        self._types: set[type] = set()

    def see(self, value: Any) -> None:
        """Take a value into account; None says nothing."""
        self._types.add(type(value))

    @property
    def kind(self) -> Kind:
        """The kind that holds everything that was seen."""
        types = self._types - {type(None)}
        if types == {bool}:
            return "bool"
        if types == {int}:
            return "int"
        return "float" if types and types <= {int, float} else "text"


def column(kind: Kind, values: Sequence[Any]) -> Column:
    """Plain values as a column, None for a gap. In a column of texts everything else is written as JSON."""
    if kind == "texts":
        return Column(kind, list(values))
    if kind == "text":
        return Column(kind, [value if value is None or isinstance(value, str) else as_text(value) for value in values])
    present = np.fromiter((value is not None for value in values), np.bool_, len(values))
    filled: npt.NDArray[Any] = np.array([0 if value is None else value for value in values], _DTYPES[kind])
    return Column(kind, filled, None if present.all() else present)


def blended(values: Sequence[Any]) -> Column:
    """Plain values as a column of the kind that holds them all."""
    blend = Blend()
    for value in values:
        blend.see(value)
    return column(blend.kind, values)


def constant(value: str, length: int) -> Column:
    """One text, so many times."""
    return Column("text", [value] * length)


def join(parts: Sequence[Column]) -> Column:
    """Columns of one kind, one after the other. At least one."""
    kind = parts[0].kind
    if kind in ("text", "texts"):
        return Column(kind, [value for part in parts for value in part.values])
    present = None
    if any(part.present is not None for part in parts):
        present = np.concatenate(
            [np.ones(len(part), np.bool_) if part.present is None else part.present for part in parts]
        )
    return Column(kind, np.concatenate([np.asarray(part.values) for part in parts]), present)


def as_text(value: Any) -> str:
    """A plain value as JSON, NaN and infinities as `{"$float": …}`."""
    return msgspec.json.encode(to_json(value)).decode()


def names_beside(taken: Iterable[str], metrics: Iterable[str]) -> dict[str, str]:
    """What the columns of metrics are called: as the metric, but `step (metric)` for one that is named like a column of its own."""
    found = {metric: metric for metric in metrics}
    for name in taken:
        if name in found:
            beside = f"{name} (metric)"
            while beside in found:
                beside += " (metric)"
            found[name] = beside
    return found
