"""The lookout: a thread that reads what the run has written, and raises an alert where a rule is met. `log()` does nothing for it."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, NamedTuple

from runstone.alerts.rules import Rule
from runstone.model.home import Home
from runstone.model.records import Level
from runstone.sdk import guard

if TYPE_CHECKING:
    from runstone.journal.reader import JournalReader, Rows
    from runstone.sdk.alerts.alerts import Alerts

_LOOK_SECS = 1.0


class _Watched(NamedTuple):
    rule: Rule
    level: Level
    wait_secs: float


class Lookout:
    """Looks at the points of one run, of all its writers, from the moment on at which it began."""

    def __init__(self, alerts: Alerts, home: Home, run: str, look_secs: float = _LOOK_SECS) -> None:
        """The thread begins at once, and ends with the process."""
        self._alerts = alerts
        self._home = home
        self._run = run
        self._look_secs = look_secs
        self._watched: list[_Watched] = []
        self._readers: dict[str, JournalReader] = {}
        self._grew = time.monotonic()
        # Guards the readers: the last look is the caller's of `stop`.
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._skip_what_is_there()
        threading.Thread(target=self._work, name="runstone-lookout", daemon=True).start()

    def add(self, rule: Rule, level: Level, wait_secs: float) -> None:
        """One more rule."""
        self._watched.append(_Watched(rule, level, wait_secs))

    def stop(self) -> None:
        """A last look, and no more."""
        self._stopped.set()
        self.look()

    def _work(self) -> None:
        while not self._stopped.wait(self._look_secs):
            try:
                self.look()
                self._check_stalls()
            except (OSError, ValueError) as error:
                guard.report("the rules of alerts", error)

    def _skip_what_is_there(self) -> None:
        with self._lock:
            for _ in self._read_on():
                pass

    def look(self) -> None:
        """Look at the points that are new."""
        with self._lock:
            for rows in self._read_on():
                self._grew = time.monotonic()
                for watched in list(self._watched):
                    self._check(watched, rows)

    def _read_on(self) -> list[Rows]:
        from runstone.journal.reader import JournalReader

        found = []
        for path in self._home.journals(self._run):
            reader = self._readers.setdefault(path.stem, JournalReader(path))
            if reader.path != path:
                continue  # sealed: its writer is done
            for piece in reader.pieces():
                found += [rows for rows in piece.rows if not rows.names[0].startswith("sys/")]
        return found

    def _check(self, watched: _Watched, rows: Rows) -> None:
        import numpy as np

        rule = watched.rule
        if rule.kind in ("stall", "crash"):
            return
        for column, name in enumerate(rows.names):
            if rule.metric and rule.metric != name:
                continue
            values = rows.values[:, column]
            if rule.kind == "nan":
                met = ~np.isfinite(values)
            else:
                met = values > rule.bound if rule.kind == "above" else values < rule.bound
            if met.any():
                at = int(met.argmax())
                step, value = int(rows.steps[at]), float(values[at])
                # The title has no value, so that waiting holds for whatever comes next.
                title = f"{name} is not finite" if rule.kind == "nan" else rule.text
                self._raise(watched, title, f"{name} is {value:g} at step {step}.", step)

    def _check_stalls(self) -> None:
        silent_secs = time.monotonic() - self._grew
        for watched in list(self._watched):
            if watched.rule.kind == "stall" and silent_secs >= watched.rule.bound:
                text = f"Nothing was logged for {silent_secs:.0f} seconds. The process lives."
                self._raise(watched, f"No point for {watched.rule.bound:g} s", text, None)
                self._grew = time.monotonic()

    def _raise(self, watched: _Watched, title: str, text: str, step: int | None) -> None:
        self._alerts.alert(title, text, watched.level, watched.wait_secs, step, watched.rule.text)
