"""The stage of a call of `log()`: which values can be one."""

from __future__ import annotations

import math
from typing import Any

from runstone.model.errors import BadValue

MAX_STAGE_CHARS = 200
_INT64 = range(-(1 << 63), 1 << 63)


def check_stage(stage: Any) -> str | int | float | bool:
    """The stage as a JSON scalar; scalars of NumPy and PyTorch are taken, too.

    Raises:
        BadValue: it is something else, a text that is empty or longer than 200 characters, or a number that JSON cannot hold.
    """
    if not isinstance(stage, str | int | float) and getattr(stage, "shape", None) == ():
        stage = stage.item()
    match stage:
        case str() if 0 < len(stage) <= MAX_STAGE_CHARS:
            return str(stage)
        case bool():
            return stage
        case int() if stage in _INT64:
            return int(stage)
        case float() if math.isfinite(stage):
            return float(stage)
    raise BadValue(
        f"stage={stage!r} is none: a stage is a text of 1 to {MAX_STAGE_CHARS} characters, a finite number or a truth value."
    )
