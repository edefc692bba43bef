"""A run beside somebody else's: calls wait in a queue, and one thread of ours makes them.

The training never waits for the home. Beginning has its time, and so has the end; a home that hangs, is full or cannot be written costs one
line, and the other client goes on alone.
"""

from __future__ import annotations

import os
import threading
import time
import weakref
from collections.abc import Callable
from concurrent.futures import thread  # here: when the interpreter ends it can no longer be imported
from queue import SimpleQueue
from typing import Any, NamedTuple, Protocol

from runstone.model.errors import RunstoneError
from runstone.sdk.guard import contained, say

START_SECS = 10.0
FINISH_SECS = 5.0
# What may wait while the home takes nothing: some hundred thousand calls, or what arrays and tables they bring.
MAX_WAITING_BYTES = 256 << 20
_CALL_BYTES = 1 << 10


class Sink(Protocol):
    """An open run, as the thread of the mirror uses it."""

    def finish(self, exit_code: int, error: BaseException | None) -> None:
        """The other client's run has ended so."""

    def leave(self) -> None:
        """Let go of the run, without a word about how it went."""


_LAST = ("finish", "leave")
# How long a fork waits for a call that is under way: a child that is forked while a thread imports a module may never import it.
_FORK_SECS = 5.0
_mirrors: weakref.WeakSet[Mirror] = weakref.WeakSet()


class _Call(NamedTuple):
    verb: str
    arguments: tuple[Any, ...]
    size_bytes: int


class Mirror:
    """What is recorded beside one run of another client."""

    def __init__(
        self,
        begin: Callable[[], Sink],
        *,
        start_secs: float = START_SECS,
        finish_secs: float = FINISH_SECS,
        max_waiting_bytes: int = MAX_WAITING_BYTES,
    ) -> None:
        """Begins at once, in the background.

        Args:
            begin: opens the run; called in the mirror's own thread.
            start_secs: how long that may take.
            finish_secs: how long the end may take.
            max_waiting_bytes: how much may wait.
        """
        self.pid = os.getpid()
        self._begin = begin
        self._start_deadline = time.monotonic() + start_secs
        self._finish_secs = finish_secs
        self._max_waiting_bytes = max_waiting_bytes
        self._waiting: SimpleQueue[_Call] = SimpleQueue()
        # Guards the count, and that the mirror is given up once.
        self._lock = threading.Lock()
        self._waiting_bytes = 0
        self._given_up = False
        self._ending = False
        self._waited = False
        self._begun = threading.Event()
        self._done = threading.Event()
        # Held while the thread does something.
        self._busy = threading.Lock()
        self._is_held = False
        _watch_forks(self)
        threading.Thread(target=self._work, name="runstone-mirror", daemon=True).start()
        threading.Thread(target=self._time_start, name="runstone-mirror-start", daemon=True).start()

    @property
    def over(self) -> bool:
        """Whether nothing more is taken."""
        return self._given_up or self._done.is_set()

    def put(self, verb: str, *arguments: Any, size_bytes: int = 0) -> None:
        """Have a verb of the sink called, in the order of these calls. Nothing once the mirror is given up.

        Args:
            verb: its name.
            *arguments: of it; nobody changes them any more.
            size_bytes: what they keep in memory until then, beyond a little.
        """
        if self._given_up:
            return
        size_bytes += _CALL_BYTES
        with self._lock:
            self._waiting_bytes += size_bytes
            full = self._waiting_bytes > self._max_waiting_bytes
        if full:
            self._give_up(f"more than {self._max_waiting_bytes >> 20} MiB wait for the home, which takes nothing")
            return
        self._waiting.put(_Call(verb, arguments, size_bytes))

    def finish(self, exit_code: int, error: BaseException | None = None) -> None:
        """The run has ended. Waits until all of it is recorded, within its time; then says what is not, and goes on."""
        self.end("finish", exit_code, error)
        self.wait()

    def leave(self) -> None:
        """Take in what waits, within the time of the end, and let go of the run without ending it."""
        self.end("leave")
        self.wait()

    def end(self, verb: str, *arguments: Any) -> None:
        """Have the sink called for the last time. The first end counts."""
        if not self._ending:
            self._ending = True
            self.put(verb, *arguments)

    def wait(self) -> None:
        """Until the last call is through, or its time is over. A short script may end before its run has begun, which has its own time."""
        if self.over or self._waited:
            return
        self._waited = True
        self._time_start()
        if not self._given_up and not self._done.wait(self._finish_secs) and not self._given_up:
            say(
                f"after {self._finish_secs:g} s not everything is recorded beside wandb ({self._waiting.qsize() + 1} calls wait for the home). "
                "wandb has all of it, and nothing waits any longer."
            )
            _let_go_of_pools()

    def _time_start(self) -> None:
        if not self._begun.wait(max(0.0, self._start_deadline - time.monotonic())):
            self._give_up("the home did not answer in time")

    def _give_up(self, why: str) -> None:
        with self._lock:
            if self._given_up:
                return
            self._given_up = True
        self._waiting = SimpleQueue()
        say(f"nothing more is recorded beside wandb: {why}. wandb goes on alone, and has everything.")
        _let_go_of_pools()

    def hold(self) -> None:
        """Before a fork: let the call that is under way end, for a while."""
        self._is_held = self.pid == os.getpid() and not self.over and self._busy.acquire(timeout=_FORK_SECS)

    def go_on(self) -> None:
        """After a fork, in the parent."""
        if self._is_held:
            self._is_held = False
            self._busy.release()

    def _work(self) -> None:
        with self._busy:
            sink = self._open()
        if sink is None:
            return
        self._begun.set()
        while not self._given_up:
            call = self._waiting.get()
            with self._busy:
                contained(getattr(sink, call.verb))(*call.arguments)
            with self._lock:
                self._waiting_bytes -= call.size_bytes
            if call.verb in _LAST:
                self._done.set()
                return
        contained(sink.leave)()

    def _open(self) -> Sink | None:
        try:
            return self._begin()
        except RunstoneError as error:
            self._give_up(str(error).rstrip("."))
        except Exception as error:  # noqa: BLE001 - the outermost frame of a thread: past it, a traceback lands in the user's terminal
            self._give_up(f"{type(error).__name__}: {error}")
        self._begun.set()
        return None


def _watch_forks(mirror: Mirror) -> None:
    if not _mirrors and hasattr(os, "register_at_fork") and not _watching:
        _watching.append(True)
        os.register_at_fork(before=_hold, after_in_parent=_go_on)
    _mirrors.add(mirror)


_watching: list[bool] = []


def _hold() -> None:
    for mirror in list(_mirrors):
        mirror.hold()


def _go_on() -> None:
    for mirror in list(_mirrors):
        mirror.go_on()


def _let_go_of_pools() -> None:
    """The interpreter waits at its end for the pools of threads that we began, and a home that hangs would keep it waiting."""
    pools: Any = getattr(thread, "_threads_queues", {})
    for each in [each for each in pools if each.name.startswith("runstone-")]:
        pools.pop(each, None)
