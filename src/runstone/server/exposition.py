"""Figures as Prometheus reads them: the text format 0.0.4, which is lines of a name, labels and a number."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate
from typing import Literal, NamedTuple

from runstone.server.meter import BOUNDS_SECS, Latency

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Sample(NamedTuple):
    """One number, with labels in their order, and what follows the name of its family."""

    value: float
    labels: tuple[tuple[str, str], ...] = ()
    suffix: str = ""


class Family(NamedTuple):
    """Numbers of one name; its unit is the end of the name. `says` is a line for people."""

    name: str
    kind: Literal["counter", "gauge", "histogram"]
    says: str
    samples: list[Sample]


def histogram(latencies: Iterable[tuple[str, Latency]]) -> list[Sample]:
    """The samples of a histogram of each route."""
    samples = []
    for route, latency in latencies:
        label = ("route", route)
        *within, whole = accumulate(latency.counts)
        for bound, count in zip(BOUNDS_SECS, within, strict=True):
            samples.append(Sample(count, (label, ("le", f"{bound:g}")), "_bucket"))
        samples.append(Sample(whole, (label, ("le", "+Inf")), "_bucket"))
        samples.append(Sample(latency.total_secs, (label,), "_sum"))
        samples.append(Sample(whole, (label,), "_count"))
    return samples


def expose(families: Iterable[Family]) -> str:
    """The text of all families."""
    lines = []
    for family in families:
        lines.append(f"# HELP {family.name} {_escape(family.says)}")
        lines.append(f"# TYPE {family.name} {family.kind}")
        for sample in family.samples:
            labels = ",".join(f'{name}="{_escape(value, quotes=True)}"' for name, value in sample.labels)
            number = int(sample.value) if float(sample.value).is_integer() else sample.value
            lines.append(f"{family.name}{sample.suffix}{f'{{{labels}}}' if labels else ''} {number}")
    return "\n".join(lines) + "\n"


def _escape(text: str, *, quotes: bool = False) -> str:
    text = text.replace("\\", "\\\\").replace("\n", "\\n")
    return text.replace('"', '\\"') if quotes else text
