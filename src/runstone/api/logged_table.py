"""Tables that a run logged, as columns of a frame."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from runstone.api.columns import Column, Kind, column
from runstone.encoding.column import Column as LoggedColumn
from runstone.encoding.column import ColumnType, Texts, column_of, join
from runstone.encoding.table import TableReader

_KINDS: dict[ColumnType, Kind] = {"number": "float", "integer": "int", "boolean": "bool"}


def columns(tables: Sequence[TableReader]) -> dict[str, Column]:
    """The columns of tables one below the other; null where one of them has no such column. What is neither number, truth value nor text is JSON.

    Raises:
        BlobDamaged: a table cannot be read.
    """
    names = dict.fromkeys(name for table in tables for name in table.names)
    return {
        name: _column(
            join([table.column(name) if name in table.names else column_of([None] * table.rows) for table in tables])
        )
        for name in names
    }


def _column(logged: LoggedColumn) -> Column:
    if not isinstance(logged.values, Texts):
        return Column(_KINDS[logged.type], np.asarray(logged.values), logged.present)
    return column("text", logged.to_list())
