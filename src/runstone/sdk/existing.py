"""An existing run, read from its journals: what resume, rewind and fork need to know of it."""

from __future__ import annotations

from typing import NamedTuple

from runstone.journal.registry import Registry
from runstone.model.errors import RunNotFound
from runstone.model.facts import RunFacts
from runstone.model.home import Home
from runstone.model.ids import is_display_id, is_run_id
from runstone.model.records import MediaLogged, TextLogged
from runstone.model.states import State, WriterLife, derive_state


class Newest(NamedTuple):
    """The last value of a metric, or its figures, and when the last point was written."""

    time: int
    value: float | dict[str, float]


class Existing(NamedTuple):
    """A run as its journals tell it.

    `last_step` is the highest step of what is shown (None without any), `newest` the last value of each metric.
    """

    id: str
    facts: RunFacts
    last_step: int | None
    newest: dict[str, Newest]
    state: State

    @property
    def latest(self) -> dict[str, float]:
        """The last value of each metric."""
        return {name: value for name, (_, value) in self.newest.items() if not isinstance(value, dict)}


def find_run(home: Home, name: str | int) -> str | None:
    """The id of the run that has this id, number or display id; None where there is none."""
    text = str(name)
    if not isinstance(name, int) and is_run_id(text) and home.journals(text):
        return text
    if isinstance(name, int) or text.isdigit() or is_display_id(text):
        return Registry(home).find(text)
    return None


def need_run(home: Home, name: str | int) -> str:
    """The id of the run that has this id, number or display id.

    Raises:
        RunNotFound: there is none.
    """
    run = find_run(home, name)
    if run is None:
        raise RunNotFound(
            f"No run {name!r} in {home.path}. Nothing was created. `runstone ls` lists the runs that there are."
        )
    return run


def read_run(home: Home, run: str, until: int | None = None) -> Existing:
    """Read the journals of a run.

    Args:
        home: where it lies.
        run: its id.
        until: take only what is shown up to this step: the run is about to be rewound to it.

    Raises:
        DataFault: a journal cannot be read at all.
    """
    from runstone.journal import lock
    from runstone.journal.reader import JournalReader

    facts = RunFacts(run)
    seen: dict[int, list[tuple[str, int, int, float]]] = {}
    reached: dict[int, list[int]] = {}
    alive: dict[str, bool] = {}
    for path in home.journals(run):
        writer = path.stem
        columns: dict[str, tuple[int, int, float]] = {}
        steps: list[int] = []
        for piece in JournalReader(path).pieces():
            for record in piece.records:
                facts.apply(writer, record)
                if isinstance(record, TextLogged | MediaLogged):
                    steps = [max(record.step, *steps)] if steps else [record.step]
            for rows in piece.rows:
                if rows.names and rows.names[0].startswith("sys/"):
                    continue
                for number, name in enumerate(rows.names):
                    at = len(rows.steps) - 1
                    highest = int(rows.steps.max())
                    known = columns.get(name, (highest, 0, 0.0))
                    columns[name] = (max(highest, known[0]), int(rows.times[at]), float(rows.values[at, number]))
        alive[writer] = bool(lock.is_held(path))
        branch = facts.writers[writer].opened.branch if writer in facts.writers else 0
        seen.setdefault(branch, []).extend((name, *column) for name, column in columns.items())
        reached.setdefault(branch, []).extend(steps)
    last_step, newest = _shown(facts, seen, reached, until)
    lives = [
        WriterLife(life.opened.role == "primary", life.opened.time, life.closed, alive[writer])
        for writer, life in facts.writers.items()
    ]
    state = derive_state(facts.recorded_state, facts.recorded_state_time, lives)
    return Existing(run, facts, last_step, newest, state)


def _shown(
    facts: RunFacts, seen: dict[int, list[tuple[str, int, int, float]]], reached: dict[int, list[int]], cut: int | None
) -> tuple[int | None, dict[str, Newest]]:
    steps: list[int] = []
    newest: dict[str, Newest] = {}
    for branch, branch_cut in facts.lineage():
        until = min((step for step in (branch_cut, cut) if step is not None), default=None)
        steps.extend(step if until is None else min(step, until) for step in reached.get(branch, []))
        for name, highest, time, value in seen.get(branch, []):
            steps.append(highest if until is None else min(highest, until))
            if (until is None or highest <= until) and time >= newest.get(name, Newest(-1, 0.0)).time:
                newest[name] = Newest(time, value)
    if facts.parent is not None:
        steps.append(facts.parent.step)
    return max(steps, default=None), newest
