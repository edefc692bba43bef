"""A patch that takes a change back."""

from __future__ import annotations

import re
from collections.abc import Iterable

_HUNK = re.compile(r"@@ -(\S+) \+(\S+) @@(.*)", re.DOTALL)
_INDEX = re.compile(r"index (\w+)\.\.(\w+)(.*)", re.DOTALL)
# Lines of a head that come in twos, and tell what was and what is.
_PAIRS = {"--- ": "+++ ", "rename from ": "rename to ", "old mode ": "new mode "}
_OPPOSITES = {"new file mode ": "deleted file mode ", "deleted file mode ": "new file mode "}


def backwards(lines: Iterable[str]) -> list[str]:
    """The part of a git patch that changes one file, so that it takes the change back.

    Args:
        lines: with their line ends, from `diff --git` on.
    """
    head: list[str] = []
    body: list[str] = []
    # Of a run of changed lines those that are removed come first.
    added: list[str] = []
    latest = body
    for line in lines:
        if not body and not line.startswith("@@ "):
            head.append(line)
        elif line.startswith("+"):
            latest = body
            body.append(f"-{line[1:]}")
        elif line.startswith("-"):
            latest = added
            added.append(f"+{line[1:]}")
        elif line.startswith("\\"):  # "\ No newline at end of file" is about the line before it
            latest.append(line)
        else:
            body += added
            added.clear()
            latest = body
            hunk = _HUNK.match(line)
            body.append(f"@@ -{hunk[2]} +{hunk[1]} @@{hunk[3]}" if hunk else line)
    return _head_backwards(head) + body + added


def _head_backwards(head: Iterable[str]) -> list[str]:
    found: list[str] = []
    was = ""
    for line in head:
        if index := _INDEX.match(line):
            found.append(f"index {index[2]}..{index[1]}{index[3]}")
            continue
        first = next((first for first in _PAIRS if line.startswith(first)), None)
        if first:
            was = line.removeprefix(first)
            continue
        second = next((pair for pair in _PAIRS.items() if was and line.startswith(pair[1])), None)
        if second:
            found += [second[0] + _on_side("a/", line.removeprefix(second[1])), second[1] + _on_side("b/", was)]
            was = ""
            continue
        word = next((word for word in _OPPOSITES if line.startswith(word)), None)
        found.append(_OPPOSITES[word] + line.removeprefix(word) if word else line)
    return found


def _on_side(side: str, name: str) -> str:
    """A path as it is written on the other side."""
    return side + name[2:] if name.startswith(("a/", "b/")) else name
