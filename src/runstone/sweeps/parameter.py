"""Parameters of a sweep: nested ones taken apart into leaves, each with its distribution and the condition under which it is there."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from runstone.model.errors import BadValue
from runstone.model.values import SEPARATOR, Path
from runstone.sweeps.distribution import Bell, Beta, Categorical, Distribution, Even, Stepped, multiples

_KEYS = (
    *(
        "value",
        "values",
        "probabilities",
        "min",
        "max",
        "mu",
        "sigma",
        "a",
        "b",
        "q",
        "distribution",
        "parameters",
        "condition",
    ),
    "description",
)

# What each distribution must be given, and what it may be given.
DISTRIBUTIONS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "constant": (("value",), ()),
    "categorical": (("values",), ()),
    "categorical_w_probabilities": (("values", "probabilities"), ()),
    "int_uniform": (("min", "max"), ()),
    "uniform": (("min", "max"), ()),
    "q_uniform": (("min", "max"), ("q",)),
    "log_uniform": (("min", "max"), ()),
    "log_uniform_values": (("min", "max"), ()),
    "q_log_uniform": (("min", "max"), ("q",)),
    "q_log_uniform_values": (("min", "max"), ("q",)),
    "inv_log_uniform": (("min", "max"), ()),
    "inv_log_uniform_values": (("min", "max"), ()),
    "normal": ((), ("mu", "sigma")),
    "q_normal": ((), ("mu", "sigma", "q")),
    "log_normal": ((), ("mu", "sigma")),
    "q_log_normal": ((), ("mu", "sigma", "q")),
    "beta": ((), ("a", "b")),
    "q_beta": ((), ("a", "b", "q")),
}

# Beyond these a float is infinite, or nothing.
_EXPONENTS = 700.0


class Parameter(NamedTuple):
    """A leaf: where it stands in the config, what it can be, and the values of other parameters with which it is there."""

    path: Path
    kind: str
    distribution: Distribution
    condition: dict[Path, list[Any]]
    settings: dict[str, Any]

    @property
    def name(self) -> str:
        """Its path, as people write it."""
        return ".".join(self.path)

    @property
    def key(self) -> str:
        """Its path, as flat keys of configs are written."""
        return SEPARATOR.join(self.path)

    def is_there(self, chosen: Mapping[Path, Any]) -> bool:
        """Whether its condition holds, given the values of the parameters before it."""
        return all(path in chosen and chosen[path] in allowed for path, allowed in self.condition.items())


def read_parameters(given: Any) -> list[Parameter]:
    """The leaves of `parameters`, each behind those that its condition speaks of, otherwise in the order of writing.

    Raises:
        BadValue: something in it cannot be.
    """
    if not isinstance(given, dict) or not given:
        raise _bad("", "is missing or empty; it names what is varied: {'lr': {'min': 0.001, 'max': 0.1}}")
    found = list(_leaves(given, (), {}))
    by_name = {parameter.path: parameter for parameter in found}
    resolved = [
        parameter._replace(condition=_resolve(parameter, by_name)) if parameter.condition else parameter
        for parameter in found
    ]
    return _ordered(resolved)


def _leaves(given: Mapping[str, Any], above: Path, condition: dict[Path, list[Any]]) -> Iterator[Parameter]:
    for name, settings in given.items():
        path = (*above, str(name))
        shown = ".".join(path)
        if not isinstance(settings, dict):
            raise _bad(shown, f"is {settings!r}; say {{'value': {settings!r}}} for one that stays the same")
        for key in settings:
            if key not in _KEYS:
                raise _bad(shown, f"has {key!r}, which is not known; there are {', '.join(_KEYS)}")
        own = {**condition, **_condition(shown, settings.get("condition"))}
        below = settings.get("parameters")
        if below is None:
            yield Parameter(path, *_distribution(shown, settings), own, settings)
            continue
        others = [key for key in settings if key not in ("parameters", "condition", "description")]
        if not isinstance(below, dict) or not below or others:
            raise _bad(
                shown, "has nested parameters: they are a dict by name, and beside them stands nothing but a condition"
            )
        yield from _leaves(below, path, own)


def _condition(shown: str, given: Any) -> dict[Path, list[Any]]:
    if given is None:
        return {}
    if not isinstance(given, dict) or not given:
        raise _bad(
            shown,
            f"has the condition {given!r}; it names other parameters and their values: {{'model': 'cnn'}} or {{'model': ['cnn', 'vit']}}",
        )
    return {tuple(str(name).split(".")): value if isinstance(value, list) else [value] for name, value in given.items()}


def _resolve(parameter: Parameter, known: Mapping[Path, Parameter]) -> dict[Path, list[Any]]:
    found: dict[Path, list[Any]] = {}
    for named, allowed in parameter.condition.items():
        # A neighbour of this name comes before one at the top.
        beside = (*parameter.path[:-1], *named)
        path = beside if beside in known else named
        if path not in known or path == parameter.path:
            there = ", ".join(sorted(other.name for other in known.values() if other is not parameter))
            raise _bad(
                parameter.name,
                f"has a condition on {'.'.join(named)!r}, which is no other parameter; there are {there or 'none'}",
            )
        for value in allowed:
            if known[path].distribution.place(value) is None:
                raise _bad(parameter.name, f"is there if {'.'.join(path)} is {value!r}, which it never is")
        found[path] = allowed
    return found


def _ordered(parameters: Sequence[Parameter]) -> list[Parameter]:
    found: dict[Path, Parameter] = {}
    waiting = list(parameters)
    while waiting:
        ready = [parameter for parameter in waiting if parameter.condition.keys() <= found.keys()]
        if not ready:
            names = ", ".join(parameter.name for parameter in waiting)
            raise _bad(waiting[0].name, f"has a condition that leads back to itself, through {names}")
        # One at a time, so that those without conditions keep their order.
        found[ready[0].path] = ready[0]
        waiting.remove(ready[0])
    return list(found.values())


def _distribution(shown: str, settings: Mapping[str, Any]) -> tuple[str, Distribution]:
    kind = settings.get("distribution") or _implied(shown, settings)
    if kind not in DISTRIBUTIONS:
        raise _bad(shown, f"has the distribution {kind!r}; there are {', '.join(DISTRIBUTIONS)}")
    needed, possible = DISTRIBUTIONS[kind]
    for key in needed:
        if key not in settings:
            raise _bad(shown, f"is {kind}, which needs {' and '.join(needed)}; {key} is missing")
    for key in settings:
        if key not in (*needed, *possible, "distribution", "condition", "description"):
            takes = " and ".join((*needed, *possible))
            raise _bad(shown, f"is {kind}, which takes {takes}, and not {key}")
    return kind, _make(shown, kind, settings)


def _implied(shown: str, settings: Mapping[str, Any]) -> str:
    if "value" in settings:
        return "constant"
    if "values" in settings:
        return "categorical_w_probabilities" if "probabilities" in settings else "categorical"
    if "min" in settings and "max" in settings:
        if "q" in settings:
            return "q_uniform"
        whole = all(isinstance(settings[end], int) and not isinstance(settings[end], bool) for end in ("min", "max"))
        return "int_uniform" if whole else "uniform"
    if "mu" in settings or "sigma" in settings:
        return "q_normal" if "q" in settings else "normal"
    raise _bad(shown, "says not what it can be: give it value, values, min and max, or a distribution")


def _make(shown: str, kind: str, settings: Mapping[str, Any]) -> Distribution:
    if kind == "constant":
        return Categorical([settings["value"]])
    if kind.startswith("categorical"):
        return _categorical(shown, settings["values"], settings.get("probabilities"))
    step = _number(shown, "q", settings.get("q", 1)) if kind.startswith("q_") else None
    if step is not None and step <= 0:
        raise _bad(shown, f"has q {step!r}; it is a number above 0")
    if kind.endswith("normal"):
        mu, sigma = (_number(shown, key, settings.get(key, default)) for key, default in (("mu", 0.0), ("sigma", 1.0)))
        if sigma <= 0:
            raise _bad(shown, f"has sigma {sigma!r}; it is a number above 0")
        return Bell(mu, sigma, log="log_" in kind, step=step)
    if kind.endswith("beta"):
        a, b = (_number(shown, key, settings.get(key, 1.0)) for key in ("a", "b"))
        if min(a, b) <= 0:
            raise _bad(shown, f"has a {a!r} and b {b!r}; both are numbers above 0")
        return Beta(a, b, step=step)
    low, high = (_number(shown, end, settings[end]) for end in ("min", "max"))
    if low > high:
        raise _bad(shown, f"has min {low!r} and max {high!r}; min is not above max")
    if kind == "int_uniform":
        if low != int(low) or high != int(high):
            raise _bad(shown, f"is int_uniform, with min {low!r} and max {high!r}; both are whole numbers")
        return Stepped(int(low), int(high))
    if "log_" in kind:
        low, high = _of_logarithms(shown, kind, low, high)
    if step is not None and multiples(low, high, step)[0] > multiples(low, high, step)[1]:
        raise _bad(shown, f"has q {step!r}, and no multiple of it lies between min and max")
    if kind == "q_uniform" and step is not None:
        return Stepped(low, high, step)
    return Even(low, high, log="log_" in kind, step=step)


def _categorical(shown: str, values: Any, weights: Any) -> Distribution:
    if not isinstance(values, list) or not values:
        raise _bad(shown, f"has values {values!r}; they are a list of at least one")
    if weights is None:
        return Categorical(values)
    right = isinstance(weights, list) and len(weights) == len(values)
    if not right or any(_number(shown, "probabilities", weight) < 0 for weight in weights):
        raise _bad(shown, f"has probabilities {weights!r}; they are {len(values)} numbers from 0, one a value")
    if not math.isclose(sum(weights), 1.0, rel_tol=1e-6):
        raise _bad(shown, f"has probabilities that add up to {sum(weights)!r}; they add up to 1")
    return Categorical(values, weights)


def _of_logarithms(shown: str, kind: str, low: float, high: float) -> tuple[float, float]:
    """The ends as values: of `…_values` they are given so, of the others as exponents of e."""
    if kind.endswith("_values"):
        if low <= 0:
            raise _bad(shown, f"is {kind} with min {low!r}; a logarithm needs numbers above 0")
        return low, high
    if low < -_EXPONENTS or high > _EXPONENTS:
        raise _bad(
            shown,
            f"is {kind}, whose min and max are exponents of e, and {low!r} to {high!r} is beyond every float; {kind}_values takes the values themselves",
        )
    return (math.exp(-high), math.exp(-low)) if kind.startswith("inv_") else (math.exp(low), math.exp(high))


def _number(shown: str, key: str, value: Any) -> float:
    if isinstance(value, str):
        # YAML takes 1e-3 for a text, since it has no dot.
        with suppress(ValueError):
            value = float(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise _bad(shown, f"has {key} {value!r}; it is a finite number")
    return value


def _bad(name: str, what: str) -> BadValue:
    return BadValue(f"parameters{'.' if name else ''}{name} {what}. No sweep was made.")
