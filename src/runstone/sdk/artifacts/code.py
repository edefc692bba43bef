"""The code that a run ran with, as an artifact: the files below a folder that are code, as git sees them where there is a repository."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from runstone.sdk.capture.repository import ask_git

Choose = Callable[..., bool]

_SKIPPED = frozenset({".git", ".hg", ".svn", "__pycache__", ".venv", "venv", "node_modules", "wandb", ".runstone"})


def is_code(path: str) -> bool:
    """Python sources, requirements and Dockerfiles."""
    name = os.path.basename(path)
    return (
        name.endswith(".py")
        or (name.startswith("requirements") and name.endswith(".txt"))
        or name.startswith("Dockerfile")
    )


def is_nothing(path: str) -> bool:
    """Leaves nothing out."""
    return False


def code_files(root: str, include: Choose, exclude: Choose) -> dict[str, Path]:
    """The files below a folder that are wanted, by their paths in it. What git ignores is none; without a repository folders of tools are none.

    Args:
        root: the folder.
        include: takes an absolute path, or that and the root; whether the file is code.
        exclude: the same; whether it is left out all the same.
    """
    folder = os.path.abspath(root)
    chosen = _with_root(include, folder)
    left_out = _with_root(exclude, folder)
    found = {}
    for name in _candidates(folder):
        path = os.path.join(folder, name)
        if os.path.isfile(path) and chosen(path) and not left_out(path):
            found[Path(name).as_posix()] = Path(path)
    return found


def _candidates(folder: str) -> Iterator[str]:
    listed = ask_git(folder, ("ls-files", "-z", "--cached", "--others", "--exclude-standard"))
    if listed is not None:
        yield from sorted(set(filter(None, listed.split("\0"))))
        return
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED)
        for name in sorted(names):
            yield os.path.relpath(os.path.join(place, name), folder)


def _with_root(choose: Choose, folder: str) -> Callable[[str], Any]:
    """Some take the root, too."""
    try:
        takes_root = len(inspect.signature(choose).parameters) > 1
    except (TypeError, ValueError):
        takes_root = False
    return (lambda path: choose(path, folder)) if takes_root else choose
