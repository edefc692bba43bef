"""The difference of two manifests."""

from __future__ import annotations

from typing import Literal, NamedTuple

from runstone.artifacts.manifest import CHUNK_BYTES, Entry, Manifest

Kind = Literal["added", "removed", "changed"]


class Change(NamedTuple):
    """A path that differs: `added`, `removed` or `changed`. `shared_bytes` of what changed lie in chunks that both sides have."""

    path: str
    kind: Kind
    before: Entry | None
    after: Entry | None
    shared_bytes: int = 0


def difference(before: Manifest, after: Manifest) -> list[Change]:
    """What must be added, removed and changed to get from one to the other, by path."""
    changes = []
    for path in sorted(before.entries.keys() | after.entries.keys()):
        old, new = before.entries.get(path), after.entries.get(path)
        if old is None:
            changes.append(Change(path, "added", None, new))
        elif new is None:
            changes.append(Change(path, "removed", old, None))
        elif old.digest != new.digest:
            changes.append(Change(path, "changed", old, new, _shared_bytes(old, new)))
    return changes


def _shared_bytes(old: Entry, new: Entry) -> int:
    known = set(old.chunks)
    size = new.size_bytes or 0
    return sum(min(CHUNK_BYTES, size - place * CHUNK_BYTES) for place, chunk in enumerate(new.chunks) if chunk in known)
