"""A source tree as a zip. Runs keep theirs by `init(snapshot_code=True)`, which stores each file once."""

from __future__ import annotations

import os
import stat
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from runstone.model.errors import BadValue
from runstone.sdk import guard
from runstone.snapshots.secrets import file_holds_secret
from runstone.snapshots.source_tree import WHY, LeftOut, Limits, SourceTree, look_at_tree

_RNIGNORE = ".rnignore"
# The earliest time that a zip can hold: the same tree is the same bytes.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def snapshot_workspace(
    root: str | os.PathLike[str],
    out_zip: str | os.PathLike[str],
    *,
    ignore_file: str = _RNIGNORE,
    extra_excludes: Sequence[str] | None = None,
    max_total_bytes: int = 500 << 20,
    max_files: int = 200_000,
    force_snapshot: bool = False,
) -> dict[str, Any]:
    """Write the source tree of a folder into a zip, by the rules of `docs/snapshots.md`: real ones of gitignore, nested, and never keys.

    Args:
        root: the folder.
        out_zip: the zip, which is never part of itself.
        ignore_file: a file of the root with rules, beside `.gitignore`, `.rnignore` and `.runstoneignore`.
        extra_excludes: further patterns.
        max_total_bytes, max_files: what goes beyond is left out, the largest files first, and named.
        force_snapshot: no limits.

    Returns:
        `workspace_root`, `archive_path`, `file_count`, `total_bytes`, and the paths that were `left_out` though no rule says so.

    Raises:
        BadValue: the root is no folder. Nothing was written.
        OSError: the disk refused.
    """
    folder, target = Path(os.path.abspath(root)), Path(os.path.abspath(out_zip))
    if not folder.is_dir():
        raise BadValue(f"{folder} is no folder, so there is no code to take from it. Nothing was written.")
    limits = (
        Limits(sys.maxsize, sys.maxsize, sys.maxsize)
        if force_snapshot
        else Limits(max_total_bytes, max_total_bytes, max_files)
    )
    tree = _wanted(look_at_tree(folder, limits), target, _patterns(folder, ignore_file, extra_excludes))
    for item in tree.left_out:
        guard.say_once(f"{item.path} is not in {target.name}: {WHY[item.reason]}")
    _write(tree, target)
    return {
        "workspace_root": str(folder),
        "archive_path": str(target),
        "file_count": len(tree.files),
        "total_bytes": tree.size_bytes,
        "left_out": [item.path for item in tree.left_out],
    }


def _patterns(folder: Path, ignore_file: str, extra: Sequence[str] | None) -> list[str]:
    named = folder / ignore_file
    lines = named.read_text(encoding="utf-8").splitlines() if ignore_file != _RNIGNORE and named.is_file() else []
    return [*lines, *(extra or ())]


def _wanted(tree: SourceTree, target: Path, patterns: list[str]) -> SourceTree:
    from pathspec import GitIgnoreSpec  # here, since most runs take no snapshot

    spec = GitIgnoreSpec.from_lines(patterns)
    files = [file for file in tree.files if tree.root / file.path != target and not spec.match_file(file.path)]
    secret = [file for file in files if file_holds_secret(tree.root / file.path)]
    return tree._replace(
        files=[file for file in files if file not in secret],
        links={path: leads_to for path, leads_to in tree.links.items() if not spec.match_file(path)},
        left_out=[*tree.left_out, *(LeftOut(file.path, "secret") for file in secret)],
    )


def _write(tree: SourceTree, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f"{target.name}.{os.getpid()}.tmp")
    try:
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in tree.files:
                mode = stat.S_IFREG | (0o755 if file.is_executable else 0o644)
                archive.writestr(_entry(file.path, mode), (tree.root / file.path).read_bytes())
            for path, leads_to in sorted(tree.links.items()):
                archive.writestr(_entry(path, stat.S_IFLNK | 0o777), leads_to)
        os.replace(unfinished, target)
    finally:
        unfinished.unlink(missing_ok=True)


def _entry(path: str, mode: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, _NO_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = mode << 16
    return entry
