"""The portrait of a run: from facts, writers and last values to the entry that is listed and searched."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from runstone.index.catalog import JournalEntry, RunEntry, RunWords
from runstone.model.facts import RunFacts
from runstone.model.ids import DEFAULT_PROJECT
from runstone.model.states import OPEN_STATES, State, WriterLife, derive_state
from runstone.model.summary import Shown, summary


def state_of(facts: RunFacts, journals: Mapping[str, JournalEntry]) -> State:
    """The state of a run, its writers being as alive as the journals' entries say."""
    lives = [
        WriterLife(
            primary=life.opened.role == "primary",
            opened_time=life.opened.time,
            closed=life.closed,
            alive=writer in journals and journals[writer].alive and writer not in facts.gone,
        )
        for writer, life in facts.writers.items()
    ]
    return derive_state(facts.recorded_state, facts.recorded_state_time, lives)


def silent_time_of(facts: RunFacts, journals: Mapping[str, JournalEntry]) -> int | None:
    """Since when nothing comes of a run that goes on, of none of its writers; None while something does."""
    living = [
        entry.silent_time
        for writer, entry in journals.items()
        if entry.alive and writer not in facts.gone and (entry.opened is None or entry.opened.role != "editor")
    ]
    silent = [since for since in living if since is not None]
    return max(silent) if silent and len(silent) == len(living) else None


def draw(run: str, facts: RunFacts, journals: Mapping[str, JournalEntry], shown: Mapping[str, Shown]) -> RunEntry:
    """The run as it is listed.

    Args:
        run: its id.
        facts: what its records add up to.
        journals: its writers.
        shown: what the summary has of each metric and string series.
    """
    state = state_of(facts, journals)
    created_time = _created_time(facts, journals)
    recorders = [entry for entry in journals.values() if entry.opened is None or entry.opened.role != "editor"]
    active_time = max((entry.last_time for entry in recorders), default=created_time)
    ended_time = None
    if state is State.CRASHED:
        ended_time = active_time
    elif state not in OPEN_STATES:
        ended_time = facts.recorded_state_time
    primaries = sorted(
        (life.opened.time, life.opened.host) for life in facts.writers.values() if life.opened.role == "primary"
    )
    return RunEntry(
        **msgspec.structs.asdict(words(run, facts, journals)),
        id=run,
        number=facts.number,
        display_id=facts.display_id,
        state=state,
        created_time=created_time,
        ended_time=ended_time,
        silent_time=silent_time_of(facts, journals) if state in OPEN_STATES else None,
        duration_secs=max(0, (active_time if ended_time is None else ended_time) - created_time) / 1e6,
        host=(primaries[0][1] or None) if primaries else None,
        exit_code=facts.exit_code,
        error=facts.reason or None,
        parent_id=facts.parent.run if facts.parent else None,
        parent_step=facts.parent.step if facts.parent else None,
        primary_metric=facts.primary.metric if facts.primary else None,
        primary_goal=facts.primary.goal if facts.primary else None,
        lineage=facts.lineage(),
        config=facts.config.nested(),
        summary=summary(facts, shown),
    )


def words(run: str, facts: RunFacts, journals: Mapping[str, JournalEntry]) -> RunWords:
    """What people say of the run; arguments as of `draw`."""
    return RunWords(
        name=facts.name or run,
        project=facts.project or DEFAULT_PROJECT,
        updated_time=max((entry.last_time for entry in journals.values()), default=_created_time(facts, journals)),
        notes=facts.notes or None,
        group_name=facts.group or None,
        job_type=facts.job_type or None,
        colour=facts.colour or None,
        starred=facts.starred,
        archived=facts.archived,
        binned_time=facts.binned_time,
        binned_by=facts.binned_by or None,
        stop_asked_time=facts.stop_asked_time,
        stop_asked_by=facts.stop_asked_by or None,
        tags=facts.tags,
    )


def _created_time(facts: RunFacts, journals: Mapping[str, JournalEntry]) -> int:
    opened_times = [entry.opened_time for entry in journals.values() if entry.opened]
    return facts.started.time if facts.started else min(opened_times, default=0)
