"""The scalars of a run, read back from its journals: what `export_scalars_to_json` writes."""

from __future__ import annotations

import json
import os

from runstone.journal.reader import JournalReader
from runstone.model.home import Home
from runstone.sdk.run import Run


def export_scalars(run: Run, prefix: str, path: str | os.PathLike[str]) -> None:
    """Write all points of the series that begin with a prefix, as `{name: [[seconds since 1970, step, value], …]}`.

    Raises:
        OSError: the file cannot be written.
    """
    found: dict[str, list[list[float]]] = {}
    for journal in Home(run.home).journals(run.id):
        for piece in JournalReader(journal).pieces():
            for rows in piece.rows:
                times = (rows.times / 1e6).tolist()
                for time, step, values in zip(times, rows.steps.tolist(), rows.values.tolist(), strict=True):
                    for name, value in zip(rows.names, values, strict=True):
                        if name.startswith(prefix):
                            found.setdefault(name, []).append([time, step, value])
    with open(path, "w", encoding="utf-8") as file:
        json.dump(found, file)
