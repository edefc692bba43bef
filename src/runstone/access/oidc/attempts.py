"""Attempts: who is at the provider's page right now, and how they are known when they come back."""

from __future__ import annotations

import hmac
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple

from runstone.access.token import digest_of

LIVES_SECS = 600.0
_MOST = 10_000
_MOST_OF_ADDRESS = 200


class Attempt(NamedTuple):
    """Somebody on their way.

    `binding` is the digest of a cookie: who comes back must be the browser that went. `return_to` is where they were, below the root of the UI, and
    `user` whom the login is linked to, empty for who is not logged in.
    """

    state: str
    nonce: str
    verifier: str
    binding: bytes
    redirect_uri: str
    return_to: str
    user: str
    address: str
    until: float


class Attempts:
    """May be shared by threads. Memory is bounded, also by address, so that who begins many ends none of others."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """
        Args:
            clock: what the time is, in seconds.
        """
        self._clock = clock
        self._attempts: OrderedDict[str, Attempt] = OrderedDict()
        self._of_address: dict[str, OrderedDict[str, None]] = {}
        self._lock = threading.Lock()

    def begin(self, *, redirect_uri: str, return_to: str, user: str, address: str) -> tuple[Attempt, str]:
        """An attempt, and the value of the cookie that it is bound to."""
        cookie = secrets.token_urlsafe(32)
        attempt = Attempt(
            state=secrets.token_urlsafe(32),
            nonce=secrets.token_urlsafe(32),
            verifier=secrets.token_urlsafe(48),
            binding=digest_of(cookie),
            redirect_uri=redirect_uri,
            return_to=return_to,
            user=user,
            address=address,
            until=self._clock() + LIVES_SECS,
        )
        with self._lock:
            self._attempts[attempt.state] = attempt
            own = self._of_address.setdefault(address, OrderedDict())
            own[attempt.state] = None
            if len(own) > _MOST_OF_ADDRESS:
                self._forget(next(iter(own)))
            if len(self._attempts) > _MOST:
                self._forget(next(iter(self._attempts)))
        return attempt, cookie

    def end(self, state: str, cookie: str) -> Attempt | None:
        """The attempt that somebody comes back from, which is over by that; None if there is none, it took too long, or another browser began it."""
        with self._lock:
            attempt = self._attempts.get(state)
            if attempt is None or not hmac.compare_digest(attempt.binding, digest_of(cookie)):
                return None
            self._forget(state)
        return attempt if self._clock() < attempt.until else None

    def _forget(self, state: str) -> None:
        attempt = self._attempts.pop(state)
        own = self._of_address[attempt.address]
        del own[state]
        if not own:
            del self._of_address[attempt.address]
