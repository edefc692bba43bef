"""Columns of runs by their names: which ones a person means, and what each run has in them."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from runstone.cli.output import format_moment, format_secs, format_value, one_line
from runstone.index.index import Index
from runstone.model.errors import BadQuery
from runstone.model.values import to_json
from runstone.query import metrics, runs
from runstone.query.answers.runs import Run
from runstone.query.language.fields import parse_field
from runstone.query.language.syntax import METRIC_FIGURES, RUN_FIELDS, Field
from runstone.query.runs import RunsAsk, list_runs

# A pattern of metrics is looked up in so many of the listed runs.
_LOOKED_AT = 1000
_GLOB = frozenset("*?[")


def expand(index: Index, names: Iterable[str], ask: RunsAsk) -> list[str]:
    """The fields that names and patterns stand for, each once; a name may be several with commas between them.

    Args:
        index: of the home.
        names: such as `config.lr,host`, `config.*`, `metrics.val/*.max`.
        ask: the runs that will be listed.

    Raises:
        BadQuery: there is no such field.
    """
    found: dict[str, None] = {}
    known: list[str] | None = None
    for name in (part.strip() for text in names for part in text.split(",")):
        if _GLOB.isdisjoint(name) or not name:
            parse_field(name)
            found[name] = None
            continue
        known = known if known is not None else _known(index, ask)
        shows_system = ".sys/" in name
        matching = [field for field in known if shows_system or ".sys/" not in field]
        found.update(dict.fromkeys([name] if name in known else fnmatch.filter(matching, name)))
    return list(found)


def _known(index: Index, ask: RunsAsk) -> list[str]:
    columns = runs.columns(index, ask.project, ask.recursive, ask.place)
    some = list_runs(index, msgspec.structs.replace(ask, fields=(), limit=min(ask.limit, _LOOKED_AT)))
    names = [metric.name for metric in metrics.list_names(index, [run.id for run in some.runs])]
    return [
        *RUN_FIELDS,
        *(f"config.{column.key}" for column in columns.config),
        *(f"summary.{column.key}" for column in columns.summary),
        *(f"metrics.{name}.{figure}" for name in names for figure in METRIC_FIGURES),
    ]


def value_of(run: Run, field: Field) -> Any:
    """What a run has in a field; None for nothing."""
    match field.source:
        case "config":
            return _of_key(run.config, field.key)
        case "summary":
            return _of_key(run.summary, field.key)
        case "metrics":
            return run.metrics.get(field.key)
        case "run" if field.key == "tag":
            return run.tags
        case "run" if field.key == "stage":
            return run.stages
        case "run" if field.key == "tag_count":
            return len(run.tags)
        case "run" if field.key == "best":
            return run.best.value if run.best else None
        case "run" if field.key == "best_step":
            return run.best.step if run.best else None
        case "run" if field.key == "primary_metric":
            return run.best.metric if run.best else None
        case "run" if field.key == "parent":
            return run.parent.id if run.parent else None
        case "run":
            return getattr(run, field.key)


def _of_key(flat: dict[str, Any], key: str) -> Any:
    return flat[key] if key in flat else flat.get(key.replace(".", "/"))


def title(field: Field, among: Sequence[Field]) -> str:
    """The heading of a column: the key alone where that is clear."""
    alone = sum(other.key == field.key for other in among) == 1
    return field.key if alone or field.source == "run" else str(field)


def for_people(value: Any, field: Field) -> str:
    """A value in few characters: times in the time zone of this machine, durations in words."""
    if value is None:
        return ""
    if field.source == "run" and field.key.endswith("_time"):
        return format_moment(value)
    if field.source == "run" and field.key.endswith("_secs"):
        return format_secs(value)
    if isinstance(value, list):
        return one_line(", ".join(map(str, value)))
    return format_value(value)


def need_one(fields: Sequence[str], names: Sequence[str]) -> None:
    """Refuse patterns that stand for nothing.

    Raises:
        BadQuery: there is no field at all.
    """
    if not fields:
        raise BadQuery(f"No field of these runs matches {', '.join(names)}.")


def csv_cell(value: Any) -> Any:
    """A value as a cell of CSV: numbers in full, nothing as nothing, and what has parts as JSON."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return msgspec.json.encode(to_json(value)).decode() if isinstance(value, list | dict) else value
