"""A line of a terminal as it reads, without what moved the cursor or set colours. The UI reads it alike: web/src/run/console/ansi.ts."""

from __future__ import annotations

import re

_ESCAPE = re.compile(
    r"\x1b(?:\[[\d;:<-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[()][ -~]|[@-Z\\^_=>a-z])", re.ASCII
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def plain_text(line: str) -> str:
    """The line as it reads. A carriage return begins it anew: what a progress bar wrote before is gone."""
    if line.isprintable():
        return line
    if "\r" in line:
        line = line.rstrip("\r").rpartition("\r")[2]
    return _CONTROL.sub("", _ESCAPE.sub("", line))
