"""Rules: when a run is to raise an alert by itself."""

from __future__ import annotations

import math
import re
from typing import Literal, NamedTuple

Kind = Literal["nan", "above", "below", "stall", "crash"]

_THRESHOLD = re.compile(r"(?P<metric>\S(?:.*\S)?)\s*(?P<sign>[<>])\s*(?P<bound>\S+)")
_STALL = re.compile(r"stall\s*:?\s*(?P<secs>\S+)")


class Rule(NamedTuple):
    """`metric` is the metric that a threshold is of, and of `nan` the one that is looked at, empty for all. `bound` is the threshold, or of a
    stall the seconds without a point."""

    text: str
    kind: Kind
    metric: str = ""
    bound: float = 0.0


def parse_rule(text: str) -> Rule:
    """A rule as people write it: `nan`, `nan train/loss`, `train/loss > 10`, `val/acc < 0.1`, `stall 600`, `crash`.

    Raises:
        ValueError: it is none.
    """
    words = " ".join(text.split())
    if words == "crash":
        return Rule(words, "crash")
    if words == "nan" or words.startswith("nan "):
        return Rule(words, "nan", metric=words[4:])
    stall = _STALL.fullmatch(words)
    if stall is not None:
        secs = _number(stall["secs"], words)
        if secs <= 0:
            raise ValueError(f"the rule {words!r} needs a positive number of seconds")
        return Rule(words, "stall", bound=secs)
    threshold = _THRESHOLD.fullmatch(words)
    if threshold is not None:
        kind: Kind = "above" if threshold["sign"] == ">" else "below"
        return Rule(words, kind, threshold["metric"], _number(threshold["bound"], words))
    raise ValueError(
        f"there is no rule {words!r}: write nan, nan METRIC, METRIC > 10, METRIC < 0.1, stall 600 or crash"
    )


def _number(text: str, rule: str) -> float:
    try:
        number = float(text)
    except ValueError:
        raise ValueError(f"the rule {rule!r} needs a number, not {text!r}") from None
    if not math.isfinite(number):
        raise ValueError(f"the rule {rule!r} needs a finite number")
    return number
