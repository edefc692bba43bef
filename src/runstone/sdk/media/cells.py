"""Cells: what stands in a table, and the typed columns that it becomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from runstone.encoding.column import COLUMN_TYPES, Column, ColumnType, Texts, column_of, documents
from runstone.model.errors import BadValue
from runstone.model.values import to_plain
from runstone.sdk.media.arrays import to_array
from runstone.sdk.media.media import Blob, Media

if TYPE_CHECKING:
    import numpy.typing as npt

# Cells that are what they will be written as: nobody can change them, and there is nothing to convert.
_READY = frozenset({str, bool, float, type(None)})
_INT64 = range(-(1 << 63), 1 << 63)
_TYPES: dict[Any, ColumnType] = {float: "number", int: "integer", bool: "boolean", str: "text", "media": "media"}


class Rule(NamedTuple):
    """What a column may hold: cells of a type (None: of any; a class of media: of that), and nulls if it is optional."""

    type: ColumnType | type[Media] | None = None
    optional: bool = True

    def check(self, name: str, cell: Any) -> None:
        """
        Raises:
            BadValue: the column may not hold this cell.
        """
        if cell is None:
            if not self.optional:
                raise BadValue(f"column {name!r} takes no None, since it is not optional.")
        elif self.type is not None and not self._holds(cell):
            wanted = self.type if isinstance(self.type, str) else self.type.__name__
            raise BadValue(f"column {name!r} takes {wanted}, not {cell!r:.80}.")

    def _holds(self, cell: Any) -> bool:
        match self.type:
            case "number":
                return type(cell) in (int, float)
            case "integer":
                return type(cell) is int
            case "boolean":
                return type(cell) is bool
            case "text":
                return isinstance(cell, str)
            case "media":
                return isinstance(cell, Media)
            case type() as kind:
                return isinstance(cell, kind)
        return True


def rule(dtype: Any, optional: bool) -> Rule:
    """The rule that a `dtype` stands for: one of our words, `float`, `int`, `bool`, `str`, a class of media, or None for anything.

    Raises:
        BadValue: it is none of these.
    """
    if dtype is None or dtype is object or dtype is Any or dtype == "other":
        return Rule(None, optional)
    if isinstance(dtype, type) and issubclass(dtype, Media):
        return Rule(dtype, optional)
    found = dtype if dtype in COLUMN_TYPES else _TYPES.get(dtype)
    if found is None:
        raise BadValue(
            f"dtype {dtype!r}: give float, int, bool, str, a class of media, or one of {', '.join(COLUMN_TYPES)}."
        )
    return Rule(found, optional)


def to_cell(value: Any) -> Any:
    """A value as it stands in a table: plain, or media."""
    if type(value) in _READY:
        return value
    from runstone.sdk.media.recognition import recognise

    media = None if isinstance(value, list | tuple | dict) else recognise(value)
    return to_plain(value) if media is None else media


def to_cells(values: Sequence[Any]) -> list[Any]:
    """`to_cell` of each."""
    types = set(map(type, values))
    if types <= _READY:
        return list(values)
    if types <= _READY | {int}:
        whole = values if types == {int} else [value for value in values if type(value) is int]
        if min(whole) in _INT64 and max(whole) in _INT64:
            return list(values)
    return [to_cell(value) for value in values]


def from_array(values: npt.NDArray[Any]) -> Column | list[Any]:
    """A column of a NumPy array of one dimension; a list of cells where its values are no numbers, or beyond int64."""
    import numpy as np

    kind = values.dtype.kind
    if kind == "f" and values.dtype.itemsize <= 8:
        return Column("number", values.astype(np.float64))
    if kind == "i" or (kind == "u" and (values.dtype.itemsize < 8 or not len(values) or values.max() < 1 << 63)):
        return Column("integer", values.astype(np.int64))
    if kind == "b":
        return Column("boolean", values.copy())
    return to_cells(values.tolist())


def from_frame(dataframe: Any) -> dict[str, Column | list[Any]]:
    """The columns of a frame of pandas, Polars, Arrow or another library that Narwhals knows.

    Raises:
        BadValue: it is no such frame.
    """
    import narwhals as nw

    try:
        frame = nw.from_native(dataframe, eager_only=True)
    except (TypeError, ValueError, nw.exceptions.NarwhalsError) as error:
        kind = f"{type(dataframe).__module__}.{type(dataframe).__qualname__}"
        raise BadValue(f"a {kind} is no data frame that Narwhals knows ({error}).") from error
    return {str(series.name): _from_series(series) for series in frame.iter_columns()}


def _from_series(series: Any) -> Column | list[Any]:
    import narwhals as nw
    import numpy as np

    dtype = series.dtype
    native = getattr(series.to_native(), "dtype", None)
    if isinstance(native, np.dtype) and native.kind in "buif":
        return from_array(series.to_numpy())  # pandas: a NaN here was computed, and is no gap
    fill: Any = 0 if dtype.is_integer() else 0.0 if dtype.is_float() else False if dtype == nw.Boolean() else None
    if fill is None and dtype != nw.String():
        return to_cells(series.to_list())
    missing = series.is_null().to_numpy()
    present = ~missing.astype(np.bool_) if missing.any() else None
    if fill is None:
        return Column(
            "text", Texts.of(series.fill_null("").to_list() if present is not None else series.to_list()), present
        )
    column = from_array(np.asarray((series.fill_null(fill) if present is not None else series).to_numpy()))
    return replace(column, present=present) if isinstance(column, Column) else to_cells(series.to_list())


def as_column(values: Any) -> Column | list[Any]:
    """Values of any array or sequence as a column."""
    if hasattr(values, "shape") and hasattr(values, "dtype") and not hasattr(values, "to_list"):
        array = to_array(values)
        if array.ndim == 1:
            return from_array(array)
        return to_cells(list(array))
    return to_cells(list(values))


class Parts:
    """Further blobs of a table that is being written: the media in its cells."""

    def __init__(self, part: str) -> None:
        """
        Args:
            part: of an incremental table a text that no other part has, so that the names of cells differ too; else empty.
        """
        self._prefix = f"cell/{part}-" if part else "cell/"
        self.blobs: dict[str, Blob] = {}
        self._documents: dict[int, dict[str, Any]] = {}

    def typed(self, cells: Column | list[Any], start: int, stop: int, rule: Rule) -> Column:
        """The cells of these rows as the column that is written.

        Raises:
            BadValue, MissingDependency: see `Media.encode`.
        """
        if isinstance(cells, Column):
            return _as_ruled(cells.slice(start, stop), rule)
        cells = cells[start:stop]
        if any(issubclass(kind, Media) for kind in set(map(type, cells))):
            return documents([self._document(cell) if isinstance(cell, Media) else cell for cell in cells], "media")
        return _as_ruled(column_of(cells), rule)

    def _document(self, media: Media) -> dict[str, Any]:
        """What a cell says of its media; the same object is written once."""
        if id(media) in self._documents:
            return self._documents[id(media)]
        if media.type == "table":
            raise BadValue("a table cannot stand in a cell of another one. Log it under a key of its own.")
        encoded = media.encode()
        document: dict[str, Any] = {"media": media.type, "facts": to_plain(encoded.facts)}
        if media.caption is not None:
            document["caption"] = media.caption
        name = f"{self._prefix}{len(self._documents)}"
        if encoded.data is not None:
            document["part"] = name
            self.blobs[name] = Blob(encoded.data, encoded.mime)
        self.blobs |= {f"{name}/{inner}": blob for inner, blob in encoded.parts.items()}
        self._documents[id(media)] = document
        return document


def _as_ruled(column: Column, rule: Rule) -> Column:
    """The column in the type that it was promised, where its cells alone do not tell."""
    import numpy as np

    kind = rule.type
    if kind == "number" and column.type == "integer":
        return Column("number", np.asarray(column.values).astype(np.float64), column.present)
    is_empty = not len(column) or (column.present is not None and not column.present.any())
    if isinstance(kind, str) and column.type == "other" and is_empty:
        dtype = {"number": np.float64, "integer": np.int64, "boolean": np.bool_}.get(kind)
        nothing: Any = Texts(np.zeros(len(column), np.int64), b"") if dtype is None else np.zeros(len(column), dtype)
        return Column(kind, nothing, column.present)
    return column
