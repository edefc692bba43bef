"""Artifacts as the Api finds them: those of a home are what a run would use, those of a server are read through it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Self

from runstone.api.source import Source
from runstone.artifacts.artifact import Artifact
from runstone.artifacts.change import Change
from runstone.artifacts.contents import Contents
from runstone.artifacts.found import Found
from runstone.artifacts.manifest import Entry, Manifest
from runstone.blobs.store import BlobStore
from runstone.model.collection import CollectionFacts, Version
from runstone.model.errors import Misuse
from runstone.model.home import Home, default_home
from runstone.model.records import CollectionBegan
from runstone.query.artifacts.answers import ArtifactLineage, ArtifactRun, ArtifactVersion


class StoredArtifact(Artifact):
    """A version as the Api found it. Assigning `aliases`, `tags`, `description`, `metadata` and `ttl` changes it for everybody."""

    _source: Source
    row: ArtifactVersion

    @classmethod
    def found_by(cls, source: Source, row: ArtifactVersion) -> StoredArtifact:
        """The artifact that an answer is about."""
        artifact = cls.of_version(source.artifact_home() or Home(default_home()), _found(row), _contents(source, row))
        artifact._source, artifact.row = source, row
        return artifact

    def runs(self) -> list[ArtifactRun]:
        """The runs that logged and used it, in the order of time."""
        return self._source.artifact_version(self.row.id).runs

    def used_by(self) -> list[str]:
        """The ids of the runs that used it."""
        return [run.id for run in self.runs() if run.role == "used"]

    def lineage(self, depth: int = 100, limit: int = 1000) -> ArtifactLineage:
        """What it was made of, and what was made of it: the graph of runs and versions around it.

        Args:
            depth: so many edges from here at most.
            limit: so many nodes at most.
        """
        return self._source.artifact_lineage(self.row.id, None, depth, limit)

    def new_draft(self) -> Self:
        """See Artifact.

        Raises:
            Misuse: a server has the files.
        """
        if self._source.artifact_home() is None:
            raise Misuse(
                f"The files of {self.name} lie with a server, so no draft begins with them here. Download it, and add_dir what you get."
            )
        return super().new_draft()

    def delete(self, delete_aliases: bool = False) -> None:
        """See Artifact."""
        self._stands(self._source.delete_artifact(self.row.id, delete_aliases).version)

    def restore(self) -> None:
        """See Artifact."""
        self._stands(self._source.restore_artifact(self.row.id).version)

    def _change(self, wanted: Change) -> None:
        changed = self._source.change_artifact(self.row.collection, self.row.id, wanted)
        self._stands(changed.version)

    def _stands(self, row: ArtifactVersion | None) -> None:
        if row is not None:
            self.row = row
            self.became(_found(row), self.contents)


class _Remote(Contents):
    """Files whose blobs come through a source, and not from a folder."""

    def __init__(self, store: BlobStore, manifest: Manifest, blob: Callable[[str], Iterator[bytes]]) -> None:
        super().__init__(store, manifest)
        self._blob = blob

    def blob(self, sha256: str) -> Iterator[bytes]:
        """See Contents."""
        return self._blob(sha256)

    def _forget(self, entry: Entry) -> bool:
        return any([super()._forget(entry), *map(self.cache.forget, entry.blobs)])

    def _pieces(self, blob: str, length: int, first: int, last: int) -> Iterator[bytes]:
        position = 0
        for piece in self.cache.pieces(blob, length, self._blob(blob)):
            wanted = piece[max(0, first - position) : max(0, last - position)]
            position += len(piece)
            if wanted:
                yield wanted


def _contents(source: Source, row: ArtifactVersion) -> Contents:
    home = source.artifact_home()
    manifest = Manifest.decode(b"".join(source.blob(row.manifest)))
    store = BlobStore(home or Home(default_home()))
    return Contents(store, manifest) if home is not None else _Remote(store, manifest, source.blob)


def _found(row: ArtifactVersion) -> Found:
    facts = CollectionFacts(row.collection)
    facts.began = CollectionBegan(time=0, project=row.project, name=row.name, type=row.type)
    version = Version(
        id=row.id,
        number=row.number,
        digest=row.digest,
        manifest=row.manifest,
        size_bytes=row.size_bytes,
        file_count=row.file_count,
        created_time=row.created_time,
        run=row.run or "",
        step=row.step,
        description=row.description,
        metadata=row.metadata,
        aliases=row.aliases,
        tags=row.tags,
        ttl_secs=row.ttl_secs,
        source=row.source or "",
        source_version=row.source_version or "",
        distributed_id="",
    )
    if row.deleted:
        facts.forget(row.id)
    return Found(facts, version)
