"""The same points as Parquet, a file a run, sorted by (series, step), and DuckDB's questions to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bench.read.journals import Chunk

# What was quickest of 8,192 to 122,880: a series a group, where series are long enough for that, and DuckDB's own size for longer ones.
_LEAST_GROUP_ROWS = 10_240
_MOST_GROUP_ROWS = 122_880
_SCHEMA = pa.schema([("series", pa.int32()), ("step", pa.int64()), ("time", pa.int64()), ("value", pa.float64())])

_THIN = """
SELECT series, step >> {shift} AS bucket, arg_max(value, step) AS last, min(value) AS min, max(value) AS max, avg(value) AS mean, count(*) AS counts
FROM read_parquet([{files}]) WHERE {series} {limits} GROUP BY series, bucket ORDER BY series, bucket
"""


def write_run(folder: Path, run: str, first_series: int, chunks: Iterable[Chunk]) -> int:
    """The points of a run as a file. Several chunks are several stretches of one series.

    Returns:
        The number of the next run's first series.
    """
    series = first_series
    with pq.ParquetWriter(folder / f"{run}.parquet", _SCHEMA, compression="snappy") as writer:
        for chunk in chunks:
            rows = len(chunk.steps)
            columns = [
                np.repeat(np.arange(series, series + len(chunk.names), dtype=np.int32), rows),
                np.tile(chunk.steps, len(chunk.names)),
                np.tile(chunk.times, len(chunk.names)),
                chunk.values.T.reshape(-1),
            ]
            group = min(_MOST_GROUP_ROWS, max(_LEAST_GROUP_ROWS, rows))
            writer.write_table(pa.table(columns, schema=_SCHEMA), row_group_size=group)
            width = len(chunk.names)
    return series + width


class ParquetPoints:
    """DuckDB over those files, their footers kept in memory."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._connection = duckdb.connect()
        self._connection.execute("SET parquet_metadata_cache = true")

    def thinned(
        self, runs: Sequence[str], series: Sequence[int], shift: int, lo: int | None = None, hi: int | None = None
    ) -> dict[str, np.ndarray]:
        """Series of these runs within inclusive limits on their steps, in buckets of `step >> shift`, as columns."""
        files = ", ".join(f"'{self._folder}/{run}.parquet'" for run in runs)
        wanted = f"series = {series[0]}" if len(series) == 1 else f"series IN ({', '.join(map(str, series))})"
        limits = "" if lo is None or hi is None else f"AND step BETWEEN {lo} AND {hi}"
        query = _THIN.format(shift=shift, files=files, series=wanted, limits=limits)
        return self._connection.execute(query).fetchnumpy()
