"""The figures of blocks, and those of series in the table `series_facts`: kept up batch by batch, exact as long as no batch comes late.

A series whose steps come late or twice is marked untidy: its last point stays exact, the rest is computed anew when somebody asks.
"""

from __future__ import annotations

import math
import sqlite3

import numpy as np
import numpy.typing as npt

from runstone.index.codec import Table
from runstone.index.points import SeriesFacts

COLUMNS = (
    "count, nonfinite, first_step, last_step, first_time, last_time, last, stamp, min, min_step, max, max_step, sum"
)

# The columns of the table `block`, but for the cells; NaN where they are NULL.
BLOCK = np.dtype(
    [
        ("id", "<i8"),
        ("axis", "<i8"),
        ("count", "<i8"),
        ("nonfinite", "<i8"),
        ("first_step", "<i8"),
        ("last_step", "<i8"),
        ("first_time", "<i8"),
        ("last_time", "<i8"),
        ("last", "<f8"),
        ("last_finite", "<f8"),
        ("min", "<f8"),
        ("min_step", "<i8"),
        ("max", "<f8"),
        ("max_step", "<i8"),
        ("sum", "<f8"),
        ("shift", "<i8"),
    ]
)
BlockRows = npt.NDArray[np.void]
NO_BLOCKS: BlockRows = np.empty(0, BLOCK)

# Right-hand sides see the row as it was before.
_UPSERT = """
INSERT INTO series_facts (series, run, {facts}, tidy) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,1)
ON CONFLICT (series) DO UPDATE SET
  tidy = tidy AND excluded.first_step > last_step,
  count = count + excluded.count,
  nonfinite = nonfinite + excluded.nonfinite,
  first_step = min(first_step, excluded.first_step),
  last_step = max(last_step, excluded.last_step),
  first_time = min(first_time, excluded.first_time),
  last_time = max(last_time, excluded.last_time),
  last = CASE WHEN {newer} THEN excluded.last ELSE last END,
  stamp = CASE WHEN {newer} THEN excluded.stamp ELSE stamp END,
  min = CASE WHEN {lower} THEN excluded.min ELSE min END,
  min_step = CASE WHEN {lower} THEN excluded.min_step ELSE min_step END,
  max = CASE WHEN {higher} THEN excluded.max ELSE max END,
  max_step = CASE WHEN {higher} THEN excluded.max_step ELSE max_step END,
  sum = coalesce(sum + excluded.sum, 0)
""".format(
    facts=COLUMNS,
    newer="excluded.last_step > last_step OR (excluded.last_step = last_step AND excluded.stamp >= stamp)",
    lower="excluded.min IS NOT NULL AND (min IS NULL OR excluded.min < min)",
    higher="excluded.max IS NOT NULL AND (max IS NULL OR excluded.max > max)",
)


def update(connection: sqlite3.Connection, run: int, tables: list[Table]) -> None:
    """Add the points of a batch to the figures of its series."""
    for table in tables:
        steps, times, values = table.steps, table.times, table.values
        finite = np.isfinite(values)
        counts = finite.sum(axis=1)
        low = high = known = values
        if not finite.all():
            low, high = np.where(finite, values, np.inf), np.where(finite, values, -np.inf)
            known = np.where(finite, values, 0.0)
        least, most = low.argmin(axis=1), high.argmax(axis=1)
        with np.errstate(over="ignore", invalid="ignore"):
            total = np.nan_to_num(known.sum(axis=1), nan=0.0, posinf=np.inf, neginf=-np.inf)
        rows = np.arange(len(values))
        common = (int(steps[0]), int(steps[-1]), int(times.min()), int(times.max()))
        stamp = int(times[-1])
        columns = zip(
            table.series.tolist(),
            counts.tolist(),
            values[:, -1].tolist(),
            values[rows, least].tolist(),
            steps[least].tolist(),
            values[rows, most].tolist(),
            steps[most].tolist(),
            total.tolist(),
            strict=True,
        )
        connection.executemany(
            _UPSERT,
            [
                (series, run, len(steps), len(steps) - count, *common, last, stamp)
                + ((a, a_step, b, b_step) if count else (None, None, None, None))
                + (summed,)
                for series, count, last, a, a_step, b, b_step, summed in columns
            ],
        )


def facts_of_row(row: sqlite3.Row) -> SeriesFacts:
    """The figures in a row of `series_facts`."""
    return SeriesFacts(
        row["count"],
        row["nonfinite"],
        row["first_step"],
        row["last_step"],
        row["first_time"],
        row["last_time"],
        math.nan if row["last"] is None else row["last"],
        row["stamp"],
        math.nan if row["min"] is None else row["min"],
        row["min_step"] or 0,
        math.nan if row["max"] is None else row["max"],
        row["max_step"] or 0,
        row["sum"],
    )


def facts_of_blocks(rows: BlockRows, stamp: int) -> SeriesFacts:
    """The figures of blocks, at least one, that follow each other; `stamp` is the time of the last point."""
    known = rows[rows["nonfinite"] < rows["count"]]
    low = high = math.nan
    low_step = high_step = 0
    if len(known):
        least, most = known[known["min"].argmin()], known[known["max"].argmax()]
        low, low_step = float(least["min"]), int(least["min_step"])
        high, high_step = float(most["max"]), int(most["max_step"])
    with np.errstate(over="ignore", invalid="ignore"):
        total = float(rows["sum"].sum())
    return SeriesFacts(
        int(rows["count"].sum()),
        int(rows["nonfinite"].sum()),
        int(rows["first_step"][0]),
        int(rows["last_step"][-1]),
        int(rows["first_time"].min()),
        int(rows["last_time"].max()),
        float(rows["last"][-1]),
        stamp,
        low,
        low_step,
        high,
        high_step,
        total,
    )


def row_of_facts(facts: SeriesFacts) -> tuple[float | int | None, ...]:
    """The values of COLUMNS for these figures."""
    row: list[float | int | None] = list(facts)
    if math.isnan(facts.min):
        row[8:12] = [None] * 4
    if math.isnan(facts.sum):
        row[12] = 0.0
    return tuple(row)


def combined(found: list[SeriesFacts]) -> SeriesFacts | None:
    """The figures of stretches that share no step, in any order."""
    if not found:
        return None
    known = [facts for facts in found if not math.isnan(facts.min)]
    low = min(known, key=lambda facts: (facts.min, facts.min_step), default=found[0])
    high = min(known, key=lambda facts: (-facts.max, facts.max_step), default=found[0])
    final = max(found, key=lambda facts: facts.last_step)
    return SeriesFacts(
        sum(facts.points for facts in found),
        sum(facts.nonfinite for facts in found),
        min(facts.first_step for facts in found),
        final.last_step,
        min(facts.first_time for facts in found),
        max(facts.last_time for facts in found),
        final.last,
        final.stamp,
        low.min,
        low.min_step,
        high.max,
        high.max_step,
        sum(facts.sum for facts in found),
    )
