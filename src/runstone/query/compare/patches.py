"""Uncommitted changes of two runs beside each other, file by file."""

from __future__ import annotations

import difflib
import re

from runstone.query.compare.backwards import backwards

# Comparing line by line takes the square of the length where nothing fits: what is longer is told in figures.
_MAX_LINES = 4_000
_FILE = re.compile(r"^diff --git ", re.MULTILINE)


def patch_diff(before: str, after: str, before_name: str, after_name: str) -> str:
    """How uncommitted changes differ: what leads from the one code to the other, where both have the same commit.

    A file that only the second patch changes is there as in that patch; one that only the first changes, backwards; of one that both change
    differently, the difference of the two patches. Files that both change in the same way are left out. The order of files does not matter.
    """
    old, new = _files(before), _files(after)
    found: list[str] = []
    for name in sorted(old.keys() | new.keys()):
        one, other = _lines(old.get(name, "")), _lines(new.get(name, ""))
        if one == other:
            continue
        if len(one) + len(other) > _MAX_LINES:
            found += [f"--- {before_name}/{name}\n", f"+++ {after_name}/{name}\n"]
            found.append(
                f"@@ {len(one):,} lines of a patch and {len(other):,} lines: too many to show how they differ @@\n"
            )
        elif one and other:
            found += difflib.unified_diff(one, other, f"{before_name}/{name}", f"{after_name}/{name}")
        else:
            found += other or backwards(one)
    return "".join(found)


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


def _lines(text: str) -> list[str]:
    # Not splitlines: a form feed or a lone carriage return in a source file ends no line of a diff.
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    return [line + "\n" for line in lines]
