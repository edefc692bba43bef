"""Builds the home with the points, and the same points as raw arrays and as Parquet."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from bench.read import parquet
from bench.read.flat import FlatWriter
from bench.read.journals import folder_bytes, write_registry, write_run
from bench.read.points_data import Shape, runs_of
from bench.read.timing import say
from runstone.index.index import Index
from runstone.model.home import Home

_SAY_EVERY_POINTS = 10_000_000


def build(shape: Shape, folder: Path) -> dict[str, Any]:
    """Fill a folder: real journals, taken in by the index as any journal is, then `flat/` and `parquet/`.

    The index is what catching up leaves; nothing is compacted or sealed afterwards.
    """
    home = Home(folder / "home")
    home.runs_path.mkdir(parents=True)
    begun = time.perf_counter()
    heads, points, told = [], 0, 0
    for head, chunks in runs_of(shape):
        points += write_run(home, head, chunks)
        heads.append(head)
        if points - told >= _SAY_EVERY_POINTS:
            told = points
            say(f"  journals: {points / 1e6:,.0f} M points, {time.perf_counter() - begun:.0f} s")
    write_registry(home, heads)
    journals_secs = time.perf_counter() - begun

    say("  index: catching up with the journals")
    begun = time.perf_counter()
    index = Index(home)
    index.refresh()
    index.close()
    index_secs = time.perf_counter() - begun
    say(f"  index: {points / index_secs / 1e6:.1f} M points/s")

    begun = time.perf_counter()
    flat = FlatWriter(folder / "flat")
    for _, chunks in runs_of(shape):
        for position, chunk in enumerate(chunks):
            flat.add(chunk, more=position > 0)
    flat.close()
    (folder / "parquet").mkdir()
    series = 0
    for head, chunks in runs_of(shape):
        series = parquet.write_run(folder / "parquet", head.id, series, chunks)
    say(f"  raw arrays and Parquet: {time.perf_counter() - begun:.0f} s")
    return {
        "points": points,
        "runs": len(heads),
        "journals_secs": journals_secs,
        "index_secs": index_secs,
        "journal_bytes": folder_bytes(home.runs_path),
        "index_bytes": folder_bytes(home.index_path),
        "flat_bytes": folder_bytes(folder / "flat"),
        "parquet_bytes": folder_bytes(folder / "parquet"),
    }
