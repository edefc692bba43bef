"""The source tree: what of a folder belongs to a snapshot, and what is left out, with the reason."""

from __future__ import annotations

import os
import stat
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Literal, NamedTuple

from runstone.artifacts.manifest import check_path
from runstone.model.errors import BadValue
from runstone.snapshots.ignoring import Ignoring
from runstone.snapshots.secrets import named_secret

Reason = Literal["secret", "large", "limit", "unreadable", "name"]

WHY: dict[Reason, str] = {
    "secret": "it looks like a secret",
    "large": "it is larger than a file of a snapshot may be",
    "limit": "the snapshot has as many files or bytes as it may have",
    "unreadable": "it cannot be read",
    "name": "its name cannot stand in an artifact",
}


class Limits(NamedTuple):
    """How much a snapshot may hold. What goes beyond is left out, the largest files first."""

    max_file_bytes: int = 10 << 20
    max_total_bytes: int = 500 << 20
    max_files: int = 20_000


class SourceFile(NamedTuple):
    """A file of the tree: its path in it, and what `stat` says."""

    path: str
    size_bytes: int
    is_executable: bool


class LeftOut(NamedTuple):
    """What is not in the snapshot though no rule of the user's says so."""

    path: str
    reason: Reason


class SourceTree(NamedTuple):
    """What a snapshot has: files, symbolic links with where they lead, and folders with nothing in them."""

    root: Path
    files: list[SourceFile]
    links: dict[str, str]
    empty_folders: list[str]
    left_out: list[LeftOut]

    @property
    def size_bytes(self) -> int:
        """All files together."""
        return sum(file.size_bytes for file in self.files)


Wanted = Callable[[str], bool]


def everything(path: str) -> bool:
    """Every file that no rule leaves out."""
    return True


def look_at_tree(root: Path, limits: Limits, never: tuple[Path, ...] = (), wanted: Wanted = everything) -> SourceTree:
    """Walk a folder by the rules. Nothing is read but the files that say what is ignored; links are not followed.

    Folders near the root are looked at first, so that what a limit cuts off lies deep.

    Args:
        root: the folder.
        limits: how much there may be.
        never: folders that are never part of it, such as the home that takes the snapshot.
        wanted: takes the path of a file in the tree, and tells whether it belongs to the snapshot.

    Raises:
        BadValue: the root is no folder.
    """
    if not root.is_dir():
        raise BadValue(f"{root} is no folder, so there is no code to take from it. Nothing was recorded.")
    barred = {(facts.st_dev, facts.st_ino) for folder in never if (facts := _stat(folder))}
    found = SourceTree(root, [], {}, [], [])
    waiting: deque[tuple[str, Ignoring]] = deque([("", Ignoring.at(root))])
    files: list[SourceFile] = []
    while waiting:
        folder, rules = waiting.popleft()
        try:
            with os.scandir(root / folder) as scan:
                entries = sorted(scan, key=lambda entry: entry.name)
        except OSError:
            found.left_out.append(LeftOut(folder or ".", "unreadable"))
            continue
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            is_folder = entry.is_dir(follow_symlinks=False)
            if rules.leaves_out(path, is_folder):
                continue
            if not _is_nameable(path):
                found.left_out.append(LeftOut(_printable(path), "name"))
            elif entry.is_symlink():
                if wanted(path):
                    _add_link(entry, path, found)
            elif is_folder:
                if not _is_barred(entry, barred):
                    waiting.append((path, rules.below(root, path)))
            elif entry.is_file(follow_symlinks=False) and wanted(path):
                _add(entry, path, limits, files, found.left_out)
        if not entries and folder and wanted is everything:
            found.empty_folders.append(folder)
        if len(files) > 4 * limits.max_files:
            found.left_out.append(LeftOut(folder or ".", "limit"))
            break  # somebody's data: nobody waits for the end of it
    return found._replace(files=_within(files, limits, found.left_out))


def _add(entry: os.DirEntry[str], path: str, limits: Limits, files: list[SourceFile], left_out: list[LeftOut]) -> None:
    if named_secret(path):
        left_out.append(LeftOut(path, "secret"))
        return
    try:
        facts = entry.stat(follow_symlinks=False)
    except OSError:
        left_out.append(LeftOut(path, "unreadable"))
        return
    if facts.st_size > limits.max_file_bytes:
        left_out.append(LeftOut(path, "large"))
    else:
        files.append(SourceFile(path, facts.st_size, bool(facts.st_mode & stat.S_IXUSR)))


def _add_link(entry: os.DirEntry[str], path: str, found: SourceTree) -> None:
    try:
        leads_to = os.readlink(entry.path)
        leads_to.encode()
    except (OSError, UnicodeEncodeError):
        found.left_out.append(LeftOut(path, "unreadable"))
    else:
        found.links[path] = leads_to


def _within(files: list[SourceFile], limits: Limits, left_out: list[LeftOut]) -> list[SourceFile]:
    """The files that the limits leave: small ones before large ones, for code is small."""
    total = sum(file.size_bytes for file in files)
    if len(files) <= limits.max_files and total <= limits.max_total_bytes:
        return sorted(files)
    kept: list[SourceFile] = []
    total = 0
    for file in sorted(files, key=lambda file: (file.size_bytes, file.path)):
        if len(kept) >= limits.max_files or total + file.size_bytes > limits.max_total_bytes:
            left_out.append(LeftOut(file.path, "limit"))
        else:
            kept.append(file)
            total += file.size_bytes
    return sorted(kept)


def _is_barred(entry: os.DirEntry[str], barred: set[tuple[int, int]]) -> bool:
    """A folder that is never part of a snapshot: a home of ours, and an environment of Python under whatever name."""
    facts = _stat(Path(entry.path))
    if facts is None or (facts.st_dev, facts.st_ino) in barred:
        return True
    return os.path.exists(os.path.join(entry.path, "pyvenv.cfg")) or all(
        os.path.exists(os.path.join(entry.path, name)) for name in ("runs", "blobs", "registry")
    )


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None


def _is_nameable(path: str) -> bool:
    try:
        path.encode()
        return check_path(path) == path
    except (BadValue, UnicodeEncodeError):
        return False


def _printable(path: str) -> str:
    return path.encode("utf-8", "backslashreplace").decode()
