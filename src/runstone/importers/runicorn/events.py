"""`events.jsonl`: the points and images of a run, a line each."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

_MAX_STEP = 2**63 - 1
_NOT_VALUES = frozenset({"global_step", "step", "time", "stage"})

Stage = str | int | float | bool


class Points(NamedTuple):
    """What one call of `log` gave. `time` is in microseconds since the epoch."""

    time: int
    step: int
    stage: Stage | None
    numbers: dict[str, float]
    texts: dict[str, str]


class Picture(NamedTuple):
    """An image: the path of its file within the run's folder. `step` is None where the script gave none."""

    time: int
    step: int | None
    key: str
    path: str
    caption: str | None


class LineFile:
    """A file that grows by lines. A line that is not whole yet is given when it is."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._offset = 0

    def read(self, *, to_end: bool = False) -> Iterator[bytes]:
        """The lines that came since, without their ends; with `to_end` also a last one that has none.

        Raises:
            OSError: it cannot be read. A file that is not there has no lines.
        """
        try:
            file = open(self._path, "rb")  # noqa: SIM115 - closed below
        except FileNotFoundError:
            return
        with file:
            file.seek(self._offset)
            for line in file:
                if not line.endswith(b"\n") and not to_end:
                    return
                self._offset += len(line)
                yield line.rstrip(b"\r\n")


def parse_event(line: bytes, now: int) -> Points | Picture | None:
    """What a line says; None where it is none of ours, or broken.

    Args:
        line: a line of JSON, as Python writes it: with NaN and Infinity.
        now: the time that a line without one counts from.
    """
    try:
        event = json.loads(line)
        data = event["data"]
        kind = event["type"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    if not isinstance(data, dict):
        return None
    time = micros(event.get("ts")) or micros(data.get("time")) or now
    if kind == "metrics":
        step = _step(data.get("global_step", data.get("step")))
        return None if step is None else _points(time, step, data)
    if kind == "image" and isinstance(data.get("key"), str) and isinstance(data.get("path"), str):
        caption = data.get("caption")
        return Picture(time, _step(data.get("step")), data["key"], data["path"], str(caption) if caption else None)
    return None


def micros(secs: Any) -> int:
    """Seconds since the epoch as microseconds; 0 of what are none."""
    if isinstance(secs, bool) or not isinstance(secs, int | float) or not math.isfinite(secs) or not 0 < secs < 1e11:
        return 0
    return round(secs * 1e6)


def _points(time: int, step: int, data: dict[str, Any]) -> Points:
    numbers: dict[str, float] = {}
    texts: dict[str, str] = {}
    for name, value in data.items():
        if name in _NOT_VALUES or not name:
            continue
        _put(name, value, numbers, texts)
    stage = data.get("stage")
    if stage is not None and not isinstance(stage, str | int | float | bool):
        stage = json.dumps(stage)
    return Points(time, step, stage, numbers, texts)


def _put(name: str, value: Any, numbers: dict[str, float], texts: dict[str, str]) -> None:
    if isinstance(value, bool | int | float):
        try:
            numbers[name] = float(value)
        except OverflowError:
            texts[name] = str(value)
    elif isinstance(value, dict):
        for inner, each in value.items():
            _put(f"{name}/{inner}", each, numbers, texts)
    elif value is not None:
        texts[name] = value if isinstance(value, str) else json.dumps(value)


def _step(value: Any) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int) or not -_MAX_STEP <= value <= _MAX_STEP:
        return None
    return value
