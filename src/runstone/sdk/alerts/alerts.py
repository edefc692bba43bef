"""The alerts of an open run: recorded, not too often, and handed to the delivery."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from runstone.alerts.message import Message
from runstone.alerts.rules import Rule, parse_rule
from runstone.model.errors import BadValue
from runstone.model.records import LEVELS, Alerted, Level

if TYPE_CHECKING:
    from runstone.alerts.delivery import Delivery
    from runstone.journal.void import VoidWriter
    from runstone.journal.writer import JournalWriter
    from runstone.sdk.alerts.lookout import Lookout

DEFAULT_WAIT_SECS = 60.0
_MOST_TITLE_CHARS = 250
_MOST_TEXT_CHARS = 64 << 10

# What a run is called at the moment: title, text, level, rule and time are added.
Address = Callable[[Alerted], Message]


class Alerts:
    """Raises alerts of one run. Safe to use from many threads."""

    def __init__(
        self,
        writer: JournalWriter | VoidWriter,
        open_delivery: Callable[[], Delivery] | None,
        open_lookout: Callable[[Alerts], Lookout] | None,
        address: Address,
    ) -> None:
        """
        Args:
            writer: takes the records.
            open_delivery: makes what brings alerts to people, at the first of them; None for nothing.
            open_lookout: makes what looks whether rules are met, at the first rule; None for a disabled run.
            address: makes a message of an alert.
        """
        self._writer = writer
        self._open_delivery = open_delivery
        self._open_lookout = open_lookout
        self._address = address
        self._delivery: Delivery | None = None
        self._lookout: Lookout | None = None
        self._raised: dict[str, float] = {}
        self._lock = threading.RLock()

    def alert(
        self,
        title: str,
        text: str = "",
        level: Any = None,
        wait_duration: float | timedelta | None = None,
        step: int | None = None,
        rule: str = "",
    ) -> bool:
        """See `Run.alert`.

        Args:
            rule: which rule raised it; empty if the script did.
        """
        if not isinstance(title, str) or not title.strip():
            raise BadValue("An alert has a title: a text that is not empty. Nothing was recorded.")
        checked = as_level(level)
        wait_secs = as_wait_secs(wait_duration)
        now = time.monotonic()
        with self._lock:
            if title in self._raised and now - self._raised[title] < wait_secs:
                return False
            self._raised[title] = now
        record = Alerted(
            time=self._writer.now(),
            title=title[:_MOST_TITLE_CHARS],
            text=str(text)[:_MOST_TEXT_CHARS],
            level=checked,
            rule=rule,
            step=step,
        )
        self._writer.event(record)
        self._deliver(record)
        return True

    def _deliver(self, record: Alerted) -> None:
        if self._open_delivery is None:
            return
        with self._lock:
            if self._delivery is None:
                self._delivery = self._open_delivery()
        self._delivery.send(self._address(record))

    def alert_on(self, rule: str, level: Any = None, wait_duration: float | timedelta | None = None) -> None:
        """See `Run.alert_on`."""
        try:
            parsed = parse_rule(rule)
        except (ValueError, AttributeError) as error:
            raise BadValue(f"{error}. No rule was added.") from error
        checked = "warn" if level is None else as_level(level)
        self.add_rule(parsed, checked, as_wait_secs(wait_duration))

    def add_rule(self, rule: Rule, level: Level, wait_secs: float) -> None:
        """Look out for this from now on. A crash is none that the process itself could see: readers do."""
        if self._open_lookout is None or rule.kind == "crash":
            return
        with self._lock:
            if self._lookout is None:
                self._lookout = self._open_lookout(self)
            self._lookout.add(rule, level, wait_secs)

    def end(self, timeout_secs: float) -> None:
        """Look at what was logged last, and wait until alerts have arrived, at most so long."""
        if self._lookout is not None:
            self._lookout.stop()
        if self._delivery is not None:
            self._delivery.drain(timeout_secs)

    def after_fork(self) -> None:
        """In a forked child: rules are the parent's to look after."""
        self._lock = threading.RLock()
        self._lookout = None


def as_level(level: Any) -> Level:
    """A level by its name, in small or capital letters, or as an enum whose value or name is one; None for `info`.

    Raises:
        BadValue: it is none.
    """
    if level is None:
        return "info"
    word = str(getattr(level, "value", level)).lower()
    word = "warn" if word == "warning" else word
    for known in LEVELS:
        if word == known:
            return known
    raise BadValue(f"level={level!r} is none: {', '.join(LEVELS)}. Nothing was recorded.")


def as_wait_secs(wait_duration: float | timedelta | None) -> float:
    """A duration in seconds.

    Raises:
        BadValue: it is negative, or no duration.
    """
    if wait_duration is None:
        return DEFAULT_WAIT_SECS
    secs = wait_duration.total_seconds() if isinstance(wait_duration, timedelta) else wait_duration
    if isinstance(secs, bool) or not isinstance(secs, int | float) or math.isnan(secs) or secs < 0:
        raise BadValue(f"wait_duration={wait_duration!r} is no duration in seconds. Nothing was recorded.")
    return float(secs)
