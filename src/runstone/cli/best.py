"""`runstone best`: the runs that came farthest in a metric."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from typing import Annotated, Literal, NamedTuple

from cyclopts import Parameter
from rich.console import Console
from rich.text import Text

from runstone.cli.beside import format_cell
from runstone.cli.columns import Column, print_columns
from runstone.cli.filters import all_of
from runstone.cli.output import COLOURS, cut, format_value, one_line, print_json, terminal
from runstone.cli.place import HomeOption, JsonOption, open_index
from runstone.index.index import Index
from runstone.model.errors import BadQuery, Misuse
from runstone.query import metrics
from runstone.query.answers.compare import CompareRow
from runstone.query.answers.runs import Run
from runstone.query.best import BestAsk
from runstone.query.best import best as best_points
from runstone.query.compare.comparison import MAX_RUNS, CompareAsk, compare
from runstone.query.language.fields import field_text
from runstone.query.language.syntax import Field
from runstone.query.runs import MAX_PAGE, RunsAsk, list_runs

_NAME_WIDTH = 30
_CELL_WIDTH = 24
# Words in the names of metrics of which less is better.
_LESS_IS_BETTER = re.compile(
    r"(?:^|[^a-z])(?:loss|err|error|nll|mae|mse|rmse|ppl|perplexity|bpb|wer|cer|fid|kl|regret)(?:$|[^a-z])"
)

Figure = Literal["min", "max"]


class _Goal(NamedTuple):
    """What is best: the least or the greatest value, or to be the first one `past` a value."""

    metric: str
    figure: Figure
    past: float | None

    def told(self) -> str:
        """The order in words."""
        if self.past is None:
            return f"the {'least' if self.figure == 'min' else 'greatest'} first"
        return f"by the first step {'below' if self.figure == 'min' else 'above'} {format_value(self.past)}"


class _Ranked(NamedTuple):
    """A run, and where it stood best."""

    run: Run
    value: float
    step: int


def best(
    metric: str,
    *,
    least: Annotated[bool, Parameter(name="--min", negative=(), help="Less is better.")] = False,
    most: Annotated[bool, Parameter(name="--max", negative=(), help="More is better.")] = False,
    above: Annotated[
        float | None,
        Parameter(allow_leading_hyphen=True, help="Rank by the first step with a greater value than this."),
    ] = None,
    below: Annotated[
        float | None,
        Parameter(allow_leading_hyphen=True, help="Rank by the first step with a smaller value than this."),
    ] = None,
    project: Annotated[str | None, Parameter(help="Only this project and what lies below it.")] = None,
    filter: Annotated[str | None, Parameter(help="Which runs, as for `runstone ls`.")] = None,  # noqa: A002
    limit: Annotated[int, Parameter(help="At most so many.")] = 10,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Rank runs by the best value that a metric ever had, with its step and how their configs differ.

    Without --min or --max, less is better for names such as loss and error, more for all others. With --above or --below, runs are ranked by how
    soon they came past a value.

    Parameters
    ----------
    metric
        Its name.
    """
    if sum((least, most, above is not None, below is not None)) > 1:
        raise Misuse(
            "--min, --max, --above and --below exclude each other. Name one, or none to go by the metric's name."
        )
    is_less = least or below is not None
    if not (is_less or most or above is not None):
        is_less = _LESS_IS_BETTER.search(metric.lower()) is not None
    goal = _Goal(metric, "min" if is_less else "max", below if above is None else above)
    index = open_index(home)
    found, total = _rank(index, goal, project, filter, max(1, limit))
    if not found:
        raise BadQuery(_no_such(index, goal, project, filter))
    configs = _configs(index, [ranked.run.id for ranked in found])
    if json:
        rows = [
            {"run": ranked.run.id, "display_id": ranked.run.display_id, "name": ranked.run.name,
             "state": ranked.run.state, "value": ranked.value, "step": ranked.step,
             "config": {row.key: row.values[at] for row in configs if at not in row.missing}}
            for at, ranked in enumerate(found)
        ]  # fmt: skip
        print_json({"metric": metric, "figure": goal.figure, "past": goal.past, "total": total, "runs": rows})
        return
    _print(terminal(), goal, found, total, configs)


