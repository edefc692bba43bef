"""Sweeps: lists, and one whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec

from runstone.index.index import Index, Snapshot
from runstone.model.errors import BadValue, DataFault, SweepNotFound
from runstone.model.states import OPEN_STATES, State, TrialState
from runstone.model.sweep import SweepFacts, TrialFacts
from runstone.model.values import flatten, from_json
from runstone.query.projects import within
from runstone.query.sweeps.answers import Sweep as SweepAnswer
from runstone.query.sweeps.answers import SweepBest, SweepDetail, SweepMetric, SweepParameter, Trial
from runstone.query.sweeps.importance import importance
from runstone.sweeps import grid
from runstone.sweeps.definition import Definition, Metric, read_definition
from runstone.sweeps.distribution import Categorical
from runstone.sweeps.parameter import Parameter
from runstone.sweeps.sweep import Sweep
from runstone.sweeps.trial import reported_value, trial_state
from runstone.sweeps.value import value_of


class _Run(NamedTuple):
    """What is wanted of the run of a trial."""

    display_id: str
    name: str
    state: State
    created_time: int
    ended_time: int | None
    silent_time: int | None
    summary: dict[str, Any]


def list_sweeps(index: Index, project: str | None = None, recursive: bool = True) -> list[SweepAnswer]:
    """The sweeps of a project and, if recursive, of those under it; all for None. The newest come first."""
    condition, values = within(project, recursive, "sweep")
    rows = index.ask(
        lambda snapshot: snapshot.connection.execute(
            f"SELECT id FROM sweep WHERE {condition} ORDER BY created_time DESC, id", values
        ).fetchall()
    )
    found = []
    for row in rows:
        sweep = Sweep(index.home, row["id"])
        try:
            facts = sweep.facts()
        except DataFault:
            continue  # `runstone doctor` tells of it
        if facts.began is None:
            continue
        try:
            definition = read_definition(facts.definition)
        except BadValue:
            continue  # of a later version
        found.append(_answer(facts, definition, _trials(index, sweep, facts, definition)))
    return found


def get_sweep(index: Index, name: str) -> SweepDetail:
    """One sweep whole.

    Raises:
        SweepNotFound: there is none with this id.
    """
    sweep = Sweep(index.home, name)
    if not sweep.exists():
        raise SweepNotFound(f"There is no sweep {name!r} in this home. `runstone sweep ls` lists those that there are.")
    facts = sweep.known()
    definition = read_definition(facts.definition)
    trials = _trials(index, sweep, facts, definition)
    began = facts.began
    assert began is not None
    return SweepDetail(
        **_fields(_answer(facts, definition, trials)),
        definition=facts.definition,
        seed=began.seed,
        prior_runs=began.prior_runs,
        parameters=[_parameter(parameter) for parameter in definition.parameters],
        importance=importance(definition, trials),
        all_trials=trials,
    )


def _fields(answer: SweepAnswer) -> dict[str, Any]:
    return {name: getattr(answer, name) for name in SweepAnswer.__struct_fields__}


def _answer(facts: SweepFacts, definition: Definition, trials: Sequence[Trial]) -> SweepAnswer:
    began = facts.began
    assert began is not None
    metric = definition.metric
    first = min(facts.writers.values(), key=lambda life: life.opened.time, default=None)
    return SweepAnswer(
        id=facts.id,
        project=facts.project,
        name=facts.name,
        description=str(facts.definition.get("description") or ""),
        method=definition.method,
        metric=SweepMetric(metric.name, metric.goal, metric.target) if metric else None,
        state=facts.state,
        reason=facts.state_reason,
        author=first.opened.author if first else "",
        created_time=began.time,
        updated_time=max([facts.last_time, *(trial.end_time or 0 for trial in trials)]),
        trials=len(trials),
        states=dict(Counter(trial.state for trial in trials)),
        planned=_planned(definition),
        best=_best(metric, trials),
    )


def _planned(definition: Definition) -> int | None:
    combinations = grid.size(definition) if definition.method == "grid" else None
    return min((size for size in (combinations, definition.run_cap) if size is not None), default=None)


def _best(metric: Metric | None, trials: Sequence[Trial]) -> SweepBest | None:
    found: SweepBest | None = None
    for trial in trials:
        if (
            metric is not None
            and trial.value is not None
            and (found is None or metric.is_better(trial.value, found.value))
        ):
            found = SweepBest(trial.number, trial.run, trial.value)
    return found


def _trials(index: Index, sweep: Sweep, facts: SweepFacts, definition: Definition) -> list[Trial]:
    known = facts.trials()
    runs = index.ask(lambda snapshot: _runs(snapshot, [trial.claimed.run for trial in known]))
    return [_trial(sweep, trial, runs.get(trial.claimed.run), definition) for trial in known]


def _trial(sweep: Sweep, facts: TrialFacts, run: _Run | None, definition: Definition) -> Trial:
    claimed = facts.claimed
    state = trial_state(facts, run.state if run else None, run is None and sweep.has_agent(facts))
    metric = definition.metric
    value = None
    if metric is not None:
        value = value_of(run.summary, metric) if run else reported_value(facts)
    end_time = None
    if state is not TrialState.RUNNING:
        end_time = (run.ended_time if run else None) or (facts.ended.time if facts.ended else None) or facts.heard_time
    return Trial(
        number=facts.number,
        run=claimed.run,
        display_id=run.display_id if run else None,
        run_name=run.name if run else None,
        state=state,
        params=flatten(claimed.params),
        value=value,
        agent=claimed.agent,
        stop=facts.stop,
        start_time=claimed.time,
        end_time=end_time,
        silent_time=run.silent_time if run and state is TrialState.RUNNING else None,
    )


def _runs(snapshot: Snapshot, ids: Sequence[str]) -> dict[str, _Run]:
    rows = snapshot.connection.execute(
        "SELECT id, display_id, name, state, created_time, ended_time, silent_time, summary_doc FROM run JOIN document ON document.run = run.key"
        " WHERE id IN (SELECT value FROM json_each(?))",
        (msgspec.json.encode(list(ids)).decode(),),
    )
    return {
        row["id"]: _Run(
            row["display_id"],
            row["name"],
            State(row["state"]),
            row["created_time"],
            None if State(row["state"]) in OPEN_STATES else row["ended_time"],
            row["silent_time"],
            from_json(msgspec.msgpack.decode(row["summary_doc"])),
        )
        for row in rows
    }


def _parameter(parameter: Parameter) -> SweepParameter:
    distribution, settings = parameter.distribution, parameter.settings
    is_choice = isinstance(distribution, Categorical)
    low, high = (
        (distribution.value(end) for end in _ends(distribution.axis))
        if not is_choice and "min" in settings
        else (None, None)
    )
    return SweepParameter(
        name=parameter.name,
        key=parameter.key,
        distribution=parameter.kind,
        values=list(distribution.values() or []) if is_choice else None,
        min=low,
        max=high,
        is_log="log_" in parameter.kind,
        condition={"/".join(path): values for path, values in parameter.condition.items()},
    )


def _ends(axis: Any) -> tuple[float, float]:
    return (axis.low, axis.high) if hasattr(axis, "low") else (0.0, 1.0)
