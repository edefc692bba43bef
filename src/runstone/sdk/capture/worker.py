"""The thread that every capture works in: it ends with the process, and its failures are told, never printed."""

from __future__ import annotations

import threading
from collections.abc import Callable

OnTrouble = Callable[[str], None]


def ignore(message: str) -> None:
    """The listener of a capture that nobody listens to."""


class Worker:
    """Runs one function in a daemon thread. What it raises is handed to `on_trouble`, once."""

    def __init__(self, work: Callable[[], None], *, what: str, on_trouble: OnTrouble = ignore) -> None:
        self._work = work
        self._what = what
        self._on_trouble = on_trouble
        self._thread = threading.Thread(target=self._run, name=f"runstone-{what.replace(' ', '-')}", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wait(self, timeout_secs: float) -> bool:
        """Wait for the end, at most so long.

        Returns:
            Whether it has ended.
        """
        if self._thread.ident is not None and self._thread is not threading.current_thread():
            self._thread.join(timeout_secs)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            self._work()
        except Exception as error:  # noqa: BLE001 - the outermost frame of a thread: past it, a traceback lands in the user's terminal
            self._on_trouble(
                f"Capturing the {self._what} stopped ({type(error).__name__}: {error}). "
                "What was captured before is recorded; everything else goes on."
            )
