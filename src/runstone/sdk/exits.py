"""The ways out of a process, and what each means for the runs that are open: one watch for the whole process.

the script ends                       finished
an uncaught exception, sys.exit(n)    failed, with the traceback and the exit code
Ctrl-C, SIGTERM, SIGHUP               killed; the process still ends as it would have without us
the end of a trial (TrialStopped)     killed
fork                                  the child lets go: its parent's runs are not its own to finish
"""

from __future__ import annotations

import atexit
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple

from runstone.model.errors import BadValue, TrialStopped
from runstone.model.states import State

if TYPE_CHECKING:
    from runstone.sdk.run import Run

SIGNALS = ("SIGTERM", "SIGHUP")
_FINAL_STATES = frozenset({State.FINISHED, State.FAILED, State.KILLED, State.PREEMPTED})


class Ending(NamedTuple):
    """How a run ends."""

    state: State = State.FINISHED
    exit_code: int | None = 0
    reason: str = ""


def ending_of(error: BaseException | None) -> Ending:
    """What an exception that leaves the script (or the `with` block) means."""
    if error is None:
        return Ending()
    if isinstance(error, SystemExit):
        return ending_of_exit(error.code)
    if isinstance(error, KeyboardInterrupt):
        return Ending(State.KILLED, 128 + signal.SIGINT, "KeyboardInterrupt")
    if isinstance(error, TrialStopped):
        return Ending(State.KILLED, None, str(error))
    return Ending(State.FAILED, 1, "".join(traceback.format_exception(error)))


def ending_of_exit(code: object) -> Ending:
    """What `sys.exit(code)` means: None and 0 are success, a text is printed and means 1."""
    if code is None or code == 0:
        return Ending()
    number = code if isinstance(code, int) else 1
    return Ending(State.FAILED, number, f"sys.exit({code!r})")


def ending_in(state: str | None, exit_code: int | None) -> Ending:
    """The ending that a script asks for.

    Raises:
        BadValue: a run cannot end in this state.
    """
    if state is None:
        return ending_of_exit(exit_code)
    if state not in _FINAL_STATES:
        raise BadValue(
            f"state={state!r}: a run ends as one of {', '.join(sorted(_FINAL_STATES))}. The run is still open."
        )
    return Ending(State(state), exit_code if exit_code is not None else int(state != State.FINISHED))


class Watched(NamedTuple):
    """An open run, and what to do about it."""

    run: Run
    end: Callable[[Ending], None]
    after_fork: Callable[[], None]
    interrupt: Callable[[BaseException, int], None]


# Who ends the runs that this thread opens, where the process's exit does not.
_taker: ContextVar[Callable[[Watched], None] | None] = ContextVar("taker", default=None)


class ExitWatch:
    """Knows the runs that are open in this process, and ends them when the process ends."""

    def __init__(self) -> None:
        self._watched: list[Watched] = []
        # Runs that somebody else ends: of a fork they must hear all the same.
        self._left: list[Watched] = []
        self._installed = False
        self._forks_watched = False
        self._ending = Ending()
        self._exit_steps: dict[str, int] | None = None
        # Guards the list of open runs.
        self._lock = threading.RLock()

    def watch(
        self,
        run: Run,
        *,
        end: Callable[[Ending], None],
        after_fork: Callable[[], None],
        interrupt: Callable[[BaseException, int], None],
        signals: bool,
    ) -> None:
        """End this run when the process ends.

        Args:
            run: the run.
            end: ends it.
            after_fork: called in every forked child.
            interrupt: makes its `log` raise an error in a thread, given by its ident.
            signals: whether SIGTERM and SIGHUP are to be recorded.
        """
        watched = Watched(run, end, after_fork, interrupt)
        taker = _taker.get()
        with self._lock:
            self._watch_forks()
            if taker is not None:
                self._left.append(watched)
                taker(watched)
                return
            self._watched.append(watched)
            if not self._installed:
                self._installed = True
                self._install()
        if signals:
            self._install_signals()

    def forget(self, run: Run) -> None:
        """The run has ended or was let go."""
        with self._lock:
            self._watched = [watched for watched in self._watched if watched.run is not run]
            self._left = [watched for watched in self._left if watched.run is not run]

    @contextmanager
    def left_to(self, taker: Callable[[Watched], None]) -> Iterator[None]:
        """The runs that this thread opens meanwhile are ended by whoever takes them. The exit of the process, `runstone.current_run` and signals
        know nothing of them, and no hook of Python's is touched."""
        token = _taker.set(taker)
        try:
            yield
        finally:
            _taker.reset(token)

    def interrupt(self, run: Run, error: BaseException, thread: int) -> None:
        """Make the next `log` of an open run raise an error in a thread, given by its ident."""
        for watched in list(self._watched):
            if watched.run is run:
                watched.interrupt(error, thread)

    @property
    def live(self) -> list[Run]:
        """The runs that are open, in the order in which they were opened."""
        return [watched.run for watched in self._watched]

    @property
    def current(self) -> Run | None:
        """The run that was opened last of those that are open."""
        return self._watched[-1].run if self._watched else None

    def _install(self) -> None:
        atexit.register(self._at_exit)
        self._next_excepthook = sys.excepthook
        sys.excepthook = self._on_exception
        self._next_exit = sys.exit
        sys.exit = self._on_sys_exit  # type: ignore[assignment]
        self._watch_quitters()

    def _watch_forks(self) -> None:
        if not self._forks_watched and hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._in_child)
        self._forks_watched = True

    def _install_signals(self) -> None:
        if threading.current_thread() is not threading.main_thread():
            return
        for name in SIGNALS:
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, self._on_signal)

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        self._ending = ending_of(error.with_traceback(trace))
        self._next_excepthook(kind, error, trace)

    def leaving(self, status: object) -> None:
        """A `SystemExit` with this code is on its way, which no hook of Python tells of: the runs that are open end with it.

        Somebody may catch it and go on: then the runs take steps after this, and the mark is void.
        """
        self._ending = ending_of_exit(status)
        self._exit_steps = {run.id: run.step for run in self.live}

    def _on_sys_exit(self, status: Any = None, /) -> None:
        self.leaving(status)
        self._next_exit(status)

    def _watch_quitters(self) -> None:
        """`exit(1)` and `quit(1)` of Python's own raise without `sys.exit`."""
        kind = getattr(sys.modules.get("_sitebuiltins"), "Quitter", None)
        if kind is None:
            return
        quit_by = kind.__call__

        def __call__(quitter: Any, code: Any = None) -> None:  # noqa: N807 - it takes the place of theirs
            self.leaving(code)
            quit_by(quitter, code)

        kind.__call__ = __call__

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        name = signal.Signals(number).name
        self._end_all(Ending(State.KILLED, 128 + number, name))
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    def _at_exit(self) -> None:
        ending = self._ending
        if self._exit_steps is not None and any(run.step != self._exit_steps.get(run.id) for run in self.live):
            ending = Ending()
        self._end_all(ending)

    def _end_all(self, ending: Ending) -> None:
        for watched in reversed(self._watched):
            watched.end(ending)

    def _in_child(self) -> None:
        self._lock = threading.RLock()
        self._ending, self._exit_steps = Ending(), None
        for watched in [*self._watched, *self._left]:
            watched.after_fork()


WATCH = ExitWatch()
