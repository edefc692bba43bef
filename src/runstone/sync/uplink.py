"""The uplink: how an agent may use the line to its server. The run that starts it says so by the environment, as it does with all else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, Self

TIMEOUT_VARIABLE = "RUNSTONE_UPLOAD_TIMEOUT_SECS"
RATE_VARIABLE = "RUNSTONE_UPLOAD_BYTES_PER_SEC"
DEFAULT_TIMEOUT_SECS = 30.0


class Uplink(NamedTuple):
    """`timeout_secs` is how long an answer may take until its end, `bytes_per_sec` how much is sent at most; 0 means as much as there is."""

    timeout_secs: float = DEFAULT_TIMEOUT_SECS
    bytes_per_sec: int = 0

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> Self:
        """What the environment says. What is no number there was refused where a run began; here it means the default."""
        timeout_secs = _number(environ, TIMEOUT_VARIABLE) or DEFAULT_TIMEOUT_SECS
        return cls(timeout_secs, int(_number(environ, RATE_VARIABLE)))


def _number(environ: Mapping[str, str], name: str) -> float:
    try:
        return max(0.0, float(environ.get(name) or 0))
    except ValueError:
        return 0.0
