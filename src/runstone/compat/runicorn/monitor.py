"""The monitor of a run: rules that are looked at with each `log`, and raise alerts."""

from __future__ import annotations

import math
import statistics
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from runstone.compat.runicorn.number import as_number
from runstone.model.errors import BadValue

_NEED_NO_THRESHOLD = ("nan", "inf")
_TESTS: dict[str, Callable[[float, float], bool]] = {
    "gt": lambda value, bound: value > bound,
    "lt": lambda value, bound: value < bound,
    "eq": lambda value, bound: math.isclose(value, bound, rel_tol=0.0, abs_tol=1e-9),
    "ne": lambda value, bound: not math.isclose(value, bound, rel_tol=0.0, abs_tol=1e-9),
    "nan": lambda value, bound: math.isnan(value),
    "inf": lambda value, bound: math.isinf(value),
}


@dataclass
class AlertRule:
    """When to alert: `condition` is gt, lt, eq, ne, nan or inf, met `consecutive_count` times in a row. `callback` gets the message and the value."""

    metric_name: str
    condition: str
    threshold: float | None = None
    consecutive_count: int = 1
    callback: Callable[[str, Any], None] | None = None


class MetricMonitor:
    """Rules, and the last values of each metric that has one or was asked for."""

    def __init__(self, window_size: int = 100) -> None:
        """
        Args:
            window_size: how many values of a metric `get_statistics` is about.
        """
        self._rules: dict[str, list[AlertRule]] = {}
        self._met: dict[int, int] = {}
        self._values: dict[str, deque[float]] = {}
        self._window_size = window_size
        for name in ("loss", "train_loss", "val_loss", "test_loss"):
            self.add_rule(AlertRule(name, "nan"))
            self.add_rule(AlertRule(name, "inf"))

    def add_rule(self, rule: AlertRule) -> None:
        """Look out for this from now on.

        Raises:
            BadValue: there is no such condition, or it needs a threshold. A ValueError, too.
        """
        if rule.condition not in _TESTS or (rule.threshold is None and rule.condition not in _NEED_NO_THRESHOLD):
            raise BadValue(
                f"condition={rule.condition!r}, threshold={rule.threshold!r}: expected one of {', '.join(_TESTS)}, and a threshold for all but "
                "nan and inf. No rule was added."
            )
        self._rules.setdefault(rule.metric_name, []).append(rule)

    def check_metrics(self, metrics: Mapping[str, Any]) -> list[str]:
        """Look at values that were logged.

        Returns:
            What is to be said about them. Callbacks were called.
        """
        messages = []
        for name in self._rules.keys() & metrics.keys():
            value = as_number(metrics[name])
            if value is None:
                continue
            self._values.setdefault(name, deque(maxlen=self._window_size)).append(value)
            for rule in self._rules[name]:
                if self._is_met(rule, value):
                    message = _told(rule, value)
                    messages.append(message)
                    if rule.callback is not None:
                        rule.callback(message, value)
        return messages

    def get_statistics(self, metric_name: str) -> dict[str, float]:
        """`mean`, `min`, `max`, `last`, `count` and `valid_count` of the last values of a metric that has a rule; empty without any."""
        values = list(self._values.get(metric_name, ()))
        finite = [value for value in values if math.isfinite(value)]
        if not finite:
            return {}
        return {
            "mean": statistics.fmean(finite),
            "min": min(finite),
            "max": max(finite),
            "last": values[-1],
            "count": len(values),
            "valid_count": len(finite),
        }

    def _is_met(self, rule: AlertRule, value: float) -> bool:
        if not _TESTS[rule.condition](value, rule.threshold if rule.threshold is not None else 0.0):
            self._met[id(rule)] = 0
            return False
        met = self._met.get(id(rule), 0) + 1
        self._met[id(rule)] = met % max(1, rule.consecutive_count)
        return self._met[id(rule)] == 0


def _told(rule: AlertRule, value: float) -> str:
    if rule.condition in _NEED_NO_THRESHOLD:
        return f"{rule.metric_name} is {rule.condition.upper()}"
    return f"{rule.metric_name}={value:g} {rule.condition} {rule.threshold:g}"
