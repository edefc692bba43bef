"""An artifact of wandb's: the files that it took, as they were then."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from typing import TYPE_CHECKING, Any, NamedTuple

from runstone.model.errors import BadValue
from runstone.shim.freeze import freeze

if TYPE_CHECKING:
    from runstone.compat.wandb.artifact import Artifact


class Entry(NamedTuple):
    """A file by its name in the artifact: where it lies on this machine, or the address that it refers to."""

    name: str
    path: str | None
    reference: str | None


class FrozenArtifact(NamedTuple):
    """What the version is made of."""

    name: str
    type: str
    description: str | None
    metadata: dict[str, Any]
    aliases: tuple[str, ...]
    tags: tuple[str, ...]
    entries: tuple[Entry, ...]
    kept: str | None

    def forget(self) -> None:
        """The files are recorded."""
        if self.kept is not None:
            shutil.rmtree(self.kept, ignore_errors=True)


def freeze_artifact(artifact: Any, aliases: Any, tags: Any) -> FrozenArtifact:
    """What a logged artifact holds. wandb removes its own copies of files once they are uploaded, so these get a second name."""
    entries: list[Entry] = []
    folder: str | None = None
    for name, entry in artifact.manifest.entries.items():
        path, reference = getattr(entry, "local_path", None), getattr(entry, "ref", None)
        if path and _is_staged(path):
            if folder is None:
                folder = tempfile.mkdtemp(prefix=".runstone-", dir=os.path.dirname(path))
            path = _second_name(path, folder, len(entries))
        entries.append(Entry(str(name), path, None if path else reference))
    return FrozenArtifact(
        name=str(artifact.name).partition(":")[0],
        type=str(artifact.type),
        description=artifact.description,
        metadata=freeze(artifact.metadata or {}),
        aliases=tuple(alias for alias in aliases or () if alias != "latest"),
        tags=tuple(tags or ()),
        entries=tuple(entries),
        kept=folder,
    )


def to_ours(frozen: FrozenArtifact) -> Artifact:
    """The artifact, ready to be logged.

    Raises:
        BadValue: one of its files is gone.
    """
    from runstone.compat.wandb.artifact import Artifact  # here: the script's own thread needs none of it

    artifact = Artifact(frozen.name, frozen.type, frozen.description, frozen.metadata)
    for entry in frozen.entries:
        if entry.path is not None and os.path.isfile(entry.path):
            artifact.add_file(entry.path, name=entry.name, policy="immutable")
        elif entry.reference:
            artifact.add_reference(entry.reference, name=entry.name, checksum=False)
        else:
            raise BadValue(
                f"the artifact {frozen.name!r} has the file {entry.name!r} from elsewhere ({entry.path or 'a server'}), so only wandb has it."
            )
    return artifact


def _is_staged(path: str) -> bool:
    return "staging" in path.replace("\\", "/").split("/")


def _second_name(path: str, folder: str, number: int) -> str:
    second = os.path.join(folder, f"{number}{os.path.splitext(path)[1]}")
    with contextlib.suppress(OSError):
        os.link(path, second)
        return second
    return path
