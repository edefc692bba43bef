"""What a run does with artifacts: see `runstone.Run` of the same names."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from runstone.compat.wandb.artifact_names import first_found, in_registry
from runstone.compat.wandb.errors import NoGroup, translated

if TYPE_CHECKING:
    from runstone.sdk.run import Run as NativeRun

Path = str | os.PathLike[str]


class RunArtifacts:
    """The verbs that are about artifacts."""

    __slots__ = ()

    _run: NativeRun

    def _verb(self, name: str) -> Any:
        raise NotImplementedError

    def _check_distributed(self, distributed_id: str | None) -> None:
        if not distributed_id and not self._run.group:
            raise NoGroup(
                "Artifacts that several runs make need a name for what is common to them: init(group=…), or distributed_id. Nothing was recorded."
            )

    def log_artifact(
        self,
        artifact_or_path: Any,
        name: str | None = None,
        type: str | None = None,  # noqa: A002 - theirs
        aliases: Sequence[str] | None = None,
        tags: Sequence[str] | None = None,
    ) -> Any:
        """Make a version of an artifact, as output of this run."""
        with translated():
            return _ours(self._verb("log_artifact")(artifact_or_path, name, type, aliases, tags))

    def use_artifact(
        self,
        artifact_or_name: Any,
        type: str | None = None,  # noqa: A002
        aliases: Sequence[str] | None = None,
        use_as: str | None = None,
    ) -> Any:
        """Record that this run uses a version, and give it to read. `aliases` is accepted.

        Raises:
            CommError: there is none.
        """
        with translated():
            if not isinstance(artifact_or_name, str):
                return _ours(self._verb("use_artifact")(artifact_or_name, type, use_as))

            def find(name: str) -> Any:
                with translated():
                    return _ours(self._verb("use_artifact")(name, type, use_as))

            return first_found(artifact_or_name, find)

    def upsert_artifact(
        self,
        artifact_or_path: Any,
        name: str | None = None,
        type: str | None = None,  # noqa: A002
        aliases: Sequence[str] | None = None,
        distributed_id: str | None = None,
    ) -> Any:
        """Bring files for a version that several runs make together.

        Raises:
            TypeError: the run has no group, and `distributed_id` is not given.
        """
        self._check_distributed(distributed_id)
        with translated():
            return _ours(self._verb("upsert_artifact")(artifact_or_path, name, type, aliases, distributed_id))

    def finish_artifact(
        self,
        artifact_or_path: Any,
        name: str | None = None,
        type: str | None = None,  # noqa: A002
        aliases: Sequence[str] | None = None,
        distributed_id: str | None = None,
    ) -> Any:
        """Make one version of all that was brought by `upsert_artifact`.

        Raises:
            TypeError: the run has no group, and `distributed_id` is not given.
        """
        self._check_distributed(distributed_id)
        with translated():
            return _ours(self._verb("finish_artifact")(artifact_or_path, name, type, aliases, distributed_id))

    def link_artifact(self, artifact: Any, target_path: str, aliases: Sequence[str] | None = None) -> Any:
        """Show a version in a portfolio of a registry, too."""
        with translated():
            return _ours(self._verb("link_artifact")(artifact, in_registry(target_path), aliases))

    def log_model(self, path: Path, name: str | None = None, aliases: Sequence[str] | None = None) -> None:
        """Log a file or folder as an artifact of type `model`."""
        with translated():
            self._verb("log_model")(path, name, aliases)

    def use_model(self, name: str) -> str:
        """Use a model, and download it. Returns where its only file is, or the folder of its files."""
        with translated():

            def find(path: str) -> str:
                with translated():
                    return str(self._verb("use_model")(path))

            return first_found(name, find)

    def link_model(
        self, path: Path, registered_model_name: str, name: str | None = None, aliases: Sequence[str] | None = None
    ) -> Any:
        """Log a model, and show it in the registry of models."""
        with translated():
            return _ours(self._verb("link_model")(path, registered_model_name, name, aliases))


def _ours(artifact: Any) -> Any:
    from runstone.compat.wandb.artifact import ours  # here, since most runs log no artifacts

    return ours(artifact)
