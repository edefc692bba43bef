"""The upload agent: a process of its own that brings what is recorded in a home to a server, for as long as something is recorded.

    python -m runstone.sync.agent HOME URL

One works for each home and server; a second one ends at once. It ends when nobody writes any more and all is there, or when the server could
not be reached for long: the next run, or `runstone sync URL`, goes on where it stopped. The token comes by the environment or from
`credentials.py`, so that no list of processes shows it.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from runstone.model.errors import RunstoneError
from runstone.model.home import Home
from runstone.sync.gone import Gone
from runstone.sync.hearing import Hearing
from runstone.sync.journal_name import JournalName
from runstone.sync.progress import Progress
from runstone.sync.push import Push
from runstone.sync.replica import Replica
from runstone.sync.server_replica import ServerReplica
from runstone.sync.uplink import Uplink
from runstone.sync.upload_status import State, UploadStatus
from runstone.sync.watch import Watch

_LOOK_SECS = 0.5
_SHORTEST_WAIT_SECS = 0.25
_LONGEST_WAIT_SECS = 30.0
# After the last writer is gone a server is waited for so long.
_PATIENCE_SECS = 1800.0
# Who ends looks once more: a run that begins meanwhile finds somebody at work, and starts nobody.
_TURNS = 2
# Who asks whether somebody is at work holds the lock for an instant himself.
_TRIES = 3
_MOST_FAULTS = 20


class Stop(Protocol):
    """Tells when to stop, and waits for it."""

    def wait(self, timeout: float | None = None) -> bool:
        """Wait at most so many seconds; whether to stop."""


class Agent:
    """Brings one home to one replica."""

    def __init__(
        self,
        home: Home,
        replica: Replica,
        stop: Stop,
        patience_secs: float = _PATIENCE_SECS,
        hearing: Hearing | None = None,
        pace: Callable[[], float] = lambda: 0.0,
    ) -> None:
        """
        Args:
            home: where from.
            replica: where to.
            stop: ends the work at the next moment at which nothing is half done.
            patience_secs: for how long a replica that cannot be reached is waited for when nobody writes any more.
            hearing: brings what people write there on runs that go on here.
            pace: for how many seconds the replica wants nothing more, by its last answer.
        """
        self._home = home
        self._replica = replica
        self._stop = stop
        self._patience_secs = patience_secs
        self._hearing = hearing
        self._gone = Gone(home)
        self._pace = pace

    def run(self) -> None:
        """Work until there is nothing to do. Nothing where another agent is at work."""
        turns = tries = 0
        while turns < _TURNS and tries < _TRIES:
            progress = Progress(self._home, str(self._replica))
            with progress.working() as mine:
                if mine:
                    turns += 1
                    self._work(Push(self._home, self._replica, progress))
            if not mine:
                tries += 1
                self._stop.wait(_LOOK_SECS)

    def _work(self, push: Push) -> None:
        watch = Watch(self._home)
        due: set[JournalName] = set()
        wait_secs = 0.0
        faults: tuple[str, ...] = ()
        reached = time.monotonic()
        while True:
            found = watch.due()
            due |= found | set(self._gone.tell(found))
            trouble = ""
            try:
                pushed = push.round(due)
            except (RunstoneError, OSError) as error:
                trouble, is_over = str(error), watch.is_quiet
                left_bytes = push.left_bytes(due)
            else:
                faults = (*faults, *(fault for fault in pushed.faults if fault not in faults))[-_MOST_FAULTS:]
                is_over = pushed.is_nothing and watch.is_quiet
                left_bytes = push.left_bytes(due)
                due &= push.refused
            if trouble or (is_over and left_bytes):
                self._tell("waiting", left_bytes, trouble, faults)
                wait_secs = min(max(2 * wait_secs, _SHORTEST_WAIT_SECS), _LONGEST_WAIT_SECS)
                wait_secs = max(wait_secs, self._pace())
                is_over = is_over and time.monotonic() - reached > self._patience_secs
            else:
                self._tell("sending" if left_bytes else "done", left_bytes, "", faults)
                reached, wait_secs = time.monotonic(), max(_LOOK_SECS, self._pace())
                if self._hearing is not None:
                    self._hearing.listen(watch.living_runs)
            if is_over:
                return
            # Many agents lost the same server at the same moment: they do not come back at the same moment.
            if self._stop.wait(wait_secs * random.uniform(0.75, 1.25)):
                return

    def _tell(self, state: State, left_bytes: int, trouble: str, faults: tuple[str, ...]) -> None:
        status = UploadStatus(
            str(self._replica),
            state,
            time.time_ns() // 1000,
            left_bytes,
            trouble,
            list(faults),
        )
        status.write(self._home)


def main() -> None:
    """The program: see above."""
    home, url = Home(sys.argv[1]), sys.argv[2]
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with suppress(OSError, AttributeError):
        os.nice(10)  # the training comes first
    replica = ServerReplica(url, Uplink.of(os.environ))
    try:
        Agent(home, replica, stop, hearing=Hearing(home, replica), pace=lambda: replica.pace_secs).run()
    finally:
        replica.close()


if __name__ == "__main__":
    main()
