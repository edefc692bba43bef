"""The rows of a run: which step a call of `log` means, and what becomes of its values.

A row is open until it is committed: calls with `commit=False`, or with the step of the open row, add to it. Each call is recorded at once
all the same, so nothing waits for a commit, and a call with an earlier step is kept.
"""

from __future__ import annotations

import operator
import threading
from collections.abc import Mapping
from typing import Any

from runstone.compat.wandb.errors import UnloggableValue, UsageError
from runstone.compat.wandb.pyplot import drawn
from runstone.compat.wandb.values import PLAIN, shown, to_native
from runstone.model.errors import BadValue, RunNotReady
from runstone.sdk.run import Run

_NUMBERS = frozenset({float, int, bool})


class Rows:
    """The rows of an open run."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self.step = run.step
        self.last_step: int | None = run.step - 1 if run.step > 0 else None
        # Names whose last value was no number, and what the summary shows of it; `Nested` for those that became several metrics.
        self.others: dict[str, Any] = {}
        # Guards the step: two threads that log must not have one row.
        self._lock = threading.RLock()

    def log(self, data: Mapping[str, Any], step: int | None, commit: bool | None) -> None:
        """See `Run.log`."""
        if not isinstance(data, Mapping):
            raise TypeError(f"wandb.log must be passed a dictionary, not {type(data).__name__}. Nothing was recorded.")
        numbers_only = True
        for key, value in data.items():
            if type(key) is not str and not isinstance(key, str):
                raise TypeError(f"Key values passed to `wandb.log` must be strings, not {key!r}. Nothing was recorded.")
            if type(value) not in _NUMBERS or key[:1] == "_":
                numbers_only = False
        with self._lock:
            if step is not None:
                step = _whole(step)
                self.step = max(self.step, step)
            at = self.step if step is None else step
            if commit or (step is None and commit is None):
                self.step += 1
            self.last_step = at if self.last_step is None else max(self.last_step, at)
        if not numbers_only:
            self._log_all(data, at)
            return
        if self.others:
            for key in data:
                self.others.pop(key, None)
        self._record(data, at, None)

    def _log_all(self, data: Mapping[str, Any], at: int) -> None:
        given = data.get("_timestamp")
        timestamp = float(given) if isinstance(given, int | float) and given > 0 else None
        kept = {key: drawn(value) for key, value in data.items() if key not in ("_step", "_timestamp")}
        for key, value in kept.items():
            self._note(key, value)
        self._record(dict(to_native(kept)), at, timestamp)

    def _record(self, data: Mapping[str, Any], at: int, timestamp: float | None) -> None:
        if not data:
            return
        try:
            self._run.log(data, at, None, timestamp)
        except BadValue as error:
            raise UnloggableValue(str(error)) from error
        except RunNotReady as error:
            raise UsageError(str(error)) from error

    def _note(self, key: str, value: Any) -> None:
        if type(value) in _NUMBERS or (hasattr(value, "__float__") and not getattr(value, "shape", ())):
            self.others.pop(key, None)
        elif isinstance(value, Mapping):
            self.others[key] = NESTED
        else:
            try:
                self.others[key] = value if type(value) in PLAIN else shown(value)
            except BadValue:
                self.others.pop(key, None)


class _Nested:
    """The mark of a name whose value was a dict."""


NESTED = _Nested()


def _whole(step: Any) -> int:
    try:
        return operator.index(step)
    except TypeError:
        if isinstance(step, float) and step.is_integer():
            return int(step)
        raise TypeError(
            f"step={step!r} is no integer, and nothing of this call was recorded. Log it as a metric and use define_metric(step_metric=...)."
        ) from None
