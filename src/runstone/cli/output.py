"""What verbs print: JSON for programs, tables and words for people."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import Any

import msgspec
from rich.console import Console
from rich.text import Text

from runstone.model.states import State
from runstone.model.values import to_json
from runstone.query.answers.runs import Run

COLOURS = {
    State.RUNNING: "blue",
    State.FINISHED: "green",
    State.FAILED: "red",
    State.CRASHED: "red",
    State.KILLED: "yellow",
    State.PREEMPTING: "yellow",
    State.PREEMPTED: "yellow",
}


# Wider than any table: a program that reads our lines wants them whole.
_PIPED_WIDTH = 10_000


def terminal() -> Console:
    """Standard output. Piped, it is as wide as its lines."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else _PIPED_WIDTH)


def print_json(value: Any) -> None:
    """A value as JSON, with NaN and infinities as `{"$float": …}`."""
    plain = to_json(msgspec.to_builtins(value))
    print(msgspec.json.format(msgspec.json.encode(plain), indent=2).decode())


def format_bytes(size_bytes: float) -> str:
    """`1.5 MB`."""
    for unit in ("B", "kB", "MB", "GB"):
        if size_bytes < 1000:
            return f"{size_bytes:.0f} B" if unit == "B" else f"{size_bytes:.1f} {unit}"
        size_bytes /= 1000
    return f"{size_bytes:.1f} TB"


def format_secs(secs: float) -> str:
    """`1h 02m`, `3m 07s`, `4.2s`."""
    if secs < 60:
        return f"{secs:.1f}s"
    minutes, seconds = divmod(round(secs), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return f"{days}d {hours:02d}h"
    return f"{hours}h {minutes:02d}m" if hours else f"{minutes}m {seconds:02d}s"


def format_moment(time: int) -> str:
    """Microseconds since the epoch as `2031-05-04 17:20:00`, in the time zone of this machine."""
    return datetime.fromtimestamp(time / 1e6).astimezone().strftime("%Y-%m-%d %H:%M:%S")


def format_moment_or(time: int | None, never: str) -> str:
    """`format_moment`; a word where there is none."""
    return never if time is None else format_moment(time)


def format_state(run: Run, now_secs: float, *, is_short: bool = False) -> Text:
    """The state of a run in its colour; of one that is silent also since when.

    Args:
        run: as it is listed.
        now_secs: seconds since the epoch.
        is_short: for a table: only for how long.
    """
    text = Text(run.state, COLOURS[run.state])
    if run.silent_time is not None:
        silent = format_secs(max(0.0, now_secs - run.silent_time / 1e6))
        since = f"for {silent}" if is_short else f"since {format_moment(run.silent_time)} ({silent})"
        text.append(f", no news {since}", "yellow")
    return text


def format_value(value: Any) -> str:
    """A config or summary value in few characters and one line."""
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else one_line(str(value))


def one_line(text: str) -> str:
    """A text without line ends and other signs that would move the cursor or change its colour."""
    return (
        text
        if text.isprintable()
        else "".join("↵" if sign == "\n" else sign if sign.isprintable() or sign == "\t" else "·" for sign in text)
    )


def cut(text: str, width: int) -> str:
    """At most so many characters of a text; an ellipsis stands for the rest."""
    return text if len(text) <= width else f"{text[: max(0, width - 1)]}…"
