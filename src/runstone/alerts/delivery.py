"""The delivery of alerts: a thread of its own that never delays nor ends whoever raises them."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from runstone.alerts.message import Message
from runstone.model.records import LEVELS

# What waits beyond this is left out: somebody who has not heard of so many needs no more.
_MOST_WAITING = 100
_RETRY_SECS = (1.0, 4.0)


class Way(Protocol):
    """A way by which alerts reach people."""

    name: str

    def deliver(self, message: Message) -> None:
        """Bring one alert there.

        Raises:
            OSError: it did not arrive.
        """


class Delivery:
    """Brings alerts to people by every way that is configured, in order, with retries."""

    def __init__(
        self,
        ways: Sequence[Way],
        least_level: str,
        on_trouble: Callable[[str], None],
        retry_secs: Sequence[float] = _RETRY_SECS,
    ) -> None:
        """
        Args:
            ways: all of them are tried.
            least_level: less urgent alerts are not delivered.
            on_trouble: is told what did not arrive, and why; called from the thread.
            retry_secs: the pauses between tries.
        """
        self._ways = ways
        self._least = LEVELS.index(least_level)
        self._on_trouble = on_trouble
        self._retry_secs = retry_secs
        # Guards the queue and the thread.
        self._lock = threading.Condition(threading.RLock())
        self._waiting: deque[Message] = deque()
        self._busy = False
        self._hurry = threading.Event()
        self._thread: threading.Thread | None = None
        self._pid = os.getpid()

    def send(self, message: Message) -> None:
        """Take an alert on its way; returns at once."""
        if not self._ways or LEVELS.index(message.level) < self._least:
            return
        if self._pid != os.getpid():
            self._begin_anew()
        with self._lock:
            if len(self._waiting) >= _MOST_WAITING:
                self._on_trouble(
                    f"The alert {message.title!r} was not delivered: {_MOST_WAITING} others wait. It is recorded."
                )
                return
            if self._thread is not None or self._start():
                self._waiting.append(message)
                self._lock.notify_all()
                return
        self._hurry.set()
        self._go_all_ways(message)

    def _start(self) -> bool:
        """
        Returns:
            False if the interpreter is about to end and starts no threads any more.
        """
        thread = threading.Thread(target=self._work, name="runstone-alerts", daemon=True)
        try:
            thread.start()
        except RuntimeError:
            return False
        self._thread = thread
        return True

    def drain(self, timeout_secs: float) -> None:
        """Wait until everything has arrived or failed, at most so long. Retries no longer pause."""
        if self._pid != os.getpid():
            return
        self._hurry.set()
        with self._lock:
            self._lock.wait_for(lambda: not self._waiting and not self._busy, timeout_secs)
            left = len(self._waiting) + self._busy
        if left:
            self._on_trouble(f"{left} alerts were not delivered in time. They are recorded.")

    def _begin_anew(self) -> None:
        """In a forked child: the thread and what waited are the parent's."""
        self._pid = os.getpid()
        self._lock = threading.Condition(threading.RLock())
        self._waiting.clear()
        self._busy = False
        self._thread = None

    def _work(self) -> None:
        while True:
            with self._lock:
                self._busy = False
                self._lock.notify_all()
                self._lock.wait_for(lambda: bool(self._waiting))
                message = self._waiting.popleft()
                self._busy = True
            self._go_all_ways(message)

    def _go_all_ways(self, message: Message) -> None:
        for way in self._ways:
            self._try(way, message)

    def _try(self, way: Way, message: Message) -> None:
        for pause_secs in (*self._retry_secs, None):
            try:
                way.deliver(message)
            except (OSError, ValueError) as error:
                if pause_secs is None:
                    self._on_trouble(
                        f"The alert {message.title!r} could not be delivered by {way.name} ({error}). It is recorded, and shown in the UI."
                    )
                elif not self._hurry.is_set():
                    self._hurry.wait(pause_secs)
            else:
                return


def ways_of(settings: Mapping[str, Any]) -> list[Way]:
    """The ways that settings (`alert_…`) name. Nothing is connected to yet."""
    ways: list[Way] = []
    if settings["alert_webhook"]:
        from runstone.alerts.webhook import Webhook

        ways.append(Webhook(settings["alert_webhook"]))
    if settings["alert_slack"]:
        from runstone.alerts.webhook import Slack

        ways.append(Slack(settings["alert_slack"]))
    if settings["alert_smtp"] and settings["alert_email_to"]:
        from runstone.alerts.mail import Mail

        ways.append(Mail(settings["alert_smtp"], settings["alert_email_to"], settings["alert_email_from"]))
    if settings["alert_desktop"]:
        from runstone.alerts.desktop import Desktop

        ways.append(Desktop())
    return ways
