"""A collection of artifacts as the Api found it."""

from __future__ import annotations

from collections.abc import Iterable

from runstone.api.artifact import StoredArtifact
from runstone.api.source import Source
from runstone.artifacts.change import Change
from runstone.query.artifacts.answers import ArtifactCollection


class StoredCollection:
    """The versions of one name in one project. Assigning `description` and `tags` changes it for everybody."""

    def __init__(self, source: Source, row: ArtifactCollection) -> None:
        self._source = source
        self.row = row

    def __repr__(self) -> str:
        return f"<ArtifactCollection {self.qualified_name} of type {self.type}, {self.row.versions} versions>"

    @property
    def id(self) -> str:
        """Its id in the home."""
        return self.row.id

    @property
    def name(self) -> str:
        """Its name in the project."""
        return self.row.name

    @property
    def project(self) -> str:
        """The project that it lies in."""
        return self.row.project

    @property
    def qualified_name(self) -> str:
        """`project/name`."""
        return f"{self.project}/{self.name}"

    @property
    def type(self) -> str:
        """What its versions are."""
        return self.row.type

    @property
    def description(self) -> str:
        """Markdown about all of it; assigning replaces it."""
        return self.row.description

    @description.setter
    def description(self, description: str) -> None:
        self._change(Change(description=description))

    @property
    def tags(self) -> list[str]:
        """Its own tags; assigning replaces them."""
        return list(self.row.tags)

    @tags.setter
    def tags(self, tags: str | Iterable[str]) -> None:
        wanted, present = [tags] if isinstance(tags, str) else list(tags), self.row.tags
        added = tuple(tag for tag in wanted if tag not in present)
        self._change(Change(tags_added=added, tags_removed=tuple(tag for tag in present if tag not in wanted)))

    @property
    def aliases(self) -> list[str]:
        """The aliases of all its versions, sorted."""
        return sorted(alias for version in self.versions() for alias in version.aliases)

    def versions(self) -> list[StoredArtifact]:
        """Its versions, the newest first."""
        found = self._source.artifact_collection(self.id).versions
        return [StoredArtifact.found_by(self._source, row) for row in found]

    def _change(self, wanted: Change) -> None:
        self._source.change_artifact(self.id, "", wanted)
        self.row = self._source.artifact_collection(self.id).collection
