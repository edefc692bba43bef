"""Nested facts of several runs as rows, one a flat key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from math import isfinite
from typing import Any

from runstone.model.values import SEPARATOR
from runstone.query.answers.compare import CompareRow
from runstone.query.compare.equality import MISSING, Missing, distance, ratio, same

_NUMBERS = frozenset({int, float})
# Within each of these, == says what `same` would say.
_PLAIN = frozenset({str, bool, int, type(None)})


def rows(trees: Sequence[Mapping[str, Any]], reference: int, differences_only: bool = False) -> list[CompareRow]:
    """A row for each flat key that one of the runs has, by name.

    Args:
        trees: nested facts as they were decoded, one mapping a run.
        reference: the position of the run that the others are compared with.
        differences_only: leave out what is the same in all runs.
    """
    columns: dict[str, list[Any]] = {}
    _collect(list(trees), "", columns)
    found = (_row(key, columns[key], reference) for key in sorted(columns))
    return [row for row in found if row.differs or not differences_only]


def _collect(trees: list[Any], prefix: str, columns: dict[str, list[Any]]) -> None:
    """The leaves of all trees, side by side: so each flat key is put together once, and not once a run."""
    for key in dict.fromkeys(chain.from_iterable(trees)):
        values = [tree.get(key, MISSING) for tree in trees]
        if dict in map(type, values):
            _collect([value if type(value) is dict else {} for value in values], f"{prefix}{key}{SEPARATOR}", columns)
            values = [MISSING if type(value) is dict and value else value for value in values]
            if all(value is MISSING for value in values):
                continue
        known = columns.setdefault(prefix + key, values)
        if known is not values:  # {"a/b": 1} in one run and {"a": {"b": 1}} in another
            columns[prefix + key] = [new if old is MISSING else old for old, new in zip(known, values, strict=True)]


def _row(key: str, values: list[Any], reference: int) -> CompareRow:
    base = values[reference]
    kinds = set(map(type, values))
    # A hundred runs of a thousand keys are a hundred thousand values: the usual ones go by in loops without calls.
    if kinds <= _NUMBERS and all(map(isfinite, values)):
        return _row_of_numbers(key, values, base)
    if len(kinds) == 1 and kinds <= _PLAIN:
        changed = [at for at, value in enumerate(values) if value != base]
        return CompareRow(key, bool(changed), values, changed=changed)
    changed = [at for at, value in enumerate(values) if not same(value, base)]
    missing = [at for at, value in enumerate(values) if value is MISSING] if Missing in kinds else []
    row = CompareRow(
        key,
        bool(changed),
        values=[None if value is MISSING else value for value in values] if missing else values,
        missing=missing,
        changed=changed,
        distances=[distance(value, base) for value in values] if changed else [],
        ratios=[ratio(value, base) for value in values] if changed else [],
    )
    return row if _tells(row, reference) else CompareRow(key, row.differs, row.values, missing, changed)


def _row_of_numbers(key: str, values: list[Any], base: Any) -> CompareRow:
    changed = [at for at, value in enumerate(values) if value != base]
    if not changed:
        return CompareRow(key, False, values)
    distances = [value - base for value in values]
    ratios = [value / base for value in values] if base else []
    if not (ratios and all(map(isfinite, ratios))):
        ratios = [ratio(value, base) for value in values]
    return CompareRow(key, True, values, changed=changed, distances=distances, ratios=ratios)


def _tells(row: CompareRow, reference: int) -> bool:
    """Whether there is a distance to another run than the reference itself."""
    return any(found is not None for at, found in enumerate(row.distances) if at != reference)
