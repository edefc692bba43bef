"""CSV and TSV: the first rows. How many there are is not known without reading all of them."""

from __future__ import annotations

import csv
import io
from itertools import islice
from typing import BinaryIO

from runstone.model.errors import BadValue
from runstone.query.artifacts.answers import ArtifactPreview, PreviewColumn
from runstone.query.artifacts.previews.cells import MAX_COLUMNS, cell


def preview(file: BinaryIO, path: str, rows: int) -> ArtifactPreview:
    """The first rows of a file of values between commas, or tabs where its name ends with `.tsv`.

    Raises:
        BadValue: a row of it cannot be told from the next.
    """
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
    reader = csv.reader(text, delimiter="\t" if path.lower().endswith(".tsv") else ",")
    try:
        head = next(reader, [])
        found = list(islice(reader, rows + 1))
    except csv.Error as error:
        raise BadValue(f"{path} cannot be read as a table ({error}). Its bytes are as they were logged.") from error
    finally:
        text.detach()
    names = [*head, *(f"column {place}" for place in range(len(head), max(map(len, found), default=0)))]
    shown = names[:MAX_COLUMNS]
    return ArtifactPreview(
        kind="table",
        columns=[PreviewColumn(name, "") for name in shown],
        rows=[[cell(value) for value in (row + [""] * len(shown))[: len(shown)]] for row in found[:rows]],
        total_rows=len(found) if len(found) <= rows else None,
        total_columns=len(names),
    )
