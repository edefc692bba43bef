"""The uplink: how an agent may use the line to its server. The run that starts it says so by the environment, as it does with all else."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import NamedTuple, Self

TIMEOUT_VARIABLE = "RUNSTONE_UPLOAD_TIMEOUT_SECS"
DEFAULT_TIMEOUT_SECS = 30.0


class Uplink(NamedTuple):
    """`timeout_secs` is how long an answer may take until its end."""

    timeout_secs: float = DEFAULT_TIMEOUT_SECS

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> Self:
        """What the environment says. What is no number there was refused where a run began; here it means nothing."""
        timeout_secs = DEFAULT_TIMEOUT_SECS
        with suppress(KeyError, ValueError):
            timeout_secs = float(environ[TIMEOUT_VARIABLE])
        return cls(timeout_secs)
