"""The artifact: a set of files with a name and a type. First it is built, then it is a version of its collection, and read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from datetime import timedelta
from pathlib import Path
from typing import Any, Self

from runstone.artifacts import versions
from runstone.artifacts.building import Building
from runstone.artifacts.collection import Collection
from runstone.artifacts.contents import Contents
from runstone.artifacts.manifest import Manifest
from runstone.artifacts.names import check_aliases, check_name
from runstone.artifacts.storing import FileStore, OnProgress, ignore
from runstone.artifacts.versions import Found
from runstone.blobs.store import BlobStore
from runstone.model.author import login_name
from runstone.model.collection import Version
from runstone.model.errors import BadValue, Misuse
from runstone.model.home import Home, default_home
from runstone.model.values import to_plain


class Artifact(Building):
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
        return draft

    @property
    def name(self) -> str:
        """`name:v3`; before it is logged, the name alone."""
        return f"{self._name}:{self.version}" if self._found else self._name

    @property
    def collection_name(self) -> str:
        """The name of its collection."""
        return self._name

    @property
    def type(self) -> str:
        """What its versions are."""
        return self._type

    @property
    def project(self) -> str:
        """The project of its collection."""
        return self._logged().facts.project

    @property
    def qualified_name(self) -> str:
        """`project/name:v3`."""
        return f"{self.project}/{self.name}"

    @property
    def version(self) -> str:
        """`v3`.

        Raises:
            Misuse: it is not logged.
        """
        return f"v{self._logged().version.number}"

    @property
    def id(self) -> str:
        """The id of the version: it stays when homes are joined and numbers change."""
        return self._logged().version.id

    @property
    def state(self) -> str:
        """`PENDING` while it is built, then `COMMITTED`, or `DELETED`."""
        if self._found is None:
            return "PENDING"
        return "DELETED" if self._found.facts.is_deleted(self._found.version.id) else "COMMITTED"

    @property
    def digest(self) -> str:
        """What tells its contents from others; as W&B computes it."""
        return self._found.version.digest if self._found else self.manifest.digest

    @property
    def size(self) -> int:
        """All files together, in bytes."""
        return self.manifest.size_bytes

    @property
    def file_count(self) -> int:
        """How many files it has."""
        return len(self.manifest)

    @property
    def created_time(self) -> int:
        """When it was logged, in microseconds since the epoch."""
        return self._logged().version.created_time

    @property
    def logged_by(self) -> str:
        """The id of the run that logged it; empty where none did."""
        return self._logged().version.run

    @property
    def is_link(self) -> bool:
        """Whether it is shown here by a link to another collection."""
        return bool(self._found and self._found.version.source)

    @property
    def aliases(self) -> list[str]:
        """Its aliases. Assigning replaces them; one that another version had moves here."""
        return list(self._now().aliases)

    @aliases.setter
    def aliases(self, aliases: Iterable[str]) -> None:
        wanted, present = check_aliases(list(aliases)), self.aliases
        removed = tuple(alias for alias in present if alias not in wanted)
        added = tuple(alias for alias in wanted if alias not in present)
        self._change(versions.Change(aliases_added=added, aliases_removed=removed))

    @property
    def tags(self) -> list[str]:
        """Its tags; assigning replaces them."""
        return list(self._now().tags) if self._found else list(self._tags)

    @tags.setter
    def tags(self, tags: str | Iterable[str]) -> None:
        wanted = [tags] if isinstance(tags, str) else list(tags)
        if self._found is None:
            self._tags = wanted
            return
        present = self.tags
        removed = tuple(tag for tag in present if tag not in wanted)
        self._change(
            versions.Change(tags_added=tuple(tag for tag in wanted if tag not in present), tags_removed=removed)
        )

    @property
    def description(self) -> str:
        """Markdown; assigning replaces it."""
        return self._now().description if self._found else self._description

    @description.setter
    def description(self, description: str | None) -> None:
        self._description = description or ""
        if self._found is not None:
            self._change(versions.Change(description=self._description))

    @property
    def metadata(self) -> dict[str, Any]:
        """Plain values; assigning replaces all of them. What is changed inside before it is logged is logged."""
        return self._now().metadata if self._found else self._metadata

    @metadata.setter
    def metadata(self, metadata: Mapping[str, Any]) -> None:
        self._metadata = to_plain(dict(metadata))
        if self._found is not None:
            self._change(versions.Change(metadata=self._metadata))

    @property
    def ttl(self) -> timedelta | None:
        """How long it is kept after it was logged; None: for ever. `runstone gc` deletes what is over, unless it has an alias besides `latest`,
        or a portfolio shows it."""
        seconds = self._now().ttl_secs if self._found else self._ttl_secs
        return timedelta(seconds=seconds) if seconds else None

    @ttl.setter
    def ttl(self, ttl: timedelta | None) -> None:
        self._ttl_secs = int(ttl.total_seconds()) if ttl is not None else None
        if self._found is not None:
            self._change(versions.Change(ttl_secs=self._ttl_secs or 0))

    def delete(self, delete_aliases: bool = False) -> None:
        """Delete this version for good; its number is not given again. `runstone gc` frees what nothing else uses.

        Args:
            delete_aliases: also if it has aliases besides `latest`.

        Raises:
            Misuse: it has aliases. Nothing was deleted.
        """
        found = self._logged()
        collection = self._collection(found)
        try:
            versions.delete(collection, found.version.id, delete_aliases)
            self._found = Found(collection.facts(), found.version)
        finally:
            collection.close()

    unlink = delete

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
            with FileStore(self._home) as files:
                for path, entry in files.store(self._later, on_progress):
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

    def draft(
        self, project: str, aliases: Iterable[str], tags: Iterable[str], run: str, step: int | None
    ) -> versions.Draft:
        """What a version is made of, once it is `ready`."""
        return versions.Draft(
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

    def became(self, found: Found, contents: Contents | None = None) -> None:
        """It is this version from now on."""
        self._found, self._future, self._final = found, None, True
        store = BlobStore(self._home)
        self.contents = contents or Contents(store, Manifest.load(store, found.version.manifest))

    def _logged(self) -> Found:
        if self._found is None and self._future is not None and self._future.done():
            self.became(self._future.result())
        if self._found is None:
            raise Misuse(f"The artifact {self._name} is not logged yet: run.log_artifact(artifact).wait() does that.")
        return self._found

    @property
    def found(self) -> Found:
        """The version that it is, and its collection.

        Raises:
            Misuse: it is not logged.
        """
        return self._logged()

    def _now(self) -> Version:
        return self._logged().version

    def _collection(self, found: Found) -> Collection:
        return Collection(self._home, found.facts.id, author=login_name())

    def _change(self, wanted: versions.Change) -> None:
        found = self._logged()
        collection = self._collection(found)
        try:
            versions.change(collection, found.version.id, wanted)
            facts = collection.facts()
            self._found = Found(facts, versions.by_id(facts, found.version.id))
        finally:
            collection.close()

    def _check_readable(self) -> None:
        self._logged()
