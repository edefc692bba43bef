"""Parquet, through pyarrow. A gap is a null and NaN is NaN; with ISO times they are timestamps in UTC."""

from __future__ import annotations

from typing import Any, BinaryIO

import numpy as np

from runstone.api.columns import Column, Kind
from runstone.api.export.tables import Part
from runstone.model.errors import MissingDependency


class ParquetFile:
    """Writes each part as a row group."""

    def __init__(self, out: BinaryIO, kinds: dict[str, Kind], iso_times: bool) -> None:
        """
        Raises:
            MissingDependency: pyarrow is not installed.
        """
        try:
            import pyarrow as pa
            import pyarrow.parquet as pq
        except ImportError as error:
            raise MissingDependency("pyarrow", "A Parquet file", "'runstone[parquet]'") from error
        self._pa = pa
        types: dict[Kind, Any] = {
            "text": pa.string(),
            "texts": pa.list_(pa.string()),
            "int": pa.int64(),
            "float": pa.float64(),
            "bool": pa.bool_(),
            "time": pa.timestamp("us", tz="UTC") if iso_times else pa.int64(),
        }
        self._schema = pa.schema([(name, types[kind]) for name, kind in kinds.items()])
        # Numbers hardly repeat: dictionaries of them take six times as long, and more room.
        repeating = [name for name, kind in kinds.items() if kind == "text"]
        self._sink = _Sink(out)
        self._writer = pq.ParquetWriter(self._sink, self._schema, compression="zstd", use_dictionary=repeating or False)

    def write(self, part: Part) -> None:
        """Append the rows of a part."""
        arrays = [self._array(column, field.type) for column, field in zip(part.values(), self._schema, strict=True)]
        self._writer.write_table(self._pa.Table.from_arrays(arrays, schema=self._schema))

    def close(self) -> None:
        """Write the footer; the file stays open."""
        self._writer.close()

    def abandon(self) -> None:
        """Let go after a failure."""
        self._sink.drains = True
        self._writer.close()

    def _array(self, column: Column, kind: Any) -> Any:
        if column.kind in ("text", "texts"):
            return self._pa.array(column.values, kind)
        values = np.asarray(column.values)
        mask = None if column.present is None else ~column.present
        if self._pa.types.is_timestamp(kind):
            return self._pa.array(values, self._pa.int64(), mask=mask).cast(kind)
        return self._pa.array(values, kind, mask=mask, from_pandas=False)


class _Sink:
    """The file as pyarrow sees it: a writer that is given up has to write its footer all the same, into the void."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._size_bytes = 0
        self.closed = False
        self.drains = False

    def write(self, data: bytes) -> int:
        """Append bytes."""
        self._size_bytes += len(data)
        return len(data) if self.drains else self._out.write(data)

    def tell(self) -> int:
        """How many bytes were written."""
        return self._size_bytes

    def flush(self) -> None:
        """Nothing waits here."""

    def close(self) -> None:
        """The file stays open."""
        self.closed = True
