"""Lists, groups and columns of a home with many runs: asked of Runstone, of DuckDB over wide and long Parquet, and of numpy."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any

import duckdb

from bench.read.first import first_answers
from bench.read.report import DUCKDB, FLOOR, RUNSTONE, Answer
from bench.read.runs_flat import FlatRuns
from bench.read.timing import Ask, Times, take_turns
from runstone.index.index import Index
from runstone.journal.registry import Registry
from runstone.journal.writer import JournalWriter
from runstone.model.home import Home
from runstone.model.records import ConfigUpdated, Started, StateChanged
from runstone.model.states import State
from runstone.query import grouping, runs
from runstone.query.answers.runs import RunsPage
from runstone.query.grouping import GroupsAsk
from runstone.query.runs import RunsAsk

PAGE = 100
FULL_SIZE = 100_000
LONG = "duckdb, long"
SHOWN = ("config.lr", "config.optimizer", "config.model", "summary.val/acc", "summary.val/loss")
_SORT = "summary.val/acc"

# Each filter as Runstone's text, as SQL over the wide table, and over the long one: run numbers that fulfil it.
AND_FILTER = (
    "config.lr < 0.001 and config.optimizer = adam and config.batch_size >= 64",
    """ "config.lr" < 0.001 AND "config.optimizer" = 'adam' AND "config.batch_size" >= 64 """,
    """SELECT run FROM long WHERE field = 'config.lr' AND num < 0.001
INTERSECT SELECT run FROM long WHERE field = 'config.optimizer' AND txt = 'adam'
INTERSECT SELECT run FROM long WHERE field = 'config.batch_size' AND num >= 64""",
)
OR_FILTER = (
    "(config.optimizer = adam or config.lr > 0.05) and not (config.amp = true or summary.verdict = bad)",
    """ ("config.optimizer" = 'adam' OR "config.lr" > 0.05) AND NOT ("config.amp" OR coalesce("summary.verdict" = 'bad', false)) """,
    """(SELECT run FROM long WHERE field = 'config.optimizer' AND txt = 'adam' UNION SELECT run FROM long WHERE field = 'config.lr' AND num > 0.05)
EXCEPT SELECT run FROM long WHERE field = 'config.amp' AND num = 1 EXCEPT SELECT run FROM long WHERE field = 'summary.verdict' AND txt = 'bad'""",
)
NAME_PATTERN = "^resnet.*[05]7$"

_WIDE_PAGE = """SELECT number, {shown}, count(*) OVER () AS total FROM wide WHERE {condition} ORDER BY "{sort}" DESC NULLS LAST, number LIMIT {limit}"""
_LONG_PAGE = """WITH chosen AS ({chosen}), page AS (
  SELECT run, num, count(*) OVER () AS total FROM chosen LEFT JOIN (SELECT run, num FROM long WHERE field = '{sort}') USING (run)
  ORDER BY num DESC NULLS LAST, run LIMIT {limit})
