"""The words by which a script of Runicorn's ends its run."""

from __future__ import annotations

from runstone.importers.runicorn.status import STATES
from runstone.model.errors import BadValue


def state_of(status: str) -> str | None:
    """The state that a run ends in; None for `running`, which lets go of it.

    Raises:
        BadValue: there is no such status. A ValueError, too. The run is still open.
    """
    word = str(status).strip().lower()
    if word == "running":
        return None
    if word not in STATES:
        raise BadValue(f"finish({status!r}): expected one of running, {', '.join(STATES)}. The run is still open.")
    return STATES[word].value
