"""Names of artifacts: `project/name:alias`, where the project and the alias may be left out."""

from __future__ import annotations

import re
from typing import NamedTuple

from runstone.model.collection import LATEST
from runstone.model.errors import BadValue
from runstone.model.ids import check_project

MAX_NAME_CHARS = 128
REGISTRY = "registry"
"""Projects below this one are registries: their collections are portfolios, of versions that are linked to from elsewhere."""

_NAME = re.compile(r"[A-Za-z0-9_.-]+")
_ALIAS = re.compile(r"[^/:\s][^/:]{0,127}")


class Named(NamedTuple):
    """What a name means."""

    project: str
    name: str
    alias: str

    def __str__(self) -> str:
        return f"{self.project}/{self.name}:{self.alias}"


def parse(text: str, project: str | None) -> Named:
    """Read a name.

    Args:
        text: `name`, `name:alias`, `project/name:alias`; the project may have several parts.
        project: where a name without one is looked for.

    Raises:
        BadValue: it is no name.
    """
    path, colon, alias = text.partition(":")
    folder, _, name = path.rpartition("/")
    if colon and (not alias or ":" in alias):
        raise BadValue(f"{text!r}: after one colon comes which version it is, v3 or an alias such as latest.")
    return Named(check_project(folder or project), check_name(name), alias or LATEST)


def check_name(name: str) -> str:
    """The name of a collection.

    Raises:
        BadValue: it is empty, longer than 128 characters, or has others than letters, digits, `_`, `.` and `-`.
    """
    if not _NAME.fullmatch(name) or len(name) > MAX_NAME_CHARS:
        raise BadValue(
            f"{name!r} cannot name an artifact: names have 1 to {MAX_NAME_CHARS} letters, digits, dots, dashes and underscores."
        )
    return name


def check_aliases(aliases: str | list[str] | tuple[str, ...] | None, default: tuple[str, ...] = ()) -> list[str]:
    """Aliases in their one spelling, each once.

    Raises:
        BadValue: one is empty, holds `/` or `:`, or looks like a number (`v3`), which is given out.
    """
    found = [aliases] if isinstance(aliases, str) else list(default if aliases is None else aliases)
    for alias in found:
        if not isinstance(alias, str) or not _ALIAS.fullmatch(alias):
            raise BadValue(
                f"{alias!r} is no alias: it is a text of 1 to 128 characters without / and :. Nothing was changed."
            )
        if alias[:1] == "v" and alias[1:].isdigit():
            raise BadValue(
                f"{alias!r} looks like the number of a version, and those are given out. Choose another alias."
            )
    return list(dict.fromkeys(found))