SELECT run, any_value(total), {shown} FROM (SELECT run, total FROM page) JOIN long USING (run) WHERE field IN ({fields}) GROUP BY run"""
_SPREAD = "count({0}), avg({0}), stddev_samp({0}), min({0}), max({0}), median({0}), quantile_cont({0}, 0.25), quantile_cont({0}, 0.75)"


Question = tuple[str, float | None, dict[str, Ask]]


class RunsEngines:
    """The engines over one built folder."""

    def __init__(self, folder: Path, count: int) -> None:
        self.count = count
        self.home = Home(folder / "home")
        self.index = Index(self.home)
        self.flat = FlatRuns(folder / "flat")
        self._connection = duckdb.connect()
        self._connection.execute("SET parquet_metadata_cache = true")
        for name in ("wide", "long"):
            self._connection.execute(f"CREATE VIEW {name} AS SELECT * FROM '{folder}/{name}.parquet'")

    def page(self, condition: str | None, sort: str = f"-{_SORT}") -> RunsPage:
        """The first page as the server answers it, with the columns that a table shows."""
        return runs.list_runs(self.index, RunsAsk(filter=condition, sort=[sort], fields=SHOWN, limit=PAGE))

    def sql(self, statement: str) -> list[tuple[Any, ...]]:
        """The rows of a statement over the views `wide` and `long`."""
        return self._connection.execute(statement).fetchall()

    def wide_page(self, condition: str, sort: str = _SORT) -> list[tuple[Any, ...]]:
        """The first page from the wide table."""
        shown = ", ".join(f'"{field}"' for field in SHOWN)
        return self.sql(_WIDE_PAGE.format(shown=shown, condition=condition, sort=sort, limit=PAGE))

    def long_page(self, chosen: str) -> list[tuple[Any, ...]]:
        """The first page from the long table."""
        shown = ", ".join(
            f"max(num) FILTER (field = '{field}'), max(txt) FILTER (field = '{field}')" for field in SHOWN
        )
        fields = ", ".join(f"'{field}'" for field in SHOWN)
        return self.sql(_LONG_PAGE.format(chosen=chosen, sort=_SORT, limit=PAGE, shown=shown, fields=fields))

    def groups(self) -> object:
        """Two levels of groups with the spread of two figures."""
        by = ("config.optimizer", "config.model")
        return grouping.list_groups(self.index, GroupsAsk(by=by, aggregate=("summary.val/acc", "summary.val/loss")))

    def check(self) -> None:
        """All engines give the same page for the two filters."""
        for text, wide, _ in (AND_FILTER, OR_FILTER):
            # Runs without a value come last everywhere, but in an order of each engine's own.
            ours = [run.number for run in self.page(text).runs if "val/acc" in run.summary]
            theirs = [row[0] for row in self.wide_page(wide)][: len(ours)]
            floor = (self.flat.page(self.flat.chosen(text == AND_FILTER[0]), _SORT, PAGE) + 1)[: len(ours)].tolist()
            if not ours or not ours == theirs == floor:
                raise AssertionError(f"The engines disagree about the first page of {text!r}.")


def questions(engines: RunsEngines) -> list[Question]:
    """What is asked, each with its target in milliseconds for a hundred thousand runs."""
    flat = engines.flat
    return [
        (
            "three conditions, sorted by a summary, first page",
            30,
            {
                RUNSTONE: lambda: engines.page(AND_FILTER[0]),
                DUCKDB: lambda: engines.wide_page(AND_FILTER[1]),
                LONG: lambda: engines.long_page(AND_FILTER[2]),
                FLOOR: lambda: flat.page(flat.chosen(True), _SORT, PAGE),
            },
        ),
        (
            "with or and not, sorted, first page",
            30,
            {
                RUNSTONE: lambda: engines.page(OR_FILTER[0]),
                DUCKDB: lambda: engines.wide_page(OR_FILTER[1]),
                LONG: lambda: engines.long_page(OR_FILTER[2]),
                FLOOR: lambda: flat.page(flat.chosen(False), _SORT, PAGE),
            },
        ),
        (
            f"names that match {NAME_PATTERN}, newest first",
            30,
            {
                RUNSTONE: lambda: engines.page(f'name ~ "{NAME_PATTERN}"', "-created_time"),
                DUCKDB: lambda: engines.wide_page(f"regexp_matches(name, '{NAME_PATTERN}')", "number"),
                FLOOR: lambda: flat.matching(NAME_PATTERN, PAGE),
            },
        ),
        (
            "no condition, newest first, first page",
            30,
            {
                RUNSTONE: lambda: engines.page(None, "-created_time"),
                DUCKDB: lambda: engines.wide_page("true", "number"),
            },
        ),
        (
            "groups by optimizer and model, two figures spread",
            100,
            {
                RUNSTONE: engines.groups,
                DUCKDB: lambda: engines.sql(_groups_of_wide()),
                LONG: lambda: engines.sql(_groups_of_long()),
                FLOOR: lambda: flat.groups(
                    ["config.optimizer", "config.model"], ["summary.val/acc", "summary.val/loss"]
                ),
            },
        ),
        (
            "which columns there are, and how many runs have each",
            None,
            {
                RUNSTONE: lambda: runs.columns(engines.index),
                LONG: lambda: engines.sql("SELECT field, count(*), count(num), count(txt) FROM long GROUP BY field"),
            },
        ),
    ]


def measure(engines: RunsEngines, budget_secs: float) -> list[Answer]:
    """Every question of every engine."""
    engines.check()
    full = engines.count >= FULL_SIZE
    answers = []
    for name, target, asks in questions(engines):
        times = take_turns(asks, budget_secs)
        note = f"long Parquet {times[LONG].p50:,.0f} ms" if LONG in times else ""
        answers.append(Answer("runs", name, times, target if full else None, note))
    answers.append(update(engines, 1000 if full else None))
    return answers + first_answers("runs", engines.home, ["runs", AND_FILTER[0], f"-{_SORT}"], "a filtered page", 3)


def _groups_of_wide() -> str:
    spreads = ", ".join(_SPREAD.format(f'"{figure}"') for figure in ("summary.val/acc", "summary.val/loss"))
    return f'SELECT "config.optimizer", "config.model", count(*), {spreads} FROM wide GROUP BY 1, 2 ORDER BY 1, 2'


def _groups_of_long() -> str:
    columns = {"optimizer": ("txt", "config.optimizer"), "model": ("txt", "config.model")} | {
        figure: ("num", f"summary.val/{figure}") for figure in ("acc", "loss")
    }
    shown = ", ".join(f"max({kind}) FILTER (field = '{field}') AS {name}" for name, (kind, field) in columns.items())
    fields = ", ".join(f"'{field}'" for _, field in columns.values())
    wide = f"SELECT {shown} FROM long WHERE field IN ({fields}) GROUP BY run"
    return (
        f"SELECT optimizer, model, count(*), {_SPREAD.format('acc')}, {_SPREAD.format('loss')}"
        f" FROM ({wide}) GROUP BY 1, 2 ORDER BY 1, 2"
    )


def update(engines: RunsEngines, target: float | None) -> Answer:
    """From a change of one run's config, as its process writes it, until a filter finds it. The server looks every 0.2 s, which is not counted."""
    home, run, calls = engines.home, "updated", 10
    _remove(engines, run)
    entry = Registry(home).enter(run, "bench/p0")
    writer = JournalWriter(home, run)
    writer.event(
        Started(time=writer.now(), number=entry.number, display_id=entry.display_id, project="bench/p0", name=run)
    )
    Registry(home).ring(run, writer.writer)
    engines.index.refresh()
    times = []
    for marker in range(calls + 1):
        begun = time.perf_counter()
        writer.event(ConfigUpdated(time=writer.now(), changes={"marker": marker}))
        engines.index.refresh()
        found = engines.page(f"config.marker = {marker}").total
        times.append(1e3 * (time.perf_counter() - begun))
        if found != 1:
            raise AssertionError("An update does not show after the index was brought up to date.")
    writer.event(StateChanged(time=writer.now(), state=State.FINISHED))
    writer.close()
    _remove(engines, run)
    # The first one loads a column that was not there before.
    spread = Times.of(times[1:])
    return Answer(
        "runs", "a run's update until a filter finds it", {RUNSTONE: spread}, target, f"a new field {times[0]:.0f} ms"
    )


def _remove(engines: RunsEngines, run: str) -> None:
    if engines.home.run_path(run).exists():
        shutil.rmtree(engines.home.run_path(run))
        index = Index(engines.home)
        index.refresh()
        index.close()
