"""Replay: how a run is done again in another folder, by what was recorded of it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Any, NamedTuple

from runstone.model.errors import Misuse

# Of the environment that was recorded, what changes numbers; not where a process stood in a cluster that is gone.
_DETERMINING = (
    *("PYTHONHASHSEED", "CUBLAS_WORKSPACE_CONFIG", "TF_DETERMINISTIC_OPS", "XLA_FLAGS", "JAX_PLATFORMS"),
    *("OMP_NUM_THREADS", "MKL_NUM_THREADS", "TOKENIZERS_PARALLELISM"),
)
_MASK = "***"


class Replay(NamedTuple):
    """What to start: words, a folder, variables to set, and what is not as it was."""

    command: list[str]
    cwd: Path
    variables: dict[str, str]
    differences: list[str]


def plan(environment: Mapping[str, Any], root: str, tree: Path, python: str | None = None) -> Replay:
    """How to do a run again.

    Args:
        environment: what was recorded of the run.
        root: the folder that its code lay in.
        tree: where that code lies now; paths below the root are taken to lie below it.
        python: the interpreter to use; by default the one that the run had, else this one.

    Raises:
        Misuse: its command was not recorded, or holds a secret that was masked.
    """
    words = list(environment.get("launch") or [])
    if not words:
        raise Misuse(
            "How the run was started was not recorded (the setting `host` was off), so it cannot be done again."
        )
    masked = [word for word in words if _MASK in word]
    if masked:
        raise Misuse(
            f"The command of the run holds a secret that was not recorded ({masked[0]}), so it cannot be done again as it was. "
            "Check its code out by `runstone checkout`, and start it yourself."
        )
    interpreter, differences = _interpreter(environment, python)
    cwd = tree / _below(str(environment.get("cwd") or root), root)
    if not cwd.is_dir():
        differences.append(f"the run was started in {environment.get('cwd')}, which is no folder of its code")
        cwd = tree
    command = [interpreter, *(_moved(word, root, tree) for word in words[1:])]
    recorded = environment.get("env") or {}
    variables = {name: recorded[name] for name in _DETERMINING if name in recorded}
    if "PYTHONHASHSEED" not in variables:
        differences.append("PYTHONHASHSEED was not set, so the order of sets may be another one")
    return Replay(command, cwd, variables, differences)


def lock(environment: Mapping[str, Any]) -> str:
    """The packages that the run had, as a file of requirements; empty if they were not recorded."""
    packages = environment.get("packages") or {}
    return "".join(f"{name}=={version}\n" for name, version in packages.items() if version and name != "runstone")


def package_differences(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """How installed packages differ from those of the run, one line a package."""
    old, new = ({name.lower(): version for name, version in packages.items()} for packages in (before, now))
    found = []
    for name in sorted({*old, *new} - {"runstone"}):
        if old.get(name) != new.get(name):
            found.append(f"{name}: {old.get(name) or 'not there'} then, {new.get(name) or 'not there'} now")
    return found


def _interpreter(environment: Mapping[str, Any], python: str | None) -> tuple[str, list[str]]:
    recorded = str(environment.get("executable") or "")
    if python is not None:
        return python, []
    if recorded and (os.path.exists(recorded) or shutil.which(recorded)):
        return recorded, []
    return sys.executable, [f"the interpreter {recorded or 'of the run'} is not here; this is {sys.executable}"]


def _below(path: str, root: str) -> str:
    try:
        return str(PurePath(path).relative_to(root))
    except ValueError:
        return "."


def _moved(word: str, root: str, tree: Path) -> str:
    """A word of the command: a path below the root, also behind `--option=`, lies below the tree now."""
    option, mark, value = word.partition("=") if word.startswith("-") else ("", "", word)
    if value == root or value.startswith(root.rstrip("/") + "/"):
        return f"{option}{mark}{tree / os.path.relpath(value, root)}"
    return word
