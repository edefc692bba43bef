"""`wandb.Table`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

from runstone.model.errors import BadValue
from runstone.sdk import media

LogMode = Literal["IMMUTABLE", "MUTABLE", "INCREMENTAL"]
_COLUMNS = ("Input", "Output", "Expected")


class Table(media.Table):
    """A table. Each `log` records it as it is then, whatever its mode, so a table that grows from epoch to epoch is never recorded short."""

    MAX_ROWS = 10_000
    MAX_ARTIFACT_ROWS = 200_000

    def __init__(
        self,
        columns: Sequence[Any] | None = None,
        data: Any = None,
        rows: Any = None,
        dataframe: Any = None,
        dtype: Any = None,
        optional: bool | list[bool] = True,
        allow_mixed_types: bool = False,
        log_mode: LogMode | None = "IMMUTABLE",
    ) -> None:
        """
        Args:
            columns: their names; `Input`, `Output` and `Expected` if nothing at all is given.
            data, rows: rows of cells, a NumPy array, or a data frame.
            dataframe: instead of them.
            dtype: what columns may hold, for all of them or one each: see `runstone.Table`.
            optional: whether columns may have gaps.
            allow_mixed_types: accepted: columns hold what they are given unless `dtype` says otherwise.
            log_mode: with `INCREMENTAL` each log writes only the new rows; no mode loses any.

        Raises:
            ValueError: see `runstone.Table`, or another mode.
        """
        if log_mode not in (None, "IMMUTABLE", "MUTABLE", "INCREMENTAL"):
            raise BadValue(f"log_mode={log_mode!r}: expected IMMUTABLE, MUTABLE or INCREMENTAL.")
        given = data if data is not None else rows
        if given is not None and hasattr(given, "columns"):
            given, dataframe = None, given
        if columns is None and given is None and dataframe is None:
            columns = _COLUMNS
        names = None if columns is None else [str(name) for name in columns]
        if dataframe is not None and names is not None:
            dataframe = dataframe[columns]
            names = None
        super().__init__(
            names,
            given,
            dataframe=dataframe,
            dtype=None if allow_mixed_types else dtype,
            optional=optional,
            mode="incremental" if log_mode == "INCREMENTAL" else "mutable",
        )
        self.log_mode = log_mode or "IMMUTABLE"

    @property
    def data(self) -> list[list[Any]]:
        """The rows."""
        return self.rows

    def add_computed_columns(self, fn: Callable[[int, dict[str, Any]], dict[str, Any]]) -> None:
        """Add columns that are computed of each row.

        Args:
            fn: takes the number of a row and the row as a dict, and gives the new cells by their names.
        """
        columns = self.columns
        made = [fn(number, dict(zip(columns, row, strict=True))) for number, row in self.iterrows()]
        for name in dict.fromkeys(name for cells in made for name in cells):
            self.add_column(name, [cells.get(name) for cells in made])

    def get_index(self) -> list[int]:
        """The numbers of the rows."""
        return list(range(len(self)))

    def cast(self, col_name: str, dtype: Any, optional: bool = False) -> None:
        """Say what a column may hold from now on.

        Raises:
            ValueError: it holds something else already.
        """
        frame = media.Table([col_name], [[cell] for cell in self.get_column(col_name)], dtype=dtype, optional=optional)
        self._rules[col_name] = frame._rules[col_name]
