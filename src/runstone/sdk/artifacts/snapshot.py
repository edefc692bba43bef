"""A snapshot of the code, taken while training goes on. What is known of it stands in the run's environment, as part `code`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from runstone.model.errors import BadValue, RunstoneError
from runstone.model.home import Home
from runstone.model.records import EnvironmentCaptured
from runstone.sdk.artifacts.artifact import Artifact
from runstone.sdk.artifacts.code import CODE, source_name, tell_left_out

if TYPE_CHECKING:
    from runstone.journal.void import VoidWriter
    from runstone.journal.writer import JournalWriter
    from runstone.sdk.artifacts.log import ArtifactLog
    from runstone.sdk.artifacts.void import VoidLog
    from runstone.sdk.opening import Identity
    from runstone.snapshots.source_tree import Limits

# So many of what was left out are recorded by name.
_MOST_NAMED = 1000


def begin_snapshot(
    log: ArtifactLog | VoidLog,
    writer: JournalWriter | VoidWriter,
    identity: Identity,
    root: str | os.PathLike[str] | None,
    name: str | None,
    limits: Limits,
) -> Artifact:
    """See `Run.snapshot_code`. A kill on the way leaves the status `taking`, which readers tell as incomplete."""
    folder = Path(os.path.abspath(root)) if root is not None else workspace_root()
    if not folder.is_dir():
        raise BadValue(f"{folder} is no folder, so there is no code to take from it. Nothing was recorded.")
    artifact = Artifact(name or source_name(identity.project), type=CODE)
    home = Home(identity.home)

    def note(status: str, **facts: Any) -> None:
        part = {"status": status, "root": str(folder), "name": artifact.collection_name, **facts}
        writer.event(EnvironmentCaptured(time=writer.now(), parts={CODE: part}))

    def fill() -> None:
        # In the thread that takes it: `init` does not wait for rules of gitignore and a cache of files.
        from runstone.snapshots.source_tree import look_at_tree
        from runstone.snapshots.taking import take

        try:
            tree = look_at_tree(folder, limits, (home.path,))
            taken = take(home, tree)
        except (RunstoneError, OSError) as error:
            note("failed", error=str(error))
            raise
        tell_left_out(taken.left_out)
        artifact.manifest.entries.update(taken.manifest.entries)
        note(
            "complete",
            digest=taken.manifest.digest,
            files=len(tree.files),
            size_bytes=taken.manifest.size_bytes,
            left_out=[item._asdict() for item in taken.left_out[:_MOST_NAMED]],
            left_out_count=len(taken.left_out),
        )

    if not identity.disabled:
        note("taking")
    return log.log_later(artifact, fill)


def workspace_root() -> Path:
    """The folder whose code a run is taken to run with: the repository of the main script, else the script's folder, else the present one.

    Raises:
        BadValue: that is the user's own folder, or the root of the disk, where all kinds of things lie.
    """
    script = getattr(sys.modules.get("__main__"), "__file__", None)
    # A launcher that is installed is not what the run is about: the present folder is.
    start = Path(os.path.abspath(script)).parent if script and not _is_installed(script) else Path.cwd()
    found = next((folder for folder in (start, *start.parents) if (folder / ".git").exists()), start)
    if found in (Path.home(), Path(found.anchor)):
        raise BadValue(
            f"{found} is no folder of one project, so its files were not taken as the code of the run. Name the folder: snapshot_code(root=…), "
            "or init(snapshot_code=…)."
        )
    return found


def _is_installed(script: str) -> bool:
    path = Path(os.path.abspath(script))
    return "site-packages" in path.parts or path.is_relative_to(sys.prefix)
