"""The artifact: a set of files with a name and a type. First it is built, then it is a version of its collection, and read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Self

from runstone.artifacts.building import Building
from runstone.artifacts.contents import Contents
from runstone.artifacts.draft import Draft
from runstone.artifacts.found import Found
from runstone.artifacts.lease import Lease
from runstone.artifacts.manifest import Manifest
from runstone.artifacts.names import check_name
from runstone.artifacts.storing import FileStore, OnProgress, ignore
from runstone.artifacts.versioned import Versioned
from runstone.blobs.store import BlobStore
from runstone.model.errors import BadValue
from runstone.model.home import Home, default_home
from runstone.model.values import to_plain


class Artifact(Building, Versioned):
    """A set of files with a name and a type.

    A new one takes files in as they are added, into the home's blobs; `run.log_artifact` makes a version of it. One that a run uses, or that
    the Api found, is read: `download`, `files`, `verify`. Assigning `aliases`, `tags`, `description`, `metadata` and `ttl` of a
    version changes it for everybody.
    """

    def __init__(
        self,
        name: str,
        type: str,  # noqa: A002 - the field's word
        description: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        *,
        incremental: bool = False,
        home: str | os.PathLike[str] | Home | None = None,
    ) -> None:
        """
        Args:
            name: of the collection: letters, digits, `.`, `_` and `-`.
            type: what its versions are: `dataset`, `model`, any word.
            description: Markdown; of a model its card.
            metadata: plain values, nested.
            incremental: the version has what the latest one has, and what is added here.
            home: takes the files; default `RUNSTONE_DIR`, else `~/.runstone`.

        Raises:
            BadValue: a name or type that cannot be.
        """
        self._name = check_name(name)
        if not type or not isinstance(type, str):
            raise BadValue(f"type={type!r}: the type of an artifact is a word, such as dataset or model.")
        self._type = type
        self._description = description or ""
        self._metadata: dict[str, Any] = to_plain(dict(metadata or {}))
        self._incremental = incremental
        self._home = home if isinstance(home, Home) else Home(home) if home else Home(default_home())
        self._ttl_secs: int | None = None
        self._tags: list[str] = []
        self._later: list[tuple[str, Path]] = []
        self._found: Found | None = None
        self._future: Future[Found] | None = None
        self._final = False
        self._lease = Lease(self._home)
        self.distributed_id: str | None = None
        self.contents = Contents(BlobStore(self._home), Manifest())

    @classmethod
    def of_version(cls, home: Home, found: Found, contents: Contents | None = None) -> Self:
        """The artifact that a version is."""
        artifact = object.__new__(cls)
        Artifact.__init__(artifact, found.facts.name, found.facts.type or "unspecified", home=home)
        artifact.became(found, contents)
        return artifact

    def new_draft(self) -> Self:
        """A new artifact with the files, metadata and description of this one, to change and to log as its next version."""
        draft = object.__new__(type(self))
        Artifact.__init__(draft, self._name, self._type, self.description, self.metadata, home=self._home)
        draft.contents = Contents(BlobStore(self._home), Manifest(self.manifest.entries))
        draft._lease.add(draft.manifest.blobs())
        return draft

    def wait(self, timeout: float | None = None) -> Self:
        """Wait until it is logged.

        Args:
            timeout: in seconds.

        Raises:
            TimeoutError: it takes longer.
            RunstoneError, OSError: it could not be logged, and why.
        """
        if self._future is not None:
            self.became(self._future.result(timeout))
        self._logged()
        return self

    def is_draft(self) -> bool:
        """Whether it was not logged yet."""
        return self._found is None

    def __repr__(self) -> str:
        return f"<Artifact {self.name} of type {self._type}, {len(self.manifest)} files>"

    def ready(self, home: Home, on_progress: OnProgress = ignore) -> Manifest:
        """Take in what was added as immutable, and see that the home of the run has all of it.

        Raises:
            BadValue, BlobDamaged, OSError: a file or its bytes are gone.
        """
        self._final = True
        if self._later:
            with FileStore(self._home) as files, self._lease.many():
                for path, entry in files.store(self._later, on_progress):
                    self._lease.add(entry.blobs)
                    self.manifest.entries[path] = entry
            self._later = []
        target = BlobStore(home)
        for blob in self.manifest.blobs():
            # Touched, so that no garbage collection takes it before the version is recorded.
            if not target.touch(blob):
                target.put(BlobStore(self._home).get(blob))
        if home.path != self._home.path:
            self._home = home
            self.contents = Contents(target, self.manifest)
        return self.manifest

    def draft(self, project: str, aliases: Iterable[str], tags: Iterable[str], run: str, step: int | None) -> Draft:
        """What a version is made of, once it is `ready`."""
        return Draft(
            project=project,
            name=self._name,
            type=self._type,
            manifest=self.manifest,
            description=self._description,
            metadata=to_plain(self._metadata),
            aliases=tuple(aliases),
            tags=tuple(dict.fromkeys([*self._tags, *tags])),
            ttl_secs=self._ttl_secs,
            run=run,
            step=step,
            incremental=self._incremental,
            distributed_id=self.distributed_id or "",
        )

    def has_later(self) -> bool:
        """Whether files wait to be taken in."""
        return bool(self._later)

    def is_logged_by(self, future: Future[Found]) -> None:
        """It will be logged by then."""
        self._future = future
