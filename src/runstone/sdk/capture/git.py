"""The state of the code: commit, branch, remote, and what differs from the commit."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from runstone.model.records import Record
from runstone.sdk.capture.background import BackgroundCapture
from runstone.sdk.capture.worker import OnTrouble, ignore

if TYPE_CHECKING:
    from runstone.blobs.store import BlobStore


class GitCapture(BackgroundCapture):
    """Records `git`: commit, branch, remote, dirty, root, and the diff of tracked files as a blob.

    The repository is the one that holds the main script, else the one of the working folder. Without git or a repository nothing is
    recorded. Never takes git's locks, never waits for a prompt.
    """

    what = "state of the code"

    def __init__(
        self,
        write: Callable[[Record], None],
        now: Callable[[], int],
        *,
        store: BlobStore,
        on_trouble: OnTrouble = ignore,
    ) -> None:
        super().__init__(write, now, on_trouble=on_trouble)
        self._store = store

    def key(self) -> tuple[object, ...]:
        """The folder, and the store that has the diff."""
        return (*super().key(), self._store.path(""))

    def look(self) -> dict[str, Any]:
        """The part `git`."""
        from runstone.sdk.capture.repository import find_repository  # it imports subprocess: not while the script waits

        repository = find_repository()
        if repository is None:
            return {}
        facts = repository.facts()
        diff = repository.diff()
        if diff is not None:
            stored = self._store.put(diff)
            facts["diff"] = {"sha256": stored.sha256, "size_bytes": stored.size_bytes}
        return {"git": facts}
