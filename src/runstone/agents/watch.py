"""The watch over a trial in this process: a thread that asks whether it is to end, so that `log()` need not."""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import TracebackType

from runstone.agents.desk import Desk
from runstone.model.errors import RunstoneError
from runstone.model.states import StopReason
from runstone.sdk import guard
from runstone.sweeps.controller import Claimed

LOOK_SECS = 0.5


class Watch:
    """A context manager: in its block `on_stop` is called, again and again, as soon as the trial is to end."""

    def __init__(self, desk: Desk, claimed: Claimed, on_stop: Callable[[StopReason], None]) -> None:
        self._desk = desk
        self._claimed = claimed
        self._on_stop = on_stop
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="runstone-trial", daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over.wait(LOOK_SECS):
            stop = look(self._desk, self._claimed)
            if stop is not None:
                self._on_stop(stop)


def look(desk: Desk, claimed: Claimed) -> StopReason | None:
    """Why the trial is to end, if it is. A desk that cannot be asked for a moment is no reason to end one."""
    try:
        return desk.look(claimed).stop
    except RunstoneError as error:
        guard.say_once(f"trial {claimed.number} goes on, though its sweep cannot be asked: {error}")
        return None
