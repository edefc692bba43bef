"""The words by which Runicorn ends a run, and the states that they mean."""

from __future__ import annotations

from runstone.model.states import State

STATES = {
    **dict.fromkeys(("finished", "completed", "success"), State.FINISHED),
    **dict.fromkeys(("failed", "error", "crashed"), State.FAILED),
    **dict.fromkeys(("interrupted", "killed", "cancelled", "canceled", "aborted"), State.KILLED),
}
