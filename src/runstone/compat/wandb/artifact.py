"""`wandb.Artifact`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from runstone.api.artifact import StoredArtifact as Found
from runstone.artifacts.artifact import Artifact as Plain
from runstone.compat.wandb.artifact_version import ArtifactVersion
from runstone.compat.wandb.data_types.table import Table
from runstone.model.errors import ArtifactNotFound, BadValue
from runstone.sdk import media
from runstone.sdk.artifacts.artifact import Artifact as Native


class Artifact(ArtifactVersion, Native):
    """A set of files with a name and a type: see `runstone.Artifact`."""

    def __new__(cls, *args: Any, **kwargs: Any) -> Artifact:
        """The second argument is the type, also by place."""
        made: Artifact = object.__new__(cls)
        return made

    def __init__(
        self,
        name: str,
        type: str,  # noqa: A002 - theirs
        description: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        incremental: bool = False,
        use_as: str | None = None,
        storage_region: str | None = None,
    ) -> None:
        """
        Args:
            name, type, description, metadata, incremental: see `runstone.Artifact`.
            use_as, storage_region: accepted; everything lies in the home.

        Raises:
            ValueError: a name or type that cannot be.
        """
        if type == "job" or str(type).startswith("wandb-"):
            raise BadValue(
                f"The type {type!r} is one that their client keeps for itself. Choose another one. Nothing was made."
            )
        super().__init__(name, type, description, metadata, incremental=incremental)

    def add_file(
        self,
        local_path: str | os.PathLike[str],
        name: str | None = None,
        is_tmp: bool | None = False,
        skip_cache: bool | None = False,
        policy: str | None = "mutable",
        overwrite: bool = False,
    ) -> Any:
        """Add a file; `is_tmp` and `skip_cache` are accepted."""
        return super().add_file(local_path, name, policy=policy or "mutable", overwrite=overwrite)

    def add_dir(  # type: ignore[override]  # their arguments by place
        self,
        local_path: str | os.PathLike[str],
        name: str | None = None,
        skip_cache: bool | None = False,
        policy: str | None = "mutable",
        merge: bool = False,
    ) -> None:
        """Add all files of a folder; `skip_cache` is accepted."""
        super().add_dir(local_path, name, policy=policy or "mutable", merge=merge)

    def get(self, name: str) -> Any:
        """The object that was added under a name; None if there is none."""
        try:
            found = super().get(name)
        except ArtifactNotFound:
            return None
        return Table(columns=found.columns, data=found.rows) if isinstance(found, media.Table) else found


class StoredArtifact(Artifact, Found):  # type: ignore[misc]  # used_by gives runs, as theirs does
    """A version as `Api` found it."""


def ours(artifact: Any) -> Any:
    """An artifact of ours as one of these, so that `isinstance` tells scripts the truth. Nothing is added to it."""
    if isinstance(artifact, Found):
        artifact.__class__ = StoredArtifact
    elif isinstance(artifact, Plain) and not isinstance(artifact, Artifact):
        artifact.__class__ = Artifact
    return artifact
