"""The summary of a run: the last value of each series, or the figures that were asked for, and what was set by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from runstone.model.facts import RunFacts
from runstone.model.values import SEPARATOR, Path, nest


class Shown(Protocol):
    """What a series shows in the summary: one value, or a dict of figures; and when it was written."""

    @property
    def time(self) -> int: ...

    @property
    def value(self) -> Any: ...


def summary(facts: RunFacts, shown: Mapping[str, Shown]) -> dict[str, Any]:
    """The summary, of the same key the later written.

    Keys set by hand are nested as they were given; a series keeps its name whole.
    """
    by_hand: dict[Path, Any] = {}
    overruled: set[str] = set()
    by_hand_within: dict[str, dict[str, Any]] = {}
    figured = {name for name, last in shown.items() if isinstance(last.value, dict)}
    for path, leaf in facts.summary.stamped().items():
        name = SEPARATOR.join(path)
        owner = name if name in shown else _owner(name, figured)
        if owner is not None and shown[owner].time > leaf.time:
            continue
        if owner is not None and owner != name:
            by_hand_within.setdefault(owner, {})[name[len(owner) + 1 :]] = leaf.value
            continue
        overruled.add(name)
        by_hand[path] = leaf.value
    for removed in facts.summary.pack():
        name = SEPARATOR.join(removed.path)
        if removed.removed and name in shown and shown[name].time <= removed.time:
            overruled.add(name)
    nested = nest(by_hand)
    for name, last in shown.items():
        if name not in overruled:
            value = {**last.value, **by_hand_within.get(name, {})} if name in figured else last.value
            nested.setdefault(name, value)
    return nested


def _owner(name: str, figured: set[str]) -> str | None:
    """The series of whose figures this is one."""
    at = name.rfind(SEPARATOR) if figured else -1
    while at > 0:
        if name[:at] in figured:
            return name[:at]
        at = name.rfind(SEPARATOR, 0, at)
    return None
