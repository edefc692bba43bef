"""What an artifact is as a version of its collection, and what is said of it: read, and changed by assigning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from datetime import timedelta
from typing import Any

from runstone.artifacts.change import Change, change_version, delete_version, restore_version
from runstone.artifacts.collection import Collection
from runstone.artifacts.contents import Contents
from runstone.artifacts.found import Found, by_id
from runstone.artifacts.lease import Lease
from runstone.artifacts.manifest import Manifest
from runstone.artifacts.names import check_aliases
from runstone.artifacts.reading import Reading
from runstone.blobs.store import BlobStore
from runstone.model.author import login_name
from runstone.model.collection import Version
from runstone.model.errors import Misuse
from runstone.model.home import Home
from runstone.model.values import to_plain


class Versioned(Reading):
    """The version that an artifact is, once it is logged. What is said before is kept here until then."""

    _name: str
    _type: str
    _home: Home
    _description: str
    _metadata: dict[str, Any]
    _tags: list[str]
    _ttl_secs: int | None
    _found: Found | None
    _future: Future[Found] | None
    _final: bool
    _lease: Lease

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
        self._change(Change(aliases_added=added, aliases_removed=removed))

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
        self._change(Change(tags_added=tuple(tag for tag in wanted if tag not in present), tags_removed=removed))

    @property
    def description(self) -> str:
        """Markdown; assigning replaces it."""
        return self._now().description if self._found else self._description

    @description.setter
    def description(self, description: str | None) -> None:
        self._description = description or ""
        if self._found is not None:
            self._change(Change(description=self._description))

    @property
    def metadata(self) -> dict[str, Any]:
        """Plain values; assigning replaces all of them. What is changed inside before it is logged is logged."""
        return self._now().metadata if self._found else self._metadata

    @metadata.setter
    def metadata(self, metadata: Mapping[str, Any]) -> None:
        self._metadata = to_plain(dict(metadata))
        if self._found is not None:
            self._change(Change(metadata=self._metadata))

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
            self._change(Change(ttl_secs=self._ttl_secs or 0))

    def delete(self, delete_aliases: bool = False) -> None:
        """Delete this version; its number is not given again. `restore` brings it back until `runstone gc` has freed what nothing else uses.

        Args:
            delete_aliases: also if it has aliases besides `latest`.

        Raises:
            Misuse: it has aliases. Nothing was deleted.
        """
        found = self._logged()
        collection = self._collection(found)
        try:
            delete_version(collection, found.version.id, delete_aliases)
            self._found = Found(collection.facts(), found.version)
        finally:
            collection.close()

    unlink = delete

    def restore(self) -> None:
        """Bring this version back after it was deleted, with its number and those of its aliases that no other version got since.

        Raises:
            ArtifactNotFound: `runstone gc` has freed files of it. Nothing was changed.
        """
        found = self._logged()
        collection = self._collection(found)
        try:
            restore_version(collection, BlobStore(self._home), found.version.id)
            facts = collection.facts()
            self._found = Found(facts, by_id(facts, found.version.id))
        finally:
            collection.close()

    def became(self, found: Found, contents: Contents | None = None) -> None:
        """It is this version from now on."""
        self._found, self._future, self._final = found, None, True
        self._lease.end()
        store = BlobStore(self._home)
        self.contents = contents or Contents(store, Manifest.load(store, found.version.manifest))

    @property
    def found(self) -> Found:
        """The version that it is, and its collection.

        Raises:
            Misuse: it is not logged.
        """
        return self._logged()

    def _logged(self) -> Found:
        if self._found is None and self._future is not None and self._future.done():
            self.became(self._future.result())
        if self._found is None:
            raise Misuse(f"The artifact {self._name} is not logged yet: run.log_artifact(artifact).wait() does that.")
        return self._found

    def _now(self) -> Version:
        return self._logged().version

    def _collection(self, found: Found) -> Collection:
        return Collection(self._home, found.facts.id, author=login_name())

    def _change(self, wanted: Change) -> None:
        found = self._logged()
        collection = self._collection(found)
        try:
            change_version(collection, found.version.id, wanted)
            facts = collection.facts()
            self._found = Found(facts, by_id(facts, found.version.id))
        finally:
            collection.close()

    def _check_readable(self) -> None:
        self._logged()
