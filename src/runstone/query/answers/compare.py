"""Runs beside each other."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from runstone.model.states import State


class ComparedRun(msgspec.Struct, frozen=True):
    """A run that stands beside others."""

    id: str
    display_id: str
    name: str
    project: str
    state: State


class CompareRow(msgspec.Struct, frozen=True):
    """One key over all compared runs. `values` has one for each run, in their order; null too for the runs whose positions are in `missing`.

    `changed` are the positions of the runs that do not have what the reference has: a run that is also in `missing` had the key removed,
    and where the reference is in `missing` it was added. `distances` and `ratios` to the reference are there, one for each run, where
    numbers differ.
    """

    key: str
    differs: bool
    values: list[Any]
    missing: list[int] = []
    changed: list[int] = []
    distances: list[float | None] = []
    ratios: list[float | None] = []


class CodeChange(msgspec.Struct, frozen=True):
    """How the code of a run differs from that of the reference; null where it is not known. `diff` is how the uncommitted
    changes differ, as a patch from the reference's to the run's; of files that both changed, it is the difference of their patches. `note` is
    what else there is to say."""

    same_commit: bool | None
    same_patch: bool | None
    diff: str = ""
    note: str = ""


class Comparison(msgspec.Struct, frozen=True):
    """Runs beside each other; `reference` is a position in `runs`. Keys of `metrics` are `<metric>.<figure>`; those of packages are in small
    letters. `code_changes` has one for each run."""

    runs: list[ComparedRun]
    reference: int
    facts: list[CompareRow]
    config: list[CompareRow]
    summary: list[CompareRow]
    metrics: list[CompareRow]
    environment: list[CompareRow]
    packages: list[CompareRow]
    code: list[CompareRow]
    code_changes: list[CodeChange]


class Parting(msgspec.Struct, frozen=True):
    """Where two runs or groups part beyond their noise. `points` is how many steps were looked at; all else is null where they do not part.

    `step` is the first step, `x` its place on the asked axis in the first run, `difference` how much more the second one has from there on,
    `confidence` one less the chance that noise alone looks like that. `first_difference` is the first step that both runs logged with values
    that are not the same, however close; groups have none.
    """

    points: int
    step: int | None = None
    x: float | None = None
    difference: float | None = None
    confidence: float | None = None
    first_difference: int | None = None


RepeatVerdict = Literal["same", "within_noise", "unknown", "differs"]


class RepeatedMetric(msgspec.Struct, frozen=True):
    """A metric of a run and of the one that did it again. `first_difference` is the first step with other values, however small; `step` the first
    one of a difference beyond noise, and `difference` how much more the second has from there on."""

    name: str
    verdict: RepeatVerdict
    points: int = 0
    repeated_points: int = 0
    first_difference: int | None = None
    step: int | None = None
    difference: float | None = None
    note: str = ""


class Repeat(msgspec.Struct, frozen=True):
    """Whether a run that was done again did the same: the verdict of its worst metric, which comes first."""

    verdict: RepeatVerdict
    metrics: list[RepeatedMetric]
