"""What can be exported: tables, whose columns are known beforehand and whose rows come part by part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, BinaryIO, Literal, NamedTuple, TypeVar

import msgspec

from runstone.api import histories
from runstone.api.choice import Choice
from runstone.api.columns import Column, Kind, as_text, column, constant, join, names_beside
from runstone.api.run import StoredRun
from runstone.api.table import Header, row

What = Literal["points", "history", "runs", "logs", "texts", "media"]

Part = dict[str, Column]
T = TypeVar("T")

_PART_ROWS = 10_000


class Job(NamedTuple):
    """What is to be exported: of the runs of a choice, and where it is about points, which of them; see `Api.export`."""

    choice: Choice
    metrics: Sequence[str] | None
    lo: int | None
    hi: int | None
    on_run: Callable[[], None]
    """Is called after each run."""
    spool: BinaryIO
    """A temporary file for what must wait."""


class Table(NamedTuple):
    """The kind of each column, and the rows: parts with all the columns."""

    kinds: dict[str, Kind]
    parts: Iterator[Part]


def points(job: Job) -> Table:
    """A row for each point: run, metric, step, time, value; series after series, steps ascending."""

    def parts() -> Iterator[Part]:
        for run in job.choice.bare_runs():
            for metric in run.metric_names(job.metrics):
                for rows in run.scan([metric], lo=job.lo, hi=job.hi):
                    yield histories.points(run.id, metric, rows.steps, rows.times, rows.values[metric])
            job.on_run()

    return Table({name: column.kind for name, column in histories.no_points().items()}, parts())


def history(job: Job) -> Table:
    """A row for each step of a run: run, step, time, and a column for each metric that one of the runs has."""
    found = dict.fromkeys(name for run in job.choice.bare_runs() for name in run.metric_names(job.metrics))
    names = names_beside(histories.WIDE, sorted(found) if job.metrics is None else found)

    def parts() -> Iterator[Part]:
        for run in job.choice.bare_runs():
            own = set(run.metric_names(job.metrics))
            for rows in run.scan([name for name in names if name in own], lo=job.lo, hi=job.hi):
                yield {
                    "run": constant(run.id, len(rows)),
                    "step": Column("int", rows.steps),
                    "time": Column("time", rows.times),
                    **{shown: histories.metric_column(rows, name) for name, shown in names.items()},
                }
            job.on_run()

    return Table({"run": "text", "step": "int", "time": "time", **dict.fromkeys(names.values(), "float")}, parts())


def runs(job: Job) -> Table:
    """A row for each run, see `Api.frame`."""
    # Which columns there are, and what they hold, is known when the last run was seen, and all of them may be more than memory holds.
    header = Header()
    for run in job.choice.rows():
        header.see(run)
        data = msgspec.msgpack.encode(row(run))
        job.spool.write(len(data).to_bytes(4, "little") + data)
        job.on_run()
    kinds = header.kinds

    def parts() -> Iterator[Part]:
        for some in _batches(_spooled(job.spool), max(1, 1_000_000 // len(kinds))):
            yield {name: column(kind, [found.get(name) for found in some]) for name, kind in kinds.items()}

    return Table(kinds, parts())


def logs(job: Job) -> Table:
    """A row for each line that a run printed: run, line (counting both streams), time, stream, text with its ANSI escapes."""
    kinds: dict[str, Kind] = {"run": "text", "line": "int", "time": "time", "stream": "text", "text": "text"}
    return _listed(kinds, job, lambda run: (msgspec.structs.asdict(line) for line in run.iter_logs()))


def texts(job: Job) -> Table:
    """A row for each point of a string series: run, key, step, time, text."""
    kinds: dict[str, Kind] = {"run": "text", "key": "text", "step": "int", "time": "time", "text": "text"}
    return _listed(kinds, job, lambda run: (msgspec.structs.asdict(text) for text in run.iter_texts()))


def media(job: Job) -> Table:
    """A row for each media item: run, key, step, index, time, type, caption, sha256, size_bytes, mime, facts (JSON). Not its bytes."""
    kinds: dict[str, Kind] = {
        "run": "text",
        "key": "text",
        "step": "int",
        "index": "int",
        "time": "time",
        "type": "text",
        "caption": "text",
        "sha256": "text",
        "size_bytes": "int",
        "mime": "text",
        "facts": "text",
    }
    return _listed(
        kinds,
        job,
        lambda run: (
            {**msgspec.structs.asdict(found.item), "facts": as_text(found.item.facts)} for found in run.media()
        ),
    )


TABLES: dict[What, Callable[[Job], Table]] = {
    "points": points,
    "history": history,
    "runs": runs,
    "logs": logs,
    "texts": texts,
    "media": media,
}


def gathered(parts: Iterable[Part], rows: int, cells: int) -> Iterator[Part]:
    """Parts put together until they have about so many rows, or cells: many short series make few groups."""
    waiting: list[Part] = []
    count = 0
    for part in parts:
        length = len(part["run"] if "run" in part else part["id"])
        waiting.append(part)
        count += length
        if count >= rows or count * len(part) >= cells:
            yield _joined(waiting)
            waiting, count = [], 0
    if count:
        yield _joined(waiting)


def _joined(parts: list[Part]) -> Part:
    return parts[0] if len(parts) == 1 else {name: join([part[name] for part in parts]) for name in parts[0]}


def _listed(
    kinds: dict[str, Kind],
    job: Job,
    ask: Callable[[StoredRun], Iterator[dict[str, Any]]],
) -> Table:
    def parts() -> Iterator[Part]:
        for run in job.choice.bare_runs():
            for some in _batches(ask(run), _PART_ROWS):
                yield {
                    name: constant(run.id, len(some)) if name == "run" else column(kind, [item[name] for item in some])
                    for name, kind in kinds.items()
                }
            job.on_run()

    return Table(kinds, parts())


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items, so many at a time."""
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some


def _spooled(spool: BinaryIO) -> Iterator[dict[str, Any]]:
    spool.seek(0)
    while head := spool.read(4):
        yield msgspec.msgpack.decode(spool.read(int.from_bytes(head, "little")))
