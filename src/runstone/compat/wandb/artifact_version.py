"""What scripts do with a version of an artifact: lists to change in place, `save`, `link`, its files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import Any

from runstone.artifacts.found import Found
from runstone.artifacts.manifest import Entry
from runstone.artifacts.reading import File
from runstone.artifacts.versioned import Versioned
from runstone.compat.wandb import current
from runstone.compat.wandb.artifact_facts import ArtifactFacts
from runstone.compat.wandb.artifact_names import in_registry
from runstone.compat.wandb.errors import ArtifactFinalizedError, ArtifactNotLoggedError, translated
from runstone.model.errors import Misuse

_IN_PLACE = ("aliases", "tags", "metadata")


class ArtifactTTL(Enum):
    """`INHERIT` is the time that a team keeps artifacts; a home has none, so they are kept for ever."""

    INHERIT = "inherit"


class ArtifactFile(File):
    """A file of a version."""

    @property
    def name(self) -> str:
        """Its path."""
        return self.path

    @property
    def size(self) -> int:
        """In bytes."""
        return self.size_bytes or 0

    def ref_target(self) -> str:
        """The address of a reference.

        Raises:
            ValueError: its bytes are here.
        """
        if not self.ref:
            raise ValueError(f"{self.path} is no reference: its bytes are in the home.")
        return self.ref

    ref_url = ref_target


class ArtifactVersion(ArtifactFacts):
    """A version with the words of their client. What is changed inside `aliases`, `tags` and `metadata` is written by `save`; assigning writes
    at once."""

    _held: dict[str, Any]

    def _logged(self) -> Found:
        try:
            return super()._logged()
        except Misuse as error:
            raise ArtifactNotLoggedError(str(error)) from error

    def _building(self) -> None:
        try:
            super()._building()
        except Misuse as error:
            raise ArtifactFinalizedError(str(error)) from error

    def _hold(self, name: str) -> Any:
        if self._found is None and self._future is None:
            return getattr(super(), name)
        held = self.__dict__.setdefault("_held", {})
        if name not in held:
            held[name] = getattr(super(), name)
        return held[name]

    def _let_go(self, name: str) -> None:
        self.__dict__.setdefault("_held", {}).pop(name, None)

    @property
    def aliases(self) -> list[str]:
        """Its aliases."""
        return self._hold("aliases")  # type: ignore[no-any-return]

    @aliases.setter
    def aliases(self, aliases: Iterable[str]) -> None:
        self._let_go("aliases")
        _assign(self, "aliases", aliases)
        self._let_go("aliases")  # the setter looks at what there is

    @property
    def tags(self) -> list[str]:
        """Its tags."""
        return self._hold("tags")  # type: ignore[no-any-return]

    @tags.setter
    def tags(self, tags: str | Iterable[str]) -> None:
        self._let_go("tags")
        _assign(self, "tags", tags)
        self._let_go("tags")  # the setter looks at what there is

    @property
    def metadata(self) -> dict[str, Any]:
        """Plain values."""
        return self._hold("metadata")  # type: ignore[no-any-return]

    @metadata.setter
    def metadata(self, metadata: Mapping[str, Any]) -> None:
        self._let_go("metadata")
        _assign(self, "metadata", metadata)
        self._let_go("metadata")  # the setter looks at what there is

    @property
    def ttl(self) -> Any:
        """How long it is kept; None for ever."""
        return super().ttl

    @ttl.setter
    def ttl(self, ttl: Any) -> None:
        _assign(self, "ttl", None if isinstance(ttl, ArtifactTTL) else ttl)

    def save(self, project: str | None = None, settings: Any = None) -> None:
        """Write what was changed; of one that is not logged yet, log it, in the run that is open or one of its own."""
        if self._found is None and self._future is None:
            self._log(project, settings)
            return
        for name in _IN_PLACE:
            held = self.__dict__.get("_held", {}).get(name)
            if held is not None and held != getattr(super(), name):
                with translated():
                    setattr(self, name, held)

    def _log(self, project: str | None, settings: Any) -> None:
        run = current.run()
        if run is not None:
            run.log_artifact(self)
            return
        from runstone.compat.wandb.opening import init

        with init(project=project, job_type="auto", settings=settings) as own:
            own.log_artifact(self).wait()

    def link(self, target_path: str, aliases: Sequence[str] | None = None) -> Any:
        """Show it in a portfolio of a registry, too."""
        from runstone.compat.wandb.artifact import ours
        from runstone.journal.void import VoidWriter
        from runstone.sdk.artifacts.log import ArtifactLog, Where

        if self.is_draft():
            self.save()
        found = self.wait().found
        where = Where(self._home, found.version.run, found.facts.project, True)
        with translated():
            log = ArtifactLog(where, VoidWriter(), lambda: 0)  # type: ignore[arg-type]  # a link is written into collections alone
            return ours(log.link(self, in_registry(target_path), aliases))

    def unlink(self) -> None:  # type: ignore[override]  # of a version that is no link this is no deletion
        """Take it out of the portfolio that shows it; the version itself stays.

        Raises:
            ValueError: it is no link. Nothing was changed.
        """
        if not self.is_link:
            raise ValueError(f"{self.name} is no link, and was left alone; delete() deletes a version.")
        with translated():
            self.delete(delete_aliases=True)

    @property
    def default_root(self) -> Path:
        """Where `download` writes to if nobody says: `artifacts/<name>:<version>`, or below `WANDB_ARTIFACT_DIR`."""
        folder = os.environ.get("WANDB_ARTIFACT_DIR")
        return Path(folder, super().default_root.name) if folder else super().default_root

    def download(  # type: ignore[override]  # their arguments by place
        self,
        root: str | os.PathLike[str] | None = None,
        allow_missing_references: bool = False,
        skip_cache: bool | None = None,
        path_prefix: str | os.PathLike[str] | None = None,
        multipart: bool | None = None,
    ) -> str:
        """Write the files into a folder: see `runstone.Artifact.download`. `skip_cache` and `multipart` are accepted."""
        with translated():
            prefix = None if path_prefix is None else os.fspath(path_prefix)
            return super().download(root, allow_missing_references, prefix)

    def file(self, root: str | os.PathLike[str] | None = None) -> str:
        """Download the only file of it.

        Raises:
            ValueError: it has none, or several.
        """
        try:
            return super().file(root)
        except Misuse as error:
            raise ValueError(str(error)) from error

    def verify(self, root: str | os.PathLike[str] | None = None) -> None:
        """See that a folder has exactly its files; by default that of `download`.

        Raises:
            ValueError: it has not.
        """
        found = self.faults(self.default_root if root is None else root)
        if found:
            told = " ".join(fault.message for fault in found[:5])
            raise ValueError(f"{len(found)} files of {self.name} are not as they were logged. {told}")

    def _file(self, path: str, entry: Entry) -> ArtifactFile:
        return ArtifactFile(path, entry.digest, entry.size_bytes, entry.ref, self)


def _assign(version: Versioned, name: str, value: Any) -> None:
    """Assign what the class above has a property for, too."""
    vars(Versioned)[name].__set__(version, value)
