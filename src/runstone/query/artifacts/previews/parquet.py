"""Parquet: the schema from the file's foot, and the first rows, of which only the pages that hold them are read."""

from __future__ import annotations

from typing import Any, BinaryIO

from runstone.model.errors import BadValue, MissingDependency
from runstone.query.artifacts.answers import ArtifactPreview, PreviewColumn
from runstone.query.artifacts.previews.cells import MAX_COLUMNS, cell


def preview(file: BinaryIO, path: str, rows: int) -> ArtifactPreview:
    """The first rows of a Parquet file.

    Args:
        file: its bytes.
        path: how to call it in what is told.
        rows: at most so many.

    Raises:
        MissingDependency: pyarrow is not installed.
        BadValue: it is no Parquet file.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise MissingDependency("pyarrow", "Looking into a Parquet file", "'runstone[parquet]'") from error
    try:
        found = pq.ParquetFile(pa.PythonFile(file, mode="r"), pre_buffer=False)
        names = found.schema_arrow.names
        # By place: names may repeat, and those of nested columns are several.
        batches = found.iter_batches(batch_size=max(1, rows), columns=names[:MAX_COLUMNS])
        first: Any = next(batches, None) if rows else None
    except (pa.ArrowException, OSError) as error:
        raise BadValue(f"{path} cannot be read as Parquet ({error}). Its bytes are as they were logged.") from error
    columns = [first.column(place).to_pylist() for place in range(first.num_columns)] if first is not None else []
    about = found.metadata
    return ArtifactPreview(
        kind="table",
        facts={"row groups": about.num_row_groups, "written by": about.created_by or ""},
        columns=[PreviewColumn(field.name, str(field.type)) for field in found.schema_arrow][:MAX_COLUMNS],
        rows=[[cell(value) for value in row] for row in zip(*columns, strict=True)],
        total_rows=about.num_rows,
        total_columns=len(names),
    )
