"""`run.log_code`: files of code as an artifact."""

from __future__ import annotations

import inspect
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from runstone.compat.wandb.artifact import Artifact

Choose = Callable[..., bool]
_CODE = re.compile(r".*\.py|requirements.*\.txt|Dockerfile.*")
_NOT_OURS = frozenset({"wandb", ".wandb", ".git", "__pycache__", "node_modules", ".venv", "venv"})


def code_artifact(
    root: str | None, name: str | None, project: str, include: Choose | None, exclude: Choose | None
) -> Artifact | None:
    """An artifact of type `code`; None if no file is to be in it.

    Args:
        root: the folder; None for the present one.
        name: of the artifact; by default made of the project and the program.
        project: of the run.
        include: takes a path, and perhaps the root, and says whether the file is code; by default `*.py`, `requirements*.txt` and `Dockerfile*`.
        exclude: says which of them are left out; by default those in folders of tools.
    """
    folder = Path(root or ".").absolute()
    found = [path for path in _walk(folder) if _says(include or _is_code, path, folder)]
    kept = [path for path in found if not _says(exclude or _is_tool, path, folder)]
    if not kept:
        return None
    artifact = Artifact(_safe(name or f"source-{project}-{Path(sys.argv[0] or 'program').name}"), "code")
    for path in kept:
        artifact.add_file(path, path.relative_to(folder).as_posix())
    return artifact


def _walk(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(each for each in folders if each not in _NOT_OURS)
        yield from (Path(place, file) for file in sorted(files))


def _says(choose: Choose, path: Path, root: Path) -> bool:
    takes_root = len(inspect.signature(choose).parameters) > 1
    return bool(choose(str(path), str(root)) if takes_root else choose(str(path)))


def _is_code(path: str) -> bool:
    return _CODE.fullmatch(os.path.basename(path)) is not None


def _is_tool(path: str, root: str) -> bool:
    return bool(_NOT_OURS & set(Path(path).relative_to(root).parts))


def _safe(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9_.-]", "_", name)
