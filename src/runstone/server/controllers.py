"""The controllers of sweeps that agents on other machines ask: kept open between requests, so that each only reads what is new."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager

from runstone.model.home import Home
from runstone.sweeps.controller import Controller

_MOST = 32


class Controllers:
    """May be shared by threads: each sweep has one controller, which one request uses at a time."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._kept: OrderedDict[str, tuple[Controller, threading.Lock]] = OrderedDict()
        # Guards `_kept`.
        self._lock = threading.Lock()

    @contextmanager
    def open(self, sweep: str) -> Iterator[Controller]:
        """The controller of a sweep, for as long as the block lasts.

        Raises:
            SweepNotFound: there is no such sweep.
        """
        with self._lock:
            known = self._kept.get(sweep) or (Controller(self._home, sweep), threading.Lock())
            self._kept[sweep] = known
            self._kept.move_to_end(sweep)
        controller, alone = known
        with alone:
            yield controller
        self._let_go(_MOST)

    def close(self) -> None:
        """Let go of all journals. Idempotent."""
        self._let_go(0)

    def _let_go(self, kept: int) -> None:
        with self._lock:
            while len(self._kept) > kept:
                sweep, (controller, alone) = next(iter(self._kept.items()))
                del self._kept[sweep]
                with alone:
                    controller.close()
