"""Silence: how long a home waits for news of what is uploaded to it, before it takes the writer for gone."""

from __future__ import annotations

import time
from contextlib import suppress

from runstone.model.errors import BadSetting
from runstone.model.home import Home
from runstone.model.policy import Policy, read_policy

_READ_AGAIN_SECS = 2.0
_DAY_SECS = 86_400.0


class Silence:
    """What the policy of a home says of it, read again when it was not for a while. May be shared by threads."""

    def __init__(self, home: Home | None) -> None:
        """
        Args:
            home: whose policy it is; without one the default holds.
        """
        self._home = home
        self._policy = Policy()
        self._read_time = float("-inf")

    @property
    def longest_secs(self) -> float:
        """After that long without a word a writer elsewhere is taken for gone."""
        now = time.monotonic()
        if self._home is not None and now - self._read_time > _READ_AGAIN_SECS:
            self._read_time = now
            with suppress(BadSetting):  # a file that somebody is writing: the rules before hold on
                self._policy = read_policy(self._home)
        return self._policy.home.silence_days * _DAY_SECS
