"""Tables: rows of plain cells under named columns."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from runstone.model.errors import BadValue, MissingDependency
from runstone.model.values import to_json, to_plain
from runstone.sdk.media.encoder import Encoded, Media, check_caption

_FRAME_LIBRARIES = frozenset({"pandas", "polars", "pyarrow", "modin", "cudf", "dask", "duckdb", "ibis", "pyspark"})


class Table(Media):
    """A table. Cells become plain values: numbers, texts, booleans, None, lists and dicts of these; NaN stays NaN.

    table = Table(columns=["epoch", "loss"]); table.add_data(1, 0.5)
    table = Table(columns=["a", "b"], data=[[1, 2], [3, 4]])
    table = Table(data=[{"a": 1, "b": 2}])
    table = Table(dataframe=frame)        # pandas, Polars, Arrow: anything that Narwhals reads
    """

    type = "table"

    def __init__(
        self,
        columns: Sequence[object] | Any | None = None,
        rows: Iterable[Any] | None = None,
        data: Any | None = None,
        dataframe: Any | None = None,
        caption: str | None = None,
    ) -> None:
        """
        Args:
            columns: the names; by default the keys of `data`'s dicts, the frame's names, or `0`, `1`, ….
            rows: the rows; another word for `data`.
            data: rows (lists, or dicts by column), a dict of columns, a two-dimensional array, or a frame.
            dataframe: a frame.
            caption: what people read beneath it.

        Raises:
            BadValue: rows and columns do not fit, or two sources were given.
        """
        self.caption = check_caption(caption)
        if is_frame(columns):
            columns, dataframe = None, columns
        if is_frame(data):
            data, dataframe = None, data
        sources = [source for source in (rows, data, dataframe) if source is not None]
        if len(sources) > 1:
            raise BadValue("a table has one source: `rows`, `data` or `dataframe`.")
        self.columns: list[str] = [] if columns is None else _names(columns)
        self.rows: list[list[Any]] = []
        if dataframe is not None:
            self._take_frame(dataframe, self.columns)
        elif sources:
            self._take_rows(sources[0], named=columns is not None)

    def add_data(self, *row: object) -> None:
        """Add a row, one value a column.

        Raises:
            BadValue: another number of values than columns.
        """
        if not self.columns and not self.rows:
            self.columns = [str(position) for position in range(len(row))]
        if len(row) != len(self.columns):
            raise BadValue(
                f"a row of {len(row)} values does not fit {len(self.columns)} columns ({', '.join(self.columns)})."
            )
        self.rows.append([_cell(value) for value in row])

    def encode(self) -> Encoded:
        """The table as JSON."""
        content = {"columns": self.columns, "rows": to_json(self.rows)}
        data = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        facts = {"rows": len(self.rows), "columns": len(self.columns)}
        return Encoded(data.encode("utf-8", "replace"), "application/json", facts)

    def _take_frame(self, frame: Any, columns: list[str]) -> None:
        try:
            import narwhals
        except ImportError as error:
            raise MissingDependency("narwhals", "A table of a data frame") from error
        try:
            read = narwhals.from_native(frame, eager_only=True)
        except TypeError as error:
            raise BadValue(f"{type(frame).__name__} is no data frame that can be read at once ({error}).") from error
        names = [str(name) for name in read.columns]
        missing = [name for name in columns if name not in names]
        if missing:
            raise BadValue(f"the data frame has no column {missing[0]!r}; it has {', '.join(names)}.")
        if columns:
            read = read.select(*columns)
        self.columns = columns or names
        self.rows = [[_cell(value) for value in row] for row in read.iter_rows()]

    def _take_rows(self, source: Any, *, named: bool) -> None:
        if hasattr(source, "tolist"):
            source = source.tolist()
        if isinstance(source, Mapping):
            self._take_columns(source, named=named)
            return
        if isinstance(source, str | bytes) or not isinstance(source, Iterable):
            raise BadValue(f"rows are lists or dicts, not {type(source).__name__}.")
        rows = list(source)
        if not named and rows and all(isinstance(row, Mapping) for row in rows):
            self.columns = list(dict.fromkeys(str(name) for row in rows for name in row))
        for row in rows:
            if isinstance(row, Mapping):
                cells = {str(name): value for name, value in row.items()}
                self.add_data(*(cells.get(name) for name in self.columns))
            elif isinstance(row, str | bytes) or not isinstance(row, Iterable):
                raise BadValue(f"a row is a list or a dict, not {type(row).__name__} ({row!r}).")
            else:
                self.add_data(*row)

    def _take_columns(self, source: Mapping[Any, Any], *, named: bool) -> None:
        by_name = {str(name): list(values) for name, values in source.items()}
        if not named:
            self.columns = list(by_name)
        missing = [name for name in self.columns if name not in by_name]
        if missing:
            raise BadValue(f"the data has no column {missing[0]!r}; it has {', '.join(by_name)}.")
        lengths = {len(by_name[name]) for name in self.columns}
        if len(lengths) > 1:
            raise BadValue(f"the columns have different lengths: {', '.join(map(str, sorted(lengths)))}.")
        for row in zip(*(by_name[name] for name in self.columns), strict=True):
            self.add_data(*row)


def is_frame(value: object) -> bool:
    """Whether this is a data frame of a library that we know by name, without importing any."""
    library = type(value).__module__.partition(".")[0]
    return library in _FRAME_LIBRARIES and hasattr(value, "columns")


def _names(columns: Any) -> list[str]:
    if isinstance(columns, str | bytes) or not isinstance(columns, Iterable):
        raise BadValue(f"columns={columns!r}: a list of names is needed.")
    names = [str(name) for name in columns]
    if len(set(names)) != len(names):
        raise BadValue(f"the columns {', '.join(names)} have a name twice.")
    return names


def _cell(value: object) -> Any:
    if isinstance(value, Media):
        raise BadValue(f"a cell cannot hold a {value.type}; log it under its own name at the same step.")
    return to_plain(value)
