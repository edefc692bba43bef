"""Uncommitted changes of two runs beside each other, file by file."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

# Comparing line by line takes the square of the length where nothing fits: what is longer is told in figures.
_MAX_LINES = 4_000
_FILE = re.compile(r"^diff --git ", re.MULTILINE)


def patch_diff(before: str, after: str, before_name: str, after_name: str) -> str:
    """What one patch has and another has not, as a unified diff of the two patches; empty if they are the same.

    Files that both change in the same way are left out. The order of files does not matter.
    """
    old, new = _files(before), _files(after)
    return "".join(
        line
        for name in sorted(old.keys() | new.keys())
        if old.get(name, "") != new.get(name, "")
        for line in _file_diff(name, old.get(name, ""), new.get(name, ""), before_name, after_name)
    )


def _files(patch: str) -> dict[str, str]:
    """The parts of a patch by the file that they change; what stands before the first is under the empty name."""
    starts = [match.start() for match in _FILE.finditer(patch)]
    parts = [patch[start:end] for start, end in zip([0, *starts], [*starts, len(patch)], strict=True)]
    found: dict[str, str] = {}
    for part in parts:
        if part:
            head = part.partition("\n")[0]
            name = head.rpartition(" b/")[2] if head.startswith("diff --git ") else ""
            found[name] = found.get(name, "") + part
    return found


def _file_diff(name: str, old: str, new: str, before_name: str, after_name: str) -> Iterator[str]:
    before, after = _lines(old), _lines(new)
    from_name, to_name = (
        f"{run}/{name}" if lines else "/dev/null" for run, lines in ((before_name, before), (after_name, after))
    )
    if len(before) + len(after) <= _MAX_LINES:
        yield from difflib.unified_diff(before, after, from_name, to_name)
        return
    yield f"--- {from_name}\n+++ {to_name}\n"
    yield f"@@ {len(before):,} lines differ from {len(after):,} lines: too many to compare them one by one @@\n"


def _lines(text: str) -> list[str]:
    # Not splitlines: a form feed or a lone carriage return in a source file ends no line of a diff.
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    return [line + "\n" for line in lines]
