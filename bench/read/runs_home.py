"""Builds the home with the runs, and the same fields as Parquet, wide and long, and as raw arrays.

A hundred thousand runs through the SDK would take an hour. These are put into the catalog by the calls that ingest makes, and have no journals.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bench.read.journals import START_TIME, RunHead, folder_bytes, write_registry
from bench.read.runs_data import Block, Column, blocks
from bench.read.timing import say
from runstone.index import database, portrait
from runstone.index.catalog import CONFIG, SUMMARY, JournalEntry
from runstone.index.index import Index
from runstone.index.sqlite_catalog import SqliteCatalog
from runstone.model.facts import RunFacts
from runstone.model.home import Home
from runstone.model.place import DATABASE_NAME
from runstone.model.records import Closed, Opened, Started, StateChanged, SummaryUpdated
from runstone.model.states import State
from runstone.model.values import flatten

_LONG_SCHEMA = pa.schema([("run", pa.int32()), ("field", pa.string()), ("num", pa.float64()), ("txt", pa.string())])
_WIDE_GROUP_ROWS = 122_880
_COMMIT_RUNS = 500


def build(runs: int, folder: Path) -> dict[str, Any]:
    """Fill a folder."""
    home = Home(folder / "home")
    home.runs_path.mkdir(parents=True)
    begun = time.perf_counter()
    _fill_catalog(home, runs)
    catalog_secs = time.perf_counter() - begun
    begun = time.perf_counter()
    _write_columns(folder, list(blocks(runs)))
    say(f"  Parquet and raw arrays: {time.perf_counter() - begun:.0f} s")
    return {
        "runs": runs,
        "fields": len(next(blocks(1)).columns),
        "catalog_secs": catalog_secs,
        "index_bytes": folder_bytes(home.index_path),
        "wide_parquet_bytes": (folder / "wide.parquet").stat().st_size,
        "long_parquet_bytes": (folder / "long.parquet").stat().st_size,
        "flat_bytes": folder_bytes(folder / "flat"),
    }


def _fill_catalog(home: Home, runs: int) -> None:
    index = Index(home)
    index.refresh()
    index.close()
    connection = database.connect(home.index_path / DATABASE_NAME)
    catalog = SqliteCatalog(connection)
    heads: list[RunHead] = []
    begun = time.perf_counter()
    for block in blocks(runs):
        connection.execute("BEGIN IMMEDIATE")
        for head, summary in _documents(block):
            if len(heads) % _COMMIT_RUNS == 0:
                catalog.settle()
                connection.execute("COMMIT")
                connection.execute("BEGIN IMMEDIATE")
            facts, journal = _facts(head, summary)
            entry = portrait.draw(head.id, facts, {journal.writer: journal}, {})
            key = catalog.add_run(head.id)
            catalog.put_run(key, entry, facts)
            catalog.put_flat(key, entry.shelf, CONFIG, {}, flatten(entry.config))
            catalog.put_flat(key, entry.shelf, SUMMARY, {}, flatten(entry.summary))
            heads.append(head._replace(config={}))
        catalog.settle()
        connection.execute("COMMIT")
        say(f"  catalog: {len(heads):,} runs, {time.perf_counter() - begun:.0f} s")
    connection.close()
    write_registry(home, heads)


def _documents(block: Block) -> Iterator[tuple[RunHead, dict[str, Any]]]:
    """Each run of a block, and its summary."""
    lists = [(column, column.values.tolist(), column.present.tolist()) for column in block.columns]
    for row, (name, project) in enumerate(zip(block.names, block.projects, strict=True)):
        facts: dict[str, dict[str, Any]] = {"config": {}, "summary": {}}
        for column, values, present in lists:
            if present[row]:
                facts[column.source][column.key] = values[row]
        number = block.first + row
        yield RunHead(number, name, project, f"{project[-2:].upper()}-{number}", facts["config"]), facts["summary"]


def _facts(head: RunHead, summary: dict[str, Any]) -> tuple[RunFacts, JournalEntry]:
    """What the records of such a run add up to."""
    begin = START_TIME + head.number * 60_000_000
    end = begin + 3_600_000_000 + head.number % 1000 * 1_000_000
    writer = f"{begin // 1000:011x}-{head.number & 0xFFFFFF:06x}"
    opened = Opened(time=begin, run=head.id, writer=writer, host=f"node{head.number % 8}", boot="bench", pid=1)
    state = State.FAILED if head.number % 10 == 0 else State.FINISHED
    facts = RunFacts(head.id)
    for record in (
        opened,
        Started(
            time=begin,
            number=head.number,
            display_id=head.display_id,
            project=head.project,
            name=head.id,
            config=dict(head.config),
            tags=["baseline"] if head.number % 20 == 0 else [],
        ),
        SummaryUpdated(time=end, changes=summary),
        StateChanged(time=end, state=state, exit_code=int(state is State.FAILED)),
        Closed(time=end),
    ):
        facts.apply(writer, record)
    return facts, JournalEntry(writer=writer, opened=opened, last_time=end, closed=True, alive=False)


def _write_columns(folder: Path, parts: list[Block]) -> None:
    (folder / "flat").mkdir()
    names = [name for part in parts for name in part.names]
    wide: dict[str, pa.Array] = {
        "number": pa.array(np.arange(1, len(names) + 1, dtype=np.int32)),
        "name": pa.array(names),
        "project": pa.array([project for part in parts for project in part.projects]),
    }
    np.save(folder / "flat" / "name.npy", np.array(names))
    with pq.ParquetWriter(folder / "long.parquet", _LONG_SCHEMA, compression="snappy") as long:
        for position, first in enumerate(parts[0].columns):
            column = Column(
                first.source,
                first.key,
                np.concatenate([part.columns[position].values for part in parts]),
                np.concatenate([part.columns[position].present for part in parts]),
            )
            wide[column.name] = pa.array(column.values, mask=~column.present)
            long.write_table(_long_rows(column))
            np.save(folder / "flat" / f"{column.name.replace('/', '%')}.npy", _flat_values(column))
    pq.write_table(pa.table(wide), folder / "wide.parquet", compression="snappy", row_group_size=_WIDE_GROUP_ROWS)


def _long_rows(column: Column) -> pa.Table:
    rows = np.flatnonzero(column.present)
    values = column.values[rows]
    nothing = pa.nulls(len(rows), pa.string() if not column.is_text else pa.float64())
    typed = pa.array(values) if column.is_text else pa.array(values.astype(np.float64))
    numbers, texts = (nothing, typed) if column.is_text else (typed, nothing)
    names = pa.DictionaryArray.from_arrays(np.zeros(len(rows), np.int32), [column.name]).cast(pa.string())
    return pa.table([(rows + 1).astype(np.int32), names, numbers, texts], schema=_LONG_SCHEMA)


def _flat_values(column: Column) -> np.ndarray:
    if column.is_text:
        return np.where(column.present, column.values, "").astype(str)
    return np.where(column.present, column.values.astype(np.float64), np.nan)
