"""Trees: nested dicts that are merged by the time of writing, in whatever order their parts come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from runstone.model.values import Path, leaves, nest


class Stamped(NamedTuple):
    """A value and the time at which it was written, in microseconds since the epoch."""

    time: int
    value: Any


class Removed:
    """Stands in a tree where a key was taken away, so that an older value does not come back."""


REMOVED = Removed()


class PackedLeaf(NamedTuple):
    """A leaf of a tree, as msgpack can hold it."""

    path: Path
    time: int
    value: Any
    removed: bool


class Tree:
    """A nested dict whose leaves are merged by the time of writing.

    Every path remembers its last leaf, also where that is hidden by now: only so is the outcome the same in whatever order leaves come.
    """

    def __init__(self) -> None:
        self._leaves: dict[Path, Stamped] = {}

    def merge(self, time: int, changes: Mapping[str, Any], removed: Iterable[Iterable[str]] = ()) -> None:
        """Merge nested changes written at this time."""
        for path, value in leaves(changes):
            self._put(path, Stamped(time, value))
        for keys in removed:
            self._put(tuple(keys), Stamped(time, REMOVED))

    def _put(self, path: Path, stamped: Stamped) -> None:
        known = self._leaves.get(path)
        if known is None or known.time <= stamped.time:
            self._leaves[path] = stamped

    def stamped(self) -> dict[Path, Stamped]:
        """The leaves that stand, with their times: none that was written after hides them, above or below."""
        newest_below: dict[Path, int] = {}
        for path, leaf in self._leaves.items():
            for length in range(1, len(path)):
                above = path[:length]
                newest_below[above] = max(leaf.time, newest_below.get(above, leaf.time))
        return {
            path: leaf
            for path, leaf in self._leaves.items()
            if leaf.value is not REMOVED
            and newest_below.get(path, leaf.time) <= leaf.time
            and all(
                path[:length] not in self._leaves or self._leaves[path[:length]].time < leaf.time
                for length in range(1, len(path))
            )
        }

    def nested(self) -> dict[str, Any]:
        """The tree as a nested dict."""
        return nest({path: leaf.value for path, leaf in self.stamped().items()})

    def pack(self) -> list[PackedLeaf]:
        """All leaves, removed ones too, in a form that msgpack knows."""
        return [
            PackedLeaf(path, time, None if value is REMOVED else value, value is REMOVED)
            for path, (time, value) in self._leaves.items()
        ]

    @classmethod
    def unpack(cls, packed: Iterable[PackedLeaf]) -> Tree:
        """The tree that `pack` was called on."""
        tree = cls()
        tree._leaves = {leaf.path: Stamped(leaf.time, REMOVED if leaf.removed else leaf.value) for leaf in packed}
        return tree
