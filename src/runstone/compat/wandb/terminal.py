"""`wandb.termlog` and its sisters."""

from __future__ import annotations

from typing import Any

from runstone.sdk import guard


def termlog(string: str = "", newline: bool = True, repeat: bool = True, **_: Any) -> None:
    """A line on standard error, once if it is not to be repeated."""
    (guard.say if repeat else guard.say_once)(string)


def termwarn(string: str, newline: bool = True, repeat: bool = True, **_: Any) -> None:
    """The same, for warnings."""
    termlog(f"WARNING {string}", newline, repeat)


def termerror(string: str, newline: bool = True, repeat: bool = True, **_: Any) -> None:
    """The same, for errors."""
    termlog(f"ERROR {string}", newline, repeat)
