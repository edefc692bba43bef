"""What questions about sweeps are answered with. See `query/answers/` for how times and floats are spelt."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from runstone.model.states import StopReason, SweepState, TrialState


class SweepMetric(msgspec.Struct, frozen=True):
    """What is to become small or large; a trial that reaches `target` ends the sweep."""

    name: str
    goal: Literal["minimize", "maximize"]
    target: float | None


class SweepBest(msgspec.Struct, frozen=True):
    """The best trial so far."""

    number: int
    run: str
    value: float


class Sweep(msgspec.Struct, frozen=True):
    """A sweep in a list. `reason` says why it is in its state, where somebody said so. `trials` counts all, `states` those in each state that
    there are; `planned` is how many there will be, null where that is open. `author` made it."""

    id: str
    project: str
    name: str
    description: str
    method: Literal["grid", "random", "bayes"]
    metric: SweepMetric | None
    state: SweepState
    reason: str
    author: str
    created_time: int
    updated_time: int
    trials: int
    states: dict[TrialState, int]
    planned: int | None
    best: SweepBest | None


class SweepParameter(msgspec.Struct, frozen=True):
    """What is varied. `name` has dots between its levels, `key` slashes, as `params` of trials and the flat configs of runs have.

    `values` are those of a choice, and null where there are too many to list; `min` and `max` are the ends of what has ends. `is_log` asks for a
    logarithmic axis. It is there if each key of `condition` has one of the values that stand there.
    """

    name: str
    key: str
    distribution: str
    values: list[Any] | None
    min: float | None
    max: float | None
    is_log: bool
    condition: dict[str, list[Any]]


class Trial(msgspec.Struct, frozen=True):
    """A trial. `run` is the id that its run has or will have, `display_id` and `run_name` are null while there is none in this home. `params` are
    flat. `value` is what the run's summary says of the metric, `stop` why it was asked to end early,
    `silent_time` since when nothing comes of its run."""

    number: int
    run: str
    display_id: str | None
    run_name: str | None
    state: TrialState
    params: dict[str, Any]
    value: float | None
    agent: str
    stop: StopReason | None
    start_time: int
    end_time: int | None
    silent_time: int | None = None


class SweepImportance(msgspec.Struct, frozen=True):
    """How much a parameter matters for the value, from 0 to 1, and whether values rise (1) or fall (-1) with it; null where it has no order."""

    key: str
    importance: float
    correlation: float | None


class SweepDetail(Sweep, frozen=True, kw_only=True):
    """One sweep whole. Trials come by number."""

    definition: dict[str, Any]
    seed: int
    prior_runs: list[str]
    parameters: list[SweepParameter]
    importance: list[SweepImportance]
    all_trials: list[Trial]
