"""What can be exported: tables, whose columns are known beforehand and whose rows come part by part."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Literal, NamedTuple, TypeVar

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


class Wanted(NamedTuple):
    """Which points: metrics (names or patterns, None for all) from step `lo` to step `hi`, both included."""

    metrics: Sequence[str] | None = None
    lo: int | None = None
    hi: int | None = None


class Table(NamedTuple):
    """The kind of each column, and the rows: parts with all the columns."""

    kinds: dict[str, Kind]
    parts: Iterator[Part]


def points(choice: Choice, wanted: Wanted, on_run: Callable[[], None]) -> Table:
    """A row for each point: run, metric, step, time, value; series after series, steps ascending."""

    def parts() -> Iterator[Part]:
        for run in choice.runs():
            for metric in run.metric_names(wanted.metrics):
                for rows in run.scan([metric], lo=wanted.lo, hi=wanted.hi):
                    yield histories.points(run.id, metric, rows.steps, rows.times, rows.values[metric])
            on_run()

    return Table({name: column.kind for name, column in histories.no_points().items()}, parts())


def history(choice: Choice, wanted: Wanted, on_run: Callable[[], None]) -> Table:
    """A row for each step of a run: run, step, time, and a column for each metric that one of the runs has."""
    found = dict.fromkeys(name for run in choice.runs() for name in run.metric_names(wanted.metrics))
    names = names_beside(histories.WIDE, sorted(found) if wanted.metrics is None else found)

    def parts() -> Iterator[Part]:
        for run in choice.runs():
            own = set(run.metric_names(wanted.metrics))
            for rows in run.scan([name for name in names if name in own], lo=wanted.lo, hi=wanted.hi):
                yield {
                    "run": constant(run.id, len(rows)),
                    "step": Column("int", rows.steps),
                    "time": Column("time", rows.times),
                    **{shown: histories.metric_column(rows, name) for name, shown in names.items()},
                }
            on_run()

    return Table({"run": "text", "step": "int", "time": "time", **dict.fromkeys(names.values(), "float")}, parts())


def runs(choice: Choice, wanted: Wanted, on_run: Callable[[], None]) -> Table:
    """A row for each run, see `Api.frame`."""
    # Which columns there are, and what they hold, is known when the last run was seen, and all of them may be more than memory holds.
    rows = _Spool()
    header = Header()
    for run in choice.rows():
        header.see(run)
        rows.append(row(run))
        on_run()
    kinds = header.kinds

    def parts() -> Iterator[Part]:
        for some in _batches(rows, max(1, 1_000_000 // len(kinds))):
            yield {name: column(kind, [found.get(name) for found in some]) for name, kind in kinds.items()}

    return Table(kinds, parts())


def logs(choice: Choice, wanted: Wanted, on_run: Callable[[], None]) -> Table:
    """A row for each line that a run printed: run, line (counting both streams), time, stream, text with its ANSI escapes."""
    kinds: dict[str, Kind] = {"run": "text", "line": "int", "time": "time", "stream": "text", "text": "text"}
    return _listed(kinds, choice, on_run, lambda run: (msgspec.structs.asdict(line) for line in run.iter_logs()))


def texts(choice: Choice, wanted: Wanted, on_run: Callable[[], None]) -> Table:
    """A row for each point of a string series: run, key, step, time, text."""
    kinds: dict[str, Kind] = {"run": "text", "key": "text", "step": "int", "time": "time", "text": "text"}
    return _listed(kinds, choice, on_run, lambda run: (msgspec.structs.asdict(text) for text in run.iter_texts()))


def media(choice: Choice, wanted: Wanted, on_run: Callable[[], None]) -> Table:
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
        choice,
        on_run,
        lambda run: (
            {**msgspec.structs.asdict(found.item), "facts": as_text(found.item.facts)} for found in run.media()
        ),
    )


TABLES: dict[What, Callable[[Choice, Wanted, Callable[[], None]], Table]] = {
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
    choice: Choice,
    on_run: Callable[[], None],
    ask: Callable[[StoredRun], Iterator[dict[str, Any]]],
) -> Table:
    def parts() -> Iterator[Part]:
        for run in choice.runs():
            for some in _batches(ask(run), _PART_ROWS):
                yield {
                    name: constant(run.id, len(some)) if name == "run" else column(kind, [item[name] for item in some])
                    for name, kind in kinds.items()
                }
            on_run()

    return Table(kinds, parts())


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items, so many at a time."""
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some


class _Spool:
    """Rows that wait in a temporary file; gone through once."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the spool is forgotten

    def append(self, row: dict[str, Any]) -> None:
        data = msgspec.msgpack.encode(row)
        self._file.write(len(data).to_bytes(4, "little") + data)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        self._file.seek(0)
        while head := self._file.read(4):
            yield msgspec.msgpack.decode(self._file.read(int.from_bytes(head, "little")))
