"""The same questions by people who may see some projects only, beside somebody who may see all: what it costs that tables are shadowed by views."""

from __future__ import annotations

from bench.read.report import RUNSTONE, Answer
from bench.read.runs import AND_FILTER, FULL_SIZE, NAME_PATTERN, OR_FILTER, PAGE, SHOWN, RunsEngines
from bench.read.timing import Ask, take_turns
from runstone.index.index import Index
from runstone.model.scope import Scope
from runstone.query import grouping, projects, runs
from runstone.query.grouping import GroupsAsk
from runstone.query.runs import RunsAsk

_WHOLE = "whole home"
# Of what somebody takes who may see everything.
_TARGET = 1.5


def measure(engines: RunsEngines, budget_secs: float) -> list[Answer]:
    """Each question by who sees one project, half of them, and all of them by name; the target is 1.5 times what it takes unscoped."""
    index = engines.index
    paths = [project.project for project in projects.list_projects(index)]
    scopes = {
        "one project": Scope.of(paths[:1]),
        "half of the projects": Scope.of(paths[::2]),
        "each project by name": Scope.of(paths),
    }
    answers = []
    for who, scope in scopes.items():
        seen = index.scoped(scope)
        for (name, whole), (_, scoped) in zip(_questions(index), _questions(seen), strict=True):
            times = take_turns({RUNSTONE: scoped, _WHOLE: whole}, budget_secs / 4)
            ratio = times[RUNSTONE].p50 / times[_WHOLE].p50
            note = f"who sees all {times[_WHOLE].p50:.1f} ms, × {ratio:.2f}"
            target = _TARGET * times[_WHOLE].p50 if engines.count >= FULL_SIZE else None
            answers.append(Answer("scoped", f"{name}: {who}", {RUNSTONE: times[RUNSTONE]}, target, note))
        seen.close()
    return answers


def _questions(index: Index) -> list[tuple[str, Ask]]:
    def page(condition: str | None, sort: str) -> Ask:
        asked = RunsAsk(filter=condition, sort=[sort], fields=SHOWN, limit=PAGE)
        return lambda: runs.list_runs(index, asked)

    groups = GroupsAsk(by=("config.optimizer", "config.model"), aggregate=("summary.val/acc", "summary.val/loss"))
    return [
        ("three conditions, sorted", page(AND_FILTER[0], "-summary.val/acc")),
        ("or and not, sorted", page(OR_FILTER[0], "-summary.val/acc")),
        ("names that match", page(f'name ~ "{NAME_PATTERN}"', "-created_time")),
        ("newest first", page(None, "-created_time")),
        ("groups", lambda: grouping.list_groups(index, groups)),
        ("columns", lambda: runs.columns(index)),
        ("projects", lambda: projects.list_projects(index)),
    ]
