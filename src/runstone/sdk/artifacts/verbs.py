"""The verbs of a run that are about artifacts. Each is one call to the artifact log, which is made at the first of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from runstone.model.errors import BadValue, Misuse
from runstone.sdk.guard import check_open, guarded

if TYPE_CHECKING:
    from runstone.journal.void import VoidWriter
    from runstone.journal.writer import JournalWriter
    from runstone.sdk.artifacts.artifact import Artifact
    from runstone.sdk.artifacts.log import ArtifactLog
    from runstone.sdk.artifacts.void import VoidLog
    from runstone.sdk.history import History
    from runstone.sdk.opening import Identity
    from runstone.sdk.settings import Settings

MODEL = "model"
MODEL_REGISTRY = "registry/model"


class ArtifactVerbs:
    """What a run can do with artifacts."""

    _identity: Identity
    _writer: JournalWriter | VoidWriter
    _history: History
    _words: dict[str, str]
    _settings: Settings

    @guarded
    def log_artifact(
        self,
        artifact_or_path: Artifact | str | os.PathLike[str],
        name: str | None = None,
        type: str | None = None,  # noqa: A002 - the field's word
        aliases: str | Iterable[str] | None = None,
        tags: str | Iterable[str] | None = None,
    ) -> Artifact:
        """Make a version of an artifact, as output of this run. The same contents again are no new version: its aliases move.

        Files that were added as `immutable` are taken in while training goes on; `wait()` on what is returned waits for that, and so does `finish`.

        Args:
            artifact_or_path: an Artifact, or a file, a folder or an address to make one of.
            name: of one made of a path; by default `run-<id>-<file name>`.
            type: of one made of a path; by default `unspecified`.
            aliases: names for this version, besides `latest`.
            tags: one or several.

        Returns:
            The artifact, now a version.

        Raises:
            BadValue: a name, alias or file that cannot be, or a collection of another type. Nothing was recorded.
            Misuse: it is a version already.
            HomeUnusable, OSError: the disk refused.
        """
        return self._artifacts.log(artifact_or_path, name, type, aliases, tags)

    @guarded
    def use_artifact(
        self,
        artifact_or_name: Artifact | str,
        type: str | None = None,  # noqa: A002
        use_as: str | None = None,
    ) -> Artifact:
        """Record that this run uses a version, and give it to read: `run.use_artifact("digits:latest").download()`.

        Args:
            artifact_or_name: `name`, `name:v3`, `name:alias` or `project/name:alias`, or an Artifact, which is logged first if it is new.
            type: an error if it is of another one.
            use_as: a word for what it is used as.

        Raises:
            ArtifactNotFound: there is no such version.
            BadValue: it is of another type.
        """
        return self._artifacts.use(artifact_or_name, type, use_as or "")

    @guarded
    def upsert_artifact(
        self,
        artifact_or_path: Artifact | str | os.PathLike[str],
        name: str | None = None,
        type: str | None = None,  # noqa: A002
        aliases: str | Iterable[str] | None = None,
        distributed_id: str | None = None,
    ) -> Artifact:
        """Bring files for a version that several runs make together; `finish_artifact` of any of them makes it.

        Args:
            artifact_or_path, name, type: as `log_artifact`. All of them name the same artifact.
            aliases: not used here; give them to `finish_artifact`.
            distributed_id: what the runs have in common; by default their group.

        Raises:
            Misuse: neither a `distributed_id` nor a group says which version.
        """
        return self._artifacts.upsert(
            artifact_or_path, name, type, self._distributed_id(artifact_or_path, distributed_id)
        )

    @guarded
    def finish_artifact(
        self,
        artifact_or_path: Artifact | str | os.PathLike[str],
        name: str | None = None,
        type: str | None = None,  # noqa: A002
        aliases: str | Iterable[str] | None = None,
        distributed_id: str | None = None,
    ) -> Artifact:
        """Make one version of all that was brought by `upsert_artifact`, and of this artifact's own files.

        Args:
            artifact_or_path, name, type, aliases: as `log_artifact`.
            distributed_id: what the runs have in common; by default their group.

        Raises:
            Misuse: nobody brought anything, or neither a `distributed_id` nor a group says which version.
        """
        distributed = self._distributed_id(artifact_or_path, distributed_id)
        return self._artifacts.finish(artifact_or_path, name, type, aliases, distributed)

    @guarded
    def link_artifact(
        self, artifact: Artifact, target_path: str, aliases: str | Iterable[str] | None = None
    ) -> Artifact:
        """Show a version in a portfolio of a registry, too. A draft is logged first.

        Args:
            artifact: what to show.
            target_path: `registry/<registry>/<portfolio>`, or any `project/name`; a name alone lies in the registry of the artifact's type.
            aliases: names of the version in the portfolio: `staging`, `production`.

        Returns:
            The version as the portfolio has it.
        """
        return self._artifacts.link(artifact, target_path, aliases)

    @guarded
    def log_model(
        self, path: str | os.PathLike[str], name: str | None = None, aliases: str | Iterable[str] | None = None
    ) -> Artifact:
        """Log a file or folder as an artifact of type `model`.

        Args:
            path: of the file or folder.
            name: by default `run-<id>-<file name>`.
            aliases: names for this version, besides `latest`.
        """
        return self._artifacts.log(path, name, MODEL, aliases, None)

    @guarded
    def use_model(self, name: str) -> str:
        """Use a model, and download it.

        Args:
            name: as `use_artifact`.

        Returns:
            Where its only file is, or the folder of its files.

        Raises:
            BadValue: its type says nothing of a model.
        """
        artifact = self._artifacts.use(name, None, "")
        if MODEL not in artifact.type:
            raise BadValue(f"{name} is a {artifact.type}, not a model. use_artifact({name!r}).download() downloads it.")
        return artifact.file() if artifact.file_count == 1 else artifact.download()

    @guarded
    def link_model(
        self,
        path: str | os.PathLike[str],
        registered_model_name: str,
        name: str | None = None,
        aliases: str | Iterable[str] | None = None,
    ) -> Artifact:
        """Log a model, and show it in the registry of models.

        Args:
            path, name: as `log_model`.
            registered_model_name: the portfolio.
            aliases: names of the version in the portfolio: `staging`, `production`.
        """
        target = registered_model_name if "/" in registered_model_name else f"{MODEL_REGISTRY}/{registered_model_name}"
        return self._artifacts.link(self._artifacts.log(path, name, MODEL, None, None), target, aliases)

    @guarded
    def log_code(
        self,
        root: str | os.PathLike[str] = ".",
        name: str | None = None,
        include_fn: Callable[..., bool] | None = None,
        exclude_fn: Callable[..., bool] | None = None,
    ) -> Artifact | None:
        """Make a version of an artifact of type `code` of the sources below a folder. What git ignores there is left out.

        Args:
            root: the folder.
            name: of the artifact; by default `source-` and the project.
            include_fn: takes an absolute path, or that and the root, and tells whether it is code; by default Python sources, requirements and Dockerfiles.
            exclude_fn: the same, and tells whether it is left out all the same; by default nothing is.

        Returns:
            The artifact; None if no file is code.

        Raises:
            BadValue: the name cannot be; nothing was recorded.
        """
        from runstone.sdk.artifacts.code import code_artifact

        artifact = code_artifact(self._identity, os.fspath(root), name, include_fn, exclude_fn)
        return None if artifact is None else self.log_artifact(artifact)

    @guarded
    def snapshot_code(
        self,
        root: str | os.PathLike[str] | None = None,
        name: str | None = None,
        *,
        max_file_bytes: int = 10 << 20,
        max_total_bytes: int = 500 << 20,
        max_files: int = 20_000,
    ) -> Artifact:
        """Keep the source tree that the run runs with, whole, while training goes on: `runstone checkout` restores it.

        What `.gitignore`, `.rnignore` and `.runstoneignore` leave out, in whatever folder they lie, is left out, and so are environments, the home and
        files that look like keys, passwords or tokens; those are named in a warning. Files that are as they were at the last snapshot are not read.

        Args:
            root: the folder; by default the repository of the main script, else the script's folder, else the present one.
            name: of the artifact, whose type is `code`; by default `source-` and the project.
            max_file_bytes: longer files are left out, and named.
            max_total_bytes, max_files: how much there may be; the longest files go first.

        Returns:
            The artifact; `wait()` waits until it is a version, and `finish` does.

        Raises:
            BadValue: the root is no folder, or the name cannot be; nothing was recorded.
        """
        from runstone.sdk.artifacts.snapshot import begin_snapshot
        from runstone.snapshots.source_tree import Limits

        limits = Limits(max_file_bytes, max_total_bytes, max_files)
        return begin_snapshot(self._artifacts, self._writer, self._identity, root, name, limits)

    @cached_property
    def _artifacts(self) -> ArtifactLog | VoidLog:
        from runstone.journal.writer import JournalWriter
        from runstone.model.home import Home
        from runstone.sdk.artifacts.log import ArtifactLog, Where
        from runstone.sdk.artifacts.void import VoidLog

        if not isinstance(self._writer, JournalWriter):
            return VoidLog()
        check_open(self._writer)
        identity = self._identity
        where = Where(Home(identity.home), identity.id, identity.project, bool(self._settings["quiet"]))
        return ArtifactLog(where, self._writer, lambda: self._history.next_step)

    def _end_artifacts(self) -> None:
        """Wait for all that is under way."""
        if "_artifacts" in self.__dict__:
            self._artifacts.end()

    def _fork_artifacts(self) -> None:
        """In a forked child."""
        if "_artifacts" in self.__dict__:
            self._artifacts.after_fork()

    def _distributed_id(self, artifact: Any, given: str | None) -> str:
        found = given or getattr(artifact, "distributed_id", None) or self._words["group"]
        if not found:
            raise Misuse(
                "Which runs make this version together? Give them one distributed_id or one group. Nothing was recorded."
            )
        return str(found)
