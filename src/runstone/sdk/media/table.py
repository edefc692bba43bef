"""Tables: rows of plain cells under named columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

import msgspec

from runstone.model.errors import BadValue
from runstone.model.values import to_json, to_plain
from runstone.sdk.media.media import Encoded, Media


class Table(Media):
    """A table. Rows can be added until it is logged, and afterwards, to log it again."""

    type: ClassVar[str] = "table"

    def __init__(
        self,
        columns: Sequence[str] | None = None,
        rows: Iterable[Sequence[Any]] | None = None,
        *,
        dataframe: Any = None,
        caption: str | None = None,
    ) -> None:
        """
        Args:
            columns: their names.
            rows: sequences of cells, each as long as there are columns; cells become plain values, NaN stays.
            dataframe: instead of both: a frame of pandas, Polars, Arrow or another library that Narwhals knows.
            caption: shown below it.

        Raises:
            BadValue: a row of another length, two columns of one name, or both rows and a frame.
        """
        super().__init__(caption)
        if dataframe is not None:
            if columns is not None or rows is not None:
                raise BadValue("a Table takes columns and rows, or a dataframe, not both.")
            columns, rows = _from_frame(dataframe)
        given = [list(row) for row in rows] if rows is not None else []
        self.columns = [str(name) for name in columns] if columns is not None else _numbered(given)
        if len(set(self.columns)) != len(self.columns):
            raise BadValue(f"the columns {self.columns} are not all different.")
        self.rows: list[list[Any]] = []
        for row in given:
            self.add_row(*row)

    def add_row(self, *cells: Any) -> None:
        """Add a row.

        Raises:
            BadValue: it is not as long as there are columns.
        """
        if len(cells) != len(self.columns):
            raise BadValue(
                f"a row of {len(cells)} cells does not fit {len(self.columns)} columns ({', '.join(self.columns)})."
            )
        self.rows.append([to_plain(cell) for cell in cells])

    add_data = add_row

    def encode(self) -> Encoded:
        """The table as JSON: `{"columns": [...], "rows": [[...], ...]}`."""
        data = msgspec.json.encode({"columns": self.columns, "rows": to_json(self.rows)})
        return Encoded(data, "application/json", {"rows": len(self.rows), "columns": len(self.columns)})


def _from_frame(dataframe: Any) -> tuple[list[str], list[Sequence[Any]]]:
    import narwhals

    try:
        frame = narwhals.from_native(dataframe, eager_only=True)
    except TypeError as error:
        raise BadValue(f"a {type(dataframe).__qualname__} is no data frame that Narwhals knows.") from error
    return list(frame.columns), list(frame.rows())


def _numbered(rows: list[list[Any]]) -> list[str]:
    return [f"column {number}" for number in range(len(rows[0]) if rows else 0)]
