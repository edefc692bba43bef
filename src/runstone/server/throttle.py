"""A throttle: who fails again and again has to wait."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from ipaddress import IPv6Address

from runstone.server.errors import Refused

_MOST_KEYS = 10_000


class Throttle:
    """Counts failures by key within a window. May be shared by threads; memory is bounded, so that ever new keys cost nothing."""

    def __init__(self, most: int, window_secs: float, clock: Callable[[], float] = time.monotonic) -> None:
        """
        Args:
            most: so many failures within the window are let pass.
            window_secs: how long a failure counts.
            clock: what the time is, in seconds.
        """
        self._most = most
        self._window_secs = window_secs
        self._clock = clock
        self._failures: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def check(self, *keys: str) -> None:
        """See that none of these failed too often.

        Raises:
            Refused: 429, and how long to wait.
        """
        wait_secs = max(map(self._wait_secs, keys), default=0.0)
        if wait_secs > 0:
            raise Refused(
                429, "too_many_tries", f"That was tried too often. Wait {round(wait_secs) + 1} seconds, and try again."
            )

    def fail(self, *keys: str) -> None:
        """Count a failure of each of these."""
        now = self._clock()
        with self._lock:
            for key in keys:
                self._failures.setdefault(key, deque(maxlen=self._most)).append(now)
                self._failures.move_to_end(key)
            while len(self._failures) > _MOST_KEYS:
                self._failures.popitem(last=False)

    def _wait_secs(self, key: str) -> float:
        with self._lock:
            times = self._failures.get(key)
            if times is None or len(times) < self._most:
                return 0.0
            return times[0] + self._window_secs - self._clock()


_WINDOW_SECS = 300.0


class WrongLogins:
    """Logins that failed: of one name wherever it was tried, which many may do to lock somebody out, and of one address whatever it tried. Links and
    logins with a provider have no name: of those addresses alone count."""

    def __init__(self) -> None:
        self._of_name, self._of_address = Throttle(50, _WINDOW_SECS), Throttle(20, _WINDOW_SECS)

    def check(self, name: str, address: str) -> None:
        """See that neither failed too often.

        Raises:
            Refused: 429, and how long to wait.
        """
        self._of_name.check(*_names(name))
        self._of_address.check(line_of(address))

    def fail(self, name: str, address: str) -> None:
        """Count a failure."""
        self._of_name.fail(*_names(name))
        self._of_address.fail(line_of(address))


def line_of(address: str) -> str:
    """Whose address it is, as far as addresses tell: of IPv6 everybody has 2^64 that begin alike."""
    try:
        found = IPv6Address(address.partition("%")[0])
    except ValueError:
        return address
    return str(found.ipv4_mapped or found.exploded[:19])


def _names(name: str) -> list[str]:
    return [name.lower()[:100]] if name else []
