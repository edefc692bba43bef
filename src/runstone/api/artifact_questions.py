"""The questions about artifacts that `Api` takes."""

from __future__ import annotations

from runstone.api.artifact import StoredArtifact
from runstone.api.artifact_collection import StoredCollection
from runstone.api.source import Source
from runstone.artifacts.names import parse
from runstone.model.errors import ArtifactNotFound, BadValue
from runstone.model.ids import collection_id
from runstone.query.artifacts.answers import ArtifactCollection, ArtifactVersion


class ArtifactQuestions:
    """What one can ask of the artifacts of a home."""

    _source: Source

    def artifact(self, name: str, type: str | None = None, project: str | None = None) -> StoredArtifact:  # noqa: A002
        """A version of an artifact, to read.

        Args:
            name: `project/name:alias`; the alias may be a number such as `v3`, and is `latest` by default.
            type: an error if it is of another one.
            project: where a name without one is looked for.

        Raises:
            ArtifactNotFound: there is no such version.
            BadValue: it is no name, or of another type.
        """
        row = self._source.find_artifact(name, project)
        if type is not None and type != row.type:
            raise BadValue(f"{row.project}/{row.name} is a {row.type}, not a {type}.")
        return StoredArtifact.found_by(self._source, row)

    def artifacts(self, name: str, project: str | None = None) -> list[StoredArtifact]:
        """The versions of a collection, the newest first.

        Args:
            name: `project/name`.
            project: where a name without one is looked for.

        Raises:
            ArtifactNotFound: there is no such collection.
        """
        return [StoredArtifact.found_by(self._source, row) for row in self._versions(name, project)]

    def deleted_artifacts(self, name: str, project: str | None = None) -> list[ArtifactVersion]:
        """What is known of the versions of a collection that were deleted, the newest first; `restore_artifact` brings them back.

        Args:
            name: `project/name`.
            project: where a name without one is looked for.

        Raises:
            ArtifactNotFound: there is no such collection.
        """
        return [row for row in self._versions(name, project, deleted=True) if row.deleted]

    def _versions(self, name: str, project: str | None, deleted: bool = False) -> list[ArtifactVersion]:
        named = parse(name, project)
        return self._source.artifact_collection(collection_id(named.project, named.name), deleted=deleted).versions

    def restore_artifact(self, name: str, project: str | None = None) -> StoredArtifact:
        """Bring back a version that was deleted, with its number and those of its aliases that no other version got since.

        Args:
            name: `project/name:v3`.
            project: where a name without one is looked for.

        Raises:
            ArtifactNotFound: no version with this number was deleted, or `runstone gc` has freed files of it. Nothing was changed.
        """
        deleted = self.deleted_artifacts(name, project)
        wanted = parse(name, project).alias
        found = next((row for row in deleted if wanted in (f"v{row.number}", row.id)), None)
        if found is None:
            there = ", ".join(f"v{row.number}" for row in deleted[:5])
            told = f"Deleted versions are {there}." if there else "It has no deleted versions."
            raise ArtifactNotFound(f"{name}: no deleted version has this number. Nothing was changed. {told}")
        row = self._source.restore_artifact(found.id).version
        return StoredArtifact.found_by(self._source, row or found)

    def artifact_collection(self, name: str, project: str | None = None) -> StoredCollection:
        """A collection of artifacts: its versions, and what is said of it.

        Args:
            name: `project/name`.
            project: where a name without one is looked for.

        Raises:
            ArtifactNotFound: there is no such collection.
        """
        named = parse(name, project)
        found = self._source.artifact_collection(collection_id(named.project, named.name))
        return StoredCollection(self._source, found.collection)

    def artifact_types(self, project: str | None = None) -> list[str]:
        """The types of the collections of a project and those under it, or of all, by name."""
        return sorted({row.type for row in self._source.list_collections(project, None, None)})

    def artifact_collections(
        self,
        project: str | None = None,
        type: str | None = None,  # noqa: A002
        search: str | None = None,
    ) -> list[ArtifactCollection]:
        """Collections of artifacts by project and name.

        Args:
            project: only of this project and those under it; `registry` for what is registered.
            type: only of this type.
            search: only those whose name or description holds this text.
        """
        return self._source.list_collections(project, type, search)
