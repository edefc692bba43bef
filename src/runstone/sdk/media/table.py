"""Tables: rows of cells under named columns."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Literal, NamedTuple

from runstone.encoding.column import Column
from runstone.encoding.table import MIME, write_table
from runstone.model.errors import BadValue
from runstone.sdk.media.arrays import to_array
from runstone.sdk.media.cells import Parts, Rule, as_column, from_array, from_frame, rule, to_cell, to_cells
from runstone.sdk.media.media import Encoded, Media, Place

Mode = Literal["immutable", "mutable", "incremental"]
_MODES = ("immutable", "mutable", "incremental")


class _Part(NamedTuple):
    """Which rows were logged last under a key, and where."""

    place: Place
    start: int
    stop: int


class Table(Media):
    """A table. Each `log` records it as it is then; `mode` says what may happen afterwards."""

    type: ClassVar[str] = "table"

    def __init__(
        self,
        columns: Sequence[str] | Any = None,
        rows: Iterable[Sequence[Any]] | Any = None,
        *,
        data: Any = None,
        dataframe: Any = None,
        caption: str | None = None,
        mode: Mode = "immutable",
        dtype: Any = None,
        optional: bool | Sequence[bool] | Mapping[str, bool] = True,
    ) -> None:
        """
        Args:
            columns: their names. Rows or a frame, given first and alone, are taken for what they are.
            rows: sequences of cells, each as long as there are columns, or an array of two dimensions. Cells become plain values (NaN stays,
                None is a gap), or are media: `Image`, `Audio`, PIL images and so on. Media are encoded when the table is logged.
            data: the same as rows, or a frame.
            dataframe: instead of columns and rows: a frame of pandas, Polars, Arrow or another library that Narwhals knows.
            caption: shown below it.
            mode: `immutable`: once logged, it stays as it is. `mutable`: it may be changed, and logged again as a whole. `incremental`: rows
                may be added, each log writes only the new ones, and readers add them up.
            dtype: what columns may hold, for all of them or by name or place: `float`, `int`, `bool`, `str`, a class of media; None is anything.
            optional: whether columns may have gaps, for all of them or by name or place.

        Raises:
            BadValue: a row of another length, two columns of one name, both rows and a frame, or a cell that its column may not hold.
        """
        super().__init__(caption)
        if mode not in _MODES:
            raise BadValue(f"mode={mode!r}: expected one of {', '.join(_MODES)}.")
        if rows is None:
            rows = data
        elif data is not None:
            raise BadValue("a Table takes rows or data, which are the same, not both.")
        if rows is None and dataframe is None and columns is not None and not _are_names(columns):
            columns, rows = None, columns
        if dataframe is None and _is_frame(rows):
            rows, dataframe = None, rows
        if dataframe is not None:
            if columns is not None or rows is not None:
                raise BadValue("a Table takes columns and rows, or a dataframe, not both.")
            self._cells = from_frame(dataframe)
        else:
            self._cells = _from_rows(None if columns is None else [str(name) for name in columns], rows)
        self._mode = mode
        self._rules = {
            name: rule(_of(dtype, name, at, None), _of(optional, name, at, True)) for at, name in enumerate(self._cells)
        }
        for name, cells in self._cells.items():
            self._check(name, cells)
        self._parts: dict[str, _Part] = {}
        self._id = os.urandom(8).hex()

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return list(self._cells)

    @property
    def rows(self) -> list[list[Any]]:
        """All rows, as lists of cells."""
        return list(self)

    def __len__(self) -> int:
        return min((len(cells) for cells in self._cells.values()), default=0)

    def __iter__(self) -> Iterator[list[Any]]:
        columns = [self.get_column(name) for name in self._cells]
        return (list(row) for row in zip(*columns, strict=False))

    def iterrows(self) -> Iterator[tuple[int, list[Any]]]:
        """Rows with their numbers, from 0."""
        return enumerate(self)

    def add_row(self, *cells: Any) -> None:
        """Add a row.

        Raises:
            BadValue: it is not as long as there are columns, a cell is none of its column's, or the table is immutable and was logged.
        """
        self._check_open("mutable", "incremental")
        if len(cells) != len(self._cells):
            raise BadValue(
                f"a row of {len(cells)} cells does not fit {len(self._cells)} columns ({', '.join(self._cells)})."
            )
        row = [to_cell(cell) for cell in cells]
        for name, cell in zip(self._cells, row, strict=True):
            self._rules[name].check(name, cell)
        for name, cell in zip(self._cells, row, strict=True):
            self._listed(name).append(cell)

    add_data = add_row

    def add_column(self, name: str, data: Any, optional: bool = True) -> None:
        """Add a column.

        Args:
            name: of no other column.
            data: an array or a sequence, as long as there are rows.
            optional: whether rows added later may have a gap there.

        Raises:
            BadValue: the name is taken, the length another, or the table was logged and is not mutable.
        """
        self._check_open("mutable")
        if name in self._cells:
            raise BadValue(f"there is a column {name!r} already.")
        cells = as_column(data)
        if self._cells and len(cells) != len(self):
            raise BadValue(f"a column of {len(cells)} cells does not fit {len(self)} rows.")
        self._rules[str(name)] = Rule(None, optional)
        self._check(str(name), cells)
        self._cells[str(name)] = cells

    def get_column(self, name: str, convert_to: Literal["numpy"] | None = None) -> Any:
        """The cells of a column as a list, or as an array of NumPy with `convert_to="numpy"`.

        Raises:
            BadValue: there is no such column.
        """
        if name not in self._cells:
            raise BadValue(f"there is no column {name!r}; there are {', '.join(self._cells) or 'none'}.")
        cells = self._cells[name]
        if convert_to == "numpy":
            import numpy as np

            return np.asarray(cells.to_list() if isinstance(cells, Column) else cells)
        return cells.to_list() if isinstance(cells, Column) else list(cells)

    def get_dataframe(self) -> Any:
        """The table as a frame of pandas, Polars or PyArrow: the first that is imported already, else that is installed.

        Raises:
            MissingDependency: none of them is installed.
        """
        import narwhals as nw

        from runstone.encoding.frame import present_backend

        return nw.from_dict(
            {name: self.get_column(name) for name in self._cells}, backend=present_backend()
        ).to_native()

    def encode(self) -> Encoded:
        """All rows as typed columns, and the media in cells as parts."""
        return self._encode(0, len(self), "")

    def encode_at(self, place: Place) -> Encoded:
        """All rows; of an incremental table those that were not logged under this key before."""
        if self._mode != "incremental":
            return self.encode()
        start, stop = self._range(place)
        encoded = self._encode(start, stop, f"{self._id}-{start}")
        return encoded._replace(facts={**encoded.facts, "part_of": self._id, "first_row": start})

    def was_logged(self, place: Place) -> None:
        """From now on the table is closed if it is immutable, and these rows are not written again if it is incremental."""
        self._parts[place.key] = _Part(place, *self._range(place))

    def _range(self, place: Place) -> tuple[int, int]:
        last = self._parts.get(place.key)
        # A later item at one place hides the one before: it has its rows too.
        start = 0 if last is None else last.start if last.place == place else last.stop
        return start, len(self)

    def _encode(self, start: int, stop: int, part: str) -> Encoded:
        parts = Parts(part)
        columns = {name: parts.typed(cells, start, stop, self._rules[name]) for name, cells in self._cells.items()}
        try:
            data = write_table(columns, part)
        except ValueError as error:
            raise BadValue(f"the table cannot be written: {error}. Log what is so long as a File.") from error
        heads = [{"name": name, "type": column.type} for name, column in columns.items()]
        return Encoded(data, MIME, {"rows": stop - start, "columns": heads}, parts.blobs)

    def _listed(self, name: str) -> list[Any]:
        cells = self._cells[name]
        if isinstance(cells, Column):
            cells = self._cells[name] = cells.to_list()
        return cells

    def _check(self, name: str, cells: Column | list[Any]) -> None:
        held = self._rules[name]
        if held != Rule():
            for cell in cells.to_list() if isinstance(cells, Column) else cells:
                held.check(name, cell)

    def _check_open(self, *modes: Mode) -> None:
        if self._parts and self._mode not in modes:
            raise BadValue(
                f"the table was logged, and is {self._mode}: what was logged is safe. Make it with mode={' or '.join(map(repr, modes))} "
                "to go on with it afterwards."
            )


def _from_rows(columns: list[str] | None, rows: Any) -> dict[str, Column | list[Any]]:
    if columns is not None and len(set(columns)) != len(columns):
        raise BadValue(f"the columns {columns} are not all different.")
    if hasattr(rows, "shape") and hasattr(rows, "dtype"):
        array = to_array(rows)
        if array.ndim != 2:
            raise BadValue(
                f"an array of shape {array.shape} has no rows and columns: a Table takes one of two dimensions."
            )
        cells: list[Column | list[Any]] = [from_array(array[:, at]) for at in range(array.shape[1])]
        width, lengths = array.shape[1], {array.shape[1]}
    else:
        given = [] if rows is None else list(rows)
        # A million rows are of one type or two.
        wrong = tuple(
            kind for kind in set(map(type, given)) if issubclass(kind, str | Mapping) or not hasattr(kind, "__len__")
        )
        if wrong:
            row = next(row for row in given if isinstance(row, wrong))
            raise BadValue(f"{row!r:.80} is no row: a row is a list of cells.")
        lengths = set(map(len, given))
        width = len(columns) if columns is not None else len(given[0]) if given else 0
        cells = [to_cells([row[at] for row in given]) for at in range(width)] if lengths <= {width} else []
    names = columns if columns is not None else [f"column {number}" for number in range(width)]
    for length in lengths - {len(names)}:
        raise BadValue(f"a row of {length} cells does not fit {len(names)} columns ({', '.join(names)}).")
    return dict(zip(names, cells, strict=True))


def _are_names(columns: Any) -> bool:
    if _is_frame(columns) or len(getattr(columns, "shape", ())) > 1:
        return False
    first = next(iter(columns), None) if isinstance(columns, list | tuple) else None
    return not (isinstance(first, list | tuple) or len(getattr(first, "shape", ())) > 0)


def _is_frame(value: Any) -> bool:
    return hasattr(value, "columns") and not isinstance(value, Mapping)


def _of(given: Any, name: str, at: int, default: Any) -> Any:
    """What was given for one column, of a value for all, a list or a dict."""
    if isinstance(given, Mapping):
        return given.get(name, default)
    if isinstance(given, list | tuple):
        return given[at] if at < len(given) else default
    return given
