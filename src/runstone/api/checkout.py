"""The code of a run, restored into a folder: from its snapshot, else from its commit and diff."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, NamedTuple

from runstone.api.artifact import StoredArtifact
from runstone.api.source import Source
from runstone.query.answers.runs import RunDetail
from runstone.snapshots.git_tree import restore_commit
from runstone.snapshots.restoring import restore_tree

CODE = "code"


class Checkout(NamedTuple):
    """What was written, and how far it is what the run ran with.

    `origin` is `snapshot` or `commit`. `missing` are files that the run may have had and nobody has: left out of the snapshot, or not tracked.
    """

    folder: Path
    origin: Literal["snapshot", "commit"]
    files: int
    missing: list[str]


def find_snapshot(source: Source, run: RunDetail) -> StoredArtifact | None:
    """The snapshot of a run's code; None if it has none that is whole."""
    taken = run.environment.get(CODE, {})
    logged = [
        item.version for item in source.run_artifacts(run.id) if item.role == "logged" and not item.version.deleted
    ]
    for version in reversed(logged):
        if version.type == CODE and version.digest == taken.get("digest"):
            return StoredArtifact.found_by(source, version)
    return None


def check_out(source: Source, run: RunDetail, folder: Path) -> Checkout:
    """Restore the code of a run.

    Args:
        folder: empty, or not there yet.

    Raises:
        Misuse: it is not empty, or there is neither a snapshot nor the commit.
        BlobDamaged: a file of the snapshot is lost.
        OSError: the disk refused.
    """
    snapshot = find_snapshot(source, run)
    if snapshot is not None:
        files = restore_tree(snapshot.contents, folder)
        missing = [item["path"] for item in run.environment[CODE].get("left_out", ())]
        return Checkout(folder, "snapshot", files, missing)
    git = run.environment.get("git", {})
    diff = git.get("diff")
    missing = restore_commit(git, b"".join(source.blob(diff["sha256"])) if diff else None, folder)
    files = sum(1 for path in folder.rglob("*") if path.is_file() and ".git" not in path.relative_to(folder).parts)
    return Checkout(folder, "commit", files, missing)
