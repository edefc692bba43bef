"""Prefixes: TensorBoard's log folders as parts of one run."""

from __future__ import annotations

import os
import re
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from runstone.importers.tensorboard import is_event_file

if TYPE_CHECKING:
    from runstone.sdk.run import Run

# Folders that say which part of a training wrote them: never the root themselves.
_PARTS = frozenset({"train", "training", "val", "valid", "validation", "eval", "evaluation", "test"})
# `add_hparams` writes into a folder that is called by the time, unless it is given a name.
_TIME = re.compile(r"\d{9,11}(\.\d+)?")
_MAX_DEPTH = 8


class Parent(NamedTuple):
    """The nearest folder above that holds events, too, and the way from there."""

    folder: Path
    way: str


class Prefixes:
    """What the names of a log folder's series begin with.

    The first folder is the root, and its series are called as they are; those of folders below it begin with the way from there: `train/loss`. A
    folder elsewhere counts by its own name. `train`, `validation` and their like are never the root: what lies above them is.
    """

    def __init__(self, root: Path | None = None) -> None:
        """
        Args:
            root: the root; by default the first folder that is asked for.
        """
        self._roots = [] if root is None else [_whole(root)]
        self._known: dict[Path, str] = {}
        self._parents: dict[Path, Parent | None] = {}
        self._keys: dict[tuple[Path, str], str] = {}

    def of(self, folder: Path) -> str:
        """The prefix of a folder: empty, or ending in `/`."""
        folder = _whole(folder)
        if folder not in self._known:
            self._known[folder] = self._find(folder)
        return self._known[folder]

    def key(self, folder: Path, tag: str) -> str:
        """The name of a series. `add_scalars` writes each of its values into a folder of its own; here it is `main_tag/tag`."""
        found = self._keys.get((folder, tag))
        if found is None:
            found = self._keys[folder, tag] = self._key(folder, tag)
        return found

    def _key(self, folder: Path, tag: str) -> str:
        parent = self.parent(folder)
        if parent is not None:
            for written in (f"{tag}/", f"{tag.replace('/', '_')}_"):
                if parent.way.startswith(written) and len(parent.way) > len(written):
                    return f"{self.of(parent.folder)}{tag}/{parent.way.removeprefix(written)}"
            if _TIME.fullmatch(parent.way):
                return self.of(parent.folder) + tag
        return self.of(folder) + tag

    def parent(self, folder: Path) -> Parent | None:
        """The nearest folder above this one that holds events, too; None if there is none."""
        folder = _whole(folder)
        if folder not in self._parents:
            above = [each for each in list(folder.parents)[:_MAX_DEPTH] if _holds_events(each)]
            self._parents[folder] = Parent(above[0], folder.relative_to(above[0]).as_posix()) if above else None
        return self._parents[folder]

    def _find(self, folder: Path) -> str:
        if not self._roots:
            self._roots.append(folder.parent if folder.name in _PARTS else folder)
        for root in self._roots:
            if folder == root:
                return ""
            if root in folder.parents:
                return f"{folder.relative_to(root).as_posix()}/"
        taken = set(self._known.values())
        names = [folder.name]
        for above in folder.parents:
            prefix = "/".join(names) + "/"
            if prefix not in taken or not above.name:
                break
            names.insert(0, above.name)
        return prefix


_OF_RUNS: weakref.WeakKeyDictionary[Run, Prefixes] = weakref.WeakKeyDictionary()


def prefixes_of(run: Run, make: Callable[[], Prefixes] = Prefixes) -> Prefixes:
    """The prefixes of a run, which all that writes into it share."""
    if run not in _OF_RUNS:
        _OF_RUNS[run] = make()
    return _OF_RUNS[run]


def _whole(folder: Path) -> Path:
    return Path(os.path.abspath(folder))


def _holds_events(folder: Path) -> bool:
    try:
        return any(is_event_file(name) for name in os.listdir(folder))
    except OSError:
        return False