def _rank(
    index: Index, goal: _Goal, project: str | None, condition: str | None, limit: int
) -> tuple[list[_Ranked], int]:
    value, step = f"{goal.metric}.{goal.figure}", f"{goal.metric}.{goal.figure}_step"
    wanted = "!= null" if goal.past is None else f"{'<' if goal.figure == 'min' else '>'} {goal.past!r}"
    ask = RunsAsk(
        project=project,
        filter=all_of(condition, [f"{field_text(Field('metrics', value))} {wanted}"]),
        sort=[f"{'-' if goal.figure == 'max' else ''}metrics.{value}"],
        fields=[f"metrics.{value}", f"metrics.{step}"],
        limit=min(limit, MAX_PAGE) if goal.past is None else MAX_PAGE,
    )
    page = list_runs(index, ask)
    if goal.past is None:
        return [_Ranked(run, run.metrics[value], int(run.metrics[step])) for run in page.runs], page.total
    names = [run.id for run in page.runs]
    is_less = goal.figure == "min"
    first_past = BestAsk(goal.metric, names, above=None if is_less else goal.past, below=goal.past if is_less else None)
    points = best_points(index, first_past)
    past = [
        _Ranked(run, point.value, point.step) for run, point in zip(page.runs, points, strict=True) if point is not None
    ]
    return sorted(past, key=lambda ranked: ranked.step)[:limit], len(past)


def _no_such(index: Index, goal: _Goal, project: str | None, condition: str | None) -> str:
    some = list_runs(index, RunsAsk(project=project, filter=condition, fields=(), limit=100))
    known = [found.name for found in metrics.list_names(index, [run.id for run in some.runs])]
    if goal.metric in known and goal.past is not None:
        way = "below" if goal.figure == "min" else "above"
        return f"No run came {way} {format_value(goal.past)} in {goal.metric!r} there."
    close = difflib.get_close_matches(goal.metric, known, n=3)
    hint = f" Did you mean {' or '.join(close)}?" if close else " `runstone show RUN` lists the metrics of a run."
    return f"No run has a finite value of {goal.metric!r} there.{hint}"


def _configs(index: Index, ids: Sequence[str]) -> list[CompareRow]:
    """The keys of the config in which the first of the runs differ."""
    if len(ids) < 2:
        return []
    return compare(index, CompareAsk(ids[:MAX_RUNS], differences_only=True, sections=["config"])).config


def _print(out: Console, goal: _Goal, found: Sequence[_Ranked], total: int, configs: Sequence[CompareRow]) -> None:
    out.print(Text.assemble((one_line(goal.metric), "bold"), (f"  {goal.told()}", "dim")))
    columns = [
        Column("id", [ranked.run.display_id for ranked in found]),
        Column("name", [cut(one_line(ranked.run.name), _NAME_WIDTH) for ranked in found], rank=2),
        Column("state", [Text(ranked.run.state, COLOURS[ranked.run.state]) for ranked in found], rank=4),
        Column(
            goal.figure if goal.past is None else "value",
            [Text(format_value(ranked.value), "bold") for ranked in found],
            is_number=True,
        ),
        Column("step", [str(ranked.step) for ranked in found], is_number=True, rank=1),
    ]
    for row in configs:
        cells = [
            "—" if at in row.missing else cut(format_cell(value), _CELL_WIDTH) for at, value in enumerate(row.values)
        ]
        cells += [""] * (len(found) - len(cells))
        columns.append(Column(one_line(row.key), cells, rank=3))
    left_out = set(print_columns(out, columns)) & {row.key for row in configs}
    if total > len(found):
        out.print(Text(f"{len(found)} of {total} runs; --limit shows more", "dim"))
    if left_out:
        out.print(
            Text(
                f"no room for {len(left_out)} more keys of the config that differ; `runstone diff` and --json have them",
                "dim",
            )
        )
