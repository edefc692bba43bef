"""`wandb.AlertLevel`."""

from __future__ import annotations

from enum import Enum


class AlertLevel(Enum):
    """How urgent an alert is."""

    INFO = "INFO"
    WARN = "WARN"
    ERROR = "ERROR"


def level_of(level: AlertLevel | str | None) -> str:
    """The word of a level; INFO by default.

    Raises:
        ValueError: it is none.
    """
    word = level.value if isinstance(level, AlertLevel) else str(level or "INFO").upper()
    if word not in AlertLevel.__members__:
        raise ValueError(f"level={level!r}: expected INFO, WARN or ERROR. Nothing was recorded.")
    return word.lower()
