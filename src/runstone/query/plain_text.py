"""A line of a terminal as it reads, without what moved the cursor or set colours. The UI reads it alike: web/src/run/console/ansi.ts."""

from __future__ import annotations

import re
from collections.abc import Callable

from runstone.query.patterns import compiled

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


# What `plain_text` leaves out, as RE2 reads it.
_LEFT_OUT = r"(?:\x1b(?:\[[0-9;:<-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[()][ -~]|[@-Z\\^_=>a-z])|[\x00-\x08\x0b-\x1f\x7f])*"
# Beyond ASCII there is more than one way to say that two letters are the same; a longer text costs more than it saves.
_LONGEST = 60
_DOTTED_I = "İ".encode()  # in lower case an i, and a dot


def raw_finder(text: str) -> Callable[[bytes], bool] | None:
    """Tells in one pass over raw lines in UTF-8, whatever lies between them, whether one may have `text` when it reads as `plain_text` has it,
    upper and lower case alike. It may say yes for nothing, never no; None where there is no such way."""
    if not text or not text.isascii() or not text.isprintable() or len(text) > _LONGEST:
        return None
    search = compiled(_LEFT_OUT.join(map(re.escape, text))).search
    return lambda raw: search(raw) is not None or _DOTTED_I in raw
