"""The code that a run ran with, as an artifact: the files of a source tree that are code, and what such an artifact is called."""

from __future__ import annotations

import hashlib
import inspect
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from runstone.model.home import Home
from runstone.sdk import guard
from runstone.sdk.artifacts.artifact import Artifact
from runstone.snapshots.source_tree import WHY, LeftOut, Limits, look_at_tree
from runstone.snapshots.taking import take

if TYPE_CHECKING:
    from runstone.sdk.opening import Identity

Choose = Callable[..., bool]

CODE = "code"
_NAMED = 5


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


def code_artifact(
    identity: Identity, root: str, name: str | None, include: Choose | None, exclude: Choose | None
) -> Artifact | None:
    """An artifact of the files below a folder that are wanted; None if there is none. What a snapshot leaves out is none.

    Args:
        identity: of the run.
        root: the folder.
        name: of the artifact.
        include: takes an absolute path, or that and the root; whether the file is code.
        exclude: the same; whether it is left out all the same.

    Raises:
        BadValue: the root is no folder, or the name cannot be.
    """
    folder = os.path.abspath(root)
    chosen, left_out = _with_root(include or is_code, folder), _with_root(exclude or is_nothing, folder)

    def wanted(path: str) -> bool:
        whole = os.path.join(folder, path)
        return bool(chosen(whole)) and not left_out(whole)

    artifact = Artifact(name or source_name(identity.project), type=CODE)
    home = Home(identity.home)
    tree = look_at_tree(Path(folder), Limits(), (home.path,), wanted)
    if not tree.files or identity.disabled:
        return artifact if tree.files else None
    taken = take(home, tree)
    tell_left_out(taken.left_out)
    artifact.manifest.entries.update(taken.manifest.entries)
    return artifact


def source_name(project: str) -> str:
    """What the code of a project is called as an artifact."""
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "_.-") else "-" for sign in project)
    if plain != project.replace("/", "-") or len(plain) > 100:
        # Two projects whose names become one are told apart.
        plain = f"{plain[:100]}-{hashlib.sha256(project.encode()).hexdigest()[:8]}"
    return f"source-{plain}"


def tell_left_out(left_out: list[LeftOut]) -> None:
    """Say which files are not in the snapshot, and why; the first ones of each reason by name."""
    for reason, why in WHY.items():
        paths = [item.path for item in left_out if item.reason == reason]
        if paths:
            more = f" and {len(paths) - _NAMED} more" if len(paths) > _NAMED else ""
            guard.say_once(f"left out of the code of the run, since {why}: {', '.join(paths[:_NAMED])}{more}")


def _with_root(choose: Choose, folder: str) -> Callable[[str], Any]:
    """Some take the root, too."""
    try:
        takes_root = len(inspect.signature(choose).parameters) > 1
    except (TypeError, ValueError):
        takes_root = False
    return (lambda path: choose(path, folder)) if takes_root else choose
