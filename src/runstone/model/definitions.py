"""Definitions: what a script said about its metrics, and which of that holds for a name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple, get_args

import msgspec

from runstone.model.records import Goal, MetricDefined

Figure = Literal["min", "max", "mean", "first", "last", "none"]
FIGURES: tuple[str, ...] = get_args(Figure)
"""What a summary can have of a metric; `none` is nothing at all."""

_FIELDS = ("step_metric", "step_sync", "hidden", "summary", "goal")
_Stamp = tuple[int, str]


class Definition(msgspec.Struct, frozen=True):
    """What holds for a metric, or for all of a glob. Empty fields are those of which nothing was said.

    `step_metric` is the metric on its x axis; with `step_sync` a point is at the last value that this had, where it has none at the same step.
    `summary` are the figures that stand in the summary instead of the last value. `goal` is which values are better.
    """

    name: str
    step_metric: str = ""
    step_sync: bool = False
    hidden: bool = False
    summary: tuple[str, ...] = ()
    goal: Goal = ""


class Rules:
    """Definitions as they stand, and which of them holds for a metric."""

    def __init__(self, definitions: Sequence[Definition]) -> None:
        """
        Args:
            definitions: each name once; of globs that match one metric the first holds.
        """
        self.all = list(definitions)
        self.has_summaries = any(definition.summary for definition in definitions)
        self._exact = {definition.name: definition for definition in definitions}
        self._globs = [
            (definition.name[:-1], definition) for definition in definitions if definition.name.endswith("*")
        ]
        self._known: dict[str, Definition] = {}

    def of(self, name: str) -> Definition:
        """What holds for a metric: what was said of its very name, else of the first glob that matches. Names that begin with `_` match none."""
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = self._find(name)
        return known

    def _find(self, name: str) -> Definition:
        if name in self._exact:
            return self._exact[name]
        if not name.startswith("_"):
            for beginning, definition in self._globs:
                if name.startswith(beginning):
                    return msgspec.structs.replace(definition, name=name)
        return Definition(name)


class PackedField(NamedTuple):
    """One field of a definition, as msgpack can hold it."""

    name: str
    field: str
    time: int
    writer: str
    value: Any


class _Said:
    """Everything that was said of one name."""

    def __init__(self) -> None:
        self.first: _Stamp = (1 << 62, "")
        # Nothing that was said before this holds any more.
        self.floor: _Stamp = (0, "")
        self.fields: dict[str, tuple[_Stamp, Any]] = {}


class Definitions:
    """The definitions of a run, merged by the time at which they were said."""

    def __init__(self) -> None:
        self._said: dict[str, _Said] = {}
        self._rules: Rules | None = None

    def __len__(self) -> int:
        return len(self._said)

    def apply(self, writer: str, record: MetricDefined) -> None:
        """Take in one record of one writer, in whatever order they come."""
        said = self._said.setdefault(record.name, _Said())
        stamp = (record.time, writer)
        said.first = min(said.first, stamp)
        if record.overwrite:
            said.floor = max(said.floor, stamp)
        for field in _FIELDS:
            value = getattr(record, field)
            if value is not None and (field not in said.fields or said.fields[field][0] <= stamp):
                said.fields[field] = (stamp, value)
        self._rules = None

    def _definition(self, name: str) -> Definition:
        said = self._said[name]
        fields = {field: value for field, (stamp, value) in said.fields.items() if stamp >= said.floor}
        if "summary" in fields:
            fields["summary"] = tuple(fields["summary"])
        return Definition(name, **fields)

    @property
    def rules(self) -> Rules:
        """The definitions as they stand, in the order in which their names were first defined."""
        if self._rules is None:
            names = sorted(self._said, key=lambda name: (self._said[name].first, name))
            self._rules = Rules([self._definition(name) for name in names])
        return self._rules

    def pack(self) -> list[PackedField]:
        """All of it, in a form that msgpack knows."""
        packed = []
        for name, said in self._said.items():
            packed.append(PackedField(name, "first", *said.first, None))
            packed.append(PackedField(name, "floor", *said.floor, None))
            packed += [PackedField(name, field, *stamp, value) for field, (stamp, value) in said.fields.items()]
        return packed

    @classmethod
    def unpack(cls, packed: Iterable[PackedField]) -> Definitions:
        """The definitions that `pack` was called on."""
        definitions = cls()
        for name, field, time, writer, value in packed:
            said = definitions._said.setdefault(name, _Said())
            if field in ("first", "floor"):
                setattr(said, field, (time, writer))
            else:
                said.fields[field] = ((time, writer), value)
        return definitions


def figures(wanted: Sequence[str], known: Mapping[str, float | None]) -> dict[str, float]:
    """The wanted figures of a metric, in the order of `FIGURES`; those that have no value are left out.

    Args:
        wanted: names of figures.
        known: their values. Minimum, maximum and mean are over finite values, and None where there are none.
    """
    return {name: value for name in FIGURES if name in wanted and (value := known.get(name)) is not None}
