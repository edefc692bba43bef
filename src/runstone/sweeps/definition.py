"""The definition of a sweep, in W&B's schema: read, checked, and every fault told with the name of what is wrong and what may stand there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

from runstone.model.errors import BadValue
from runstone.model.values import Path, to_plain
from runstone.sweeps.early import EarlyTermination, read_early_termination
from runstone.sweeps.parameter import Parameter, read_parameters

Method = Literal["grid", "random", "bayes"]
METHODS: tuple[Method, ...] = ("grid", "random", "bayes")
DEFAULT_COMMAND = ("${env}", "${interpreter}", "${program}", "${args}")

_KEYS = (
    *(
        "program",
        "method",
        "parameters",
        "metric",
        "early_terminate",
        "run_cap",
        "command",
        "name",
        "description",
        "project",
    ),
    *("entity", "seed", "controller", "imageuri", "job"),
)
_GOALS = ("minimize", "maximize")


class Metric(NamedTuple):
    """What is to become small or large. A trial that reaches `target` ends the sweep."""

    name: str
    goal: Literal["minimize", "maximize"] = "minimize"
    target: float | None = None

    def is_better(self, value: float, other: float) -> bool:
        """Whether a value is strictly better than another."""
        return value < other if self.goal == "minimize" else value > other


class Definition:
    """What is to be tried, and how. Made by `read_definition`."""

    def __init__(
        self,
        *,
        method: Method,
        parameters: Sequence[Parameter],
        metric: Metric | None,
        early_termination: EarlyTermination | None,
        run_cap: int | None,
        program: str | None,
        command: Sequence[str],
        name: str,
        project: str | None,
        seed: int | None,
        given: dict[str, Any],
    ) -> None:
        self.method = method
        self.parameters = list(parameters)
        self.metric = metric
        self.early_termination = early_termination
        self.run_cap = run_cap
        self.program = program
        self.command = list(command)
        self.name = name
        self.project = project
        self.seed = seed
        self.given = given
        """What its author wrote, as plain values."""

    def places(self, config: Mapping[str, Any]) -> dict[Path, float] | None:
        """Where the parameters of a config lie on their axes; None if it lacks one, or has a value that a parameter cannot have."""
        found: dict[Path, float] = {}
        chosen: dict[Path, Any] = {}
        for parameter in self.parameters:
            if not parameter.is_there(chosen):
                continue
            value = _at(config, parameter.path)
            place = None if value is _NOTHING else parameter.distribution.place(value)
            if place is None:
                return None
            found[parameter.path], chosen[parameter.path] = place, value
        return found


_NOTHING = object()


def _at(config: Mapping[str, Any], path: Path) -> Any:
    value: Any = config
    for key in path:
        if not isinstance(value, Mapping) or key not in value:
            return _NOTHING
        value = value[key]
    return value


def read_definition(given: object) -> Definition:
    """The definition that a dict, or what was read from a YAML or JSON file, means.

    Raises:
        BadValue: something in it cannot be; the message names it and says what may stand there.
    """
    plain = to_plain(given)
    if not isinstance(plain, dict):
        raise _bad("", f"is a {type(given).__name__}; a sweep is defined by a dict with method, parameters and metric")
    for key in plain:
        if key not in _KEYS:
            raise _bad(str(key), f"is not known; there are {', '.join(_KEYS)}")
    method = plain.get("method")
    if method == "custom":
        raise _bad("method", "is custom: there is no controller of your own here; it is one of grid, random and bayes")
    if method not in METHODS:
        raise _bad("method", f"is {method!r}; it is one of {', '.join(METHODS)}")
    metric = _read_metric(plain.get("metric"))
    if method == "bayes" and metric is None:
        raise _bad("metric", "is missing: bayes learns from it. Give it a name and a goal")
    early = read_early_termination(plain.get("early_terminate"))
    if early is not None and metric is None:
        raise _bad("metric", "is missing: early_terminate compares trials by it. Give it a name and a goal")
    parameters = read_parameters(plain.get("parameters"))
    if method == "grid":
        for parameter in parameters:
            if parameter.distribution.values() is None:
                raise _bad(
                    f"parameters.{parameter.name}",
                    f"is {parameter.kind}, of which there are infinitely many values, and the method is grid. Give it values, whole numbers "
                    "with min and max, or distribution q_uniform; or choose random or bayes",
                )
    return Definition(
        method=method,
        parameters=parameters,
        metric=metric,
        early_termination=early,
        run_cap=_count(plain, "run_cap"),
        program=_text(plain, "program"),
        command=_command(plain),
        name=_text(plain, "name") or "",
        project=_text(plain, "project"),
        seed=_seed(plain),
        given=plain,
    )


def _read_metric(given: Any) -> Metric | None:
    if given is None:
        return None
    if not isinstance(given, dict):
        raise _bad("metric", f"is {given!r}; it has a name and a goal: {{'name': 'val/loss', 'goal': 'minimize'}}")
    for key in given:
        if key not in ("name", "goal", "target", "impute", "impute_while_running"):
            raise _bad(f"metric.{key}", "is not known; there are name, goal and target")
    name, goal, target = given.get("name"), given.get("goal", "minimize"), given.get("target")
    if not isinstance(name, str) or not name:
        raise _bad("metric.name", f"is {name!r}; it is the name of a metric that runs log")
    if goal not in _GOALS:
        raise _bad("metric.goal", f"is {goal!r}; it is minimize or maximize")
    if target is not None and (isinstance(target, bool) or not isinstance(target, int | float)):
        raise _bad("metric.target", f"is {target!r}; it is a number")
    return Metric(name, goal, None if target is None else float(target))


def _count(plain: Mapping[str, Any], key: str) -> int | None:
    value = plain.get(key)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value < 1):
        raise _bad(key, f"is {value!r}; it is a whole number from 1")
    return value


def _seed(plain: Mapping[str, Any]) -> int | None:
    value = plain.get("seed")
    if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
        raise _bad("seed", f"is {value!r}; it is a whole number")
    return value


def _text(plain: Mapping[str, Any], key: str) -> str | None:
    value = plain.get(key)
    if value is not None and not isinstance(value, str):
        raise _bad(key, f"is {value!r}; it is a text")
    return value or None


def _command(plain: Mapping[str, Any]) -> Sequence[str]:
    value = plain.get("command")
    if value is None:
        return DEFAULT_COMMAND
    if not isinstance(value, list) or not value or not all(isinstance(word, str | int | float) for word in value):
        raise _bad("command", f"is {value!r}; it is a list of words, such as {list(DEFAULT_COMMAND)}")
    return [str(word) for word in value]


def _bad(name: str, what: str) -> BadValue:
    return BadValue(f"{name or 'The definition'} {what}. No sweep was made.")
