"""An export: a table of chosen runs, written in a format."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple, Protocol, get_args

from runstone.api.choice import Choice
from runstone.api.columns import Kind
from runstone.api.export.csv import CsvFile
from runstone.api.export.files import check_target, whole_file
from runstone.api.export.jsonl import JsonlFile
from runstone.api.export.parquet import ParquetFile
from runstone.api.export.tables import TABLES, Job, Part, What, gathered
from runstone.model.errors import Misuse

Format = Literal["parquet", "csv", "jsonl"]

# As many rows as readers of Parquet like in a group, unless they are very wide.
_GROUP_ROWS = 131_072
_GROUP_CELLS = 4_000_000


class Progress(NamedTuple):
    """How far an export is."""

    runs: int
    of_runs: int
    rows: int


class Exported(NamedTuple):
    """What an export wrote."""

    runs: int
    rows: int


class _File(Protocol):
    def __init__(self, out: BinaryIO, kinds: dict[str, Kind], iso_times: bool) -> None: ...
    def write(self, part: Part) -> None: ...
    def close(self) -> None: ...
    def abandon(self) -> None: ...


_FILES: dict[Format, type[_File]] = {"parquet": ParquetFile, "csv": CsvFile, "jsonl": JsonlFile}
_SUFFIXES: dict[str, Format] = {".parquet": "parquet", ".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}


def export(
    target: str | os.PathLike[str] | BinaryIO,
    choice: Choice,
    what: What,
    format: Format | None,  # noqa: A002 - what it is called everywhere
    metrics: Sequence[str] | None,
    lo: int | None,
    hi: int | None,
    iso_times: bool,
    overwrite: bool,
    on_progress: Callable[[Progress], None] | None,
) -> Exported:
    """Write a table of the runs. See `Api.export`."""
    if what not in TABLES:
        raise Misuse(f"{what!r} cannot be exported. There are {', '.join(TABLES)}.")
    path = Path(target) if isinstance(target, str | os.PathLike) else None
    kind = _FILES[_format(path, format)]
    if path is not None:
        check_target(path, overwrite)
    runs = rows = 0
    of_runs = choice.total()

    def told() -> None:
        if on_progress is not None:
            on_progress(Progress(runs, of_runs, rows))

    def on_run() -> None:
        nonlocal runs
        runs += 1
        told()

    opened = whole_file(Path(target)) if isinstance(target, str | os.PathLike) else nullcontext(target)
    with opened as out, tempfile.TemporaryFile() as spool:
        table = TABLES[what](Job(choice, metrics, lo, hi, on_run, spool))
        file = kind(out, table.kinds, iso_times)
        try:
            for part in gathered(table.parts, _GROUP_ROWS, _GROUP_CELLS):
                file.write(part)
                rows += len(next(iter(part.values())))
                told()
            file.close()
        except BaseException:
            file.abandon()
            raise
    return Exported(runs, rows)


def _format(path: Path | None, named: Format | None) -> Format:
    if named is not None:
        if named not in get_args(Format):
            raise Misuse(f"There is no format {named!r}. There are {', '.join(_FILES)}.")
        return named
    found = _SUFFIXES.get(path.suffix.lower()) if path is not None else None
    if found is None:
        raise Misuse(
            f"{path or 'A stream'} does not tell its format. Name the file *.parquet, *.csv or *.jsonl, or name the format."
        )
    return found
