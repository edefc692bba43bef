"""The words by which Runicorn ends a run, and the states that they mean."""

from __future__ import annotations

from runstone.model.errors import BadValue

_STATES = {
    **dict.fromkeys(("finished", "completed", "success"), "finished"),
    **dict.fromkeys(("failed", "error", "crashed"), "failed"),
    **dict.fromkeys(("interrupted", "killed", "cancelled", "canceled", "aborted"), "killed"),
}


def state_of(status: str) -> str | None:
    """The state that a run ends in; None for `running`, which lets go of it.

    Raises:
        BadValue: there is no such status. A ValueError, too. The run is still open.
    """
    word = str(status).strip().lower()
    if word == "running":
        return None
    if word not in _STATES:
        raise BadValue(f"finish({status!r}): expected one of running, {', '.join(_STATES)}. The run is still open.")
    return _STATES[word]
