"""Artifacts: collections, versions, their files, and lineage; and what people change about them."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote

import msgspec
from msgspec import Meta
from starlette.responses import Response, StreamingResponse

from runstone.api.changing import ArtifactChanged, ArtifactEdit, change_artifact, delete_artifact, restore_artifact
from runstone.artifacts.contents import Contents
from runstone.artifacts.manifest import Manifest
from runstone.blobs.store import BlobStore
from runstone.model.ids import collection_id
from runstone.query.artifacts import collections, files, lineage
from runstone.query.artifacts.answers import (
    ArtifactCollection,
    ArtifactCollectionDetail,
    ArtifactDiff,
    ArtifactFiles,
    ArtifactLineage,
    ArtifactPreview,
    ArtifactVersionDetail,
    RunArtifact,
)
from runstone.query.artifacts.previews.reading import MAX_ROWS, look
from runstone.server.action import Action, NoBody, post
from runstone.server.endpoint import Endpoint, get
from runstone.server.errors import Refused
from runstone.server.routes.blobs import ANY_BYTES, OF_FILES, BlobAsk, serve_blob
from runstone.server.service import Service
from runstone.server.shown import shows_version
from runstone.snapshots.zipping import zip_contents

ZIP = "application/zip"

CollectionId = Annotated[str, Meta(description="The collection's id.")]
VersionId = Annotated[str, Meta(description="The version's id.")]


class CollectionsAsk(msgspec.Struct, frozen=True):
    """Which collections."""

    project: Annotated[str, Meta(description="Only of this project.")] | None = None
    recursive: Annotated[bool, Meta(description="And of those under it.")] = True
    type: Annotated[str, Meta(description="Only of this type.")] | None = None
    search: Annotated[str, Meta(description="Only with this text in name or description.")] | None = None


class CollectionsAnswer(msgspec.Struct, frozen=True):
    """Collections by project and name, and the types that there are in the project."""

    collections: list[ArtifactCollection]
    types: list[str]


class CollectionAsk(msgspec.Struct, frozen=True):
    """Which collection."""

    collection: CollectionId
    deleted: Annotated[bool, Meta(description="Also the versions that were deleted.")] = False


class NamedCollectionAsk(msgspec.Struct, frozen=True):
    """Which collection, by its name."""

    project: Annotated[str, Meta(description="The project that it lies in.")]
    name: Annotated[str, Meta(description="Its name, without a version.")]
    deleted: Annotated[bool, Meta(description="Also the versions that were deleted.")] = False


class FindAsk(msgspec.Struct, frozen=True):
    """A version by name."""

    name: Annotated[str, Meta(description="`name`, `name:v3`, `name:alias` or `project/name:alias`.")]
    project: Annotated[str, Meta(description="Where a name without one is looked for.")] | None = None


class VersionAsk(msgspec.Struct, frozen=True):
    """Which version."""

    version: VersionId


class FilesAsk(msgspec.Struct, frozen=True):
    """Which folder of which version."""

    version: VersionId
    path: Annotated[str, Meta(description="The folder; the whole if not given.")] = ""
    cursor: Annotated[int, Meta(ge=0, description="Of the page before.")] = 0
    limit: Annotated[int, Meta(ge=1, le=10_000, description="At most so many files and folders.")] = 1000
    recursive: Annotated[bool, Meta(description="All files below it, and no folders.")] = False


class FileAsk(msgspec.Struct, frozen=True):
    """Which file of which version, and which part of it."""

    version: VersionId
    path: Annotated[str, Meta(description="Its path in the artifact.")]
    first: Annotated[int, Meta(ge=0, description="The first byte.")] = 0
    size_bytes: Annotated[int, Meta(ge=0, description="At most so many bytes; to its end if not given.")] | None = None
    mime: Annotated[str, Meta(description="The media type to serve it as.")] = ANY_BYTES


class PreviewAsk(msgspec.Struct, frozen=True):
    """Which file of which version to look into."""

    version: VersionId
    path: Annotated[str, Meta(description="Its path in the artifact.")]
    rows: Annotated[int, Meta(ge=0, le=MAX_ROWS, description="Of a table, at most so many rows.")] = 100


class DiffAsk(msgspec.Struct, frozen=True):
    """From which version to which."""

    version: VersionId
    before: Annotated[str, Meta(description="The id of the version to begin with.")]
    limit: Annotated[int, Meta(ge=1, le=10_000, description="At most so many changes.")] = 1000


class LineageAsk(msgspec.Struct, frozen=True):
    """Around what, and how far."""

    version: Annotated[str, Meta(description="Around this version.")] | None = None
    run: Annotated[str, Meta(description="Around this run.")] | None = None
    depth: Annotated[int, Meta(ge=1, le=1000, description="So many edges from there at most.")] = 100
    limit: Annotated[int, Meta(ge=1, le=5000, description="So many nodes at most.")] = 1000


class RunArtifactsAsk(msgspec.Struct, frozen=True):
    """Of which run."""

    run: Annotated[str, Meta(description="Id, display id or number.")]


class RunArtifactsAnswer(msgspec.Struct, frozen=True):
    """The versions that a run logged and used, in the order of time."""

    artifacts: list[RunArtifact]


class DeleteBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether to delete a version also if it has aliases besides `latest`."""

    delete_aliases: bool = False


@get("/api/artifacts")
def list_collections(service: Service, ask: CollectionsAsk) -> CollectionsAnswer:
    """The collections of artifacts of a project, or of the whole home."""
    found = collections.list_collections(service.index, ask.project, ask.recursive, ask.type, ask.search)
    return CollectionsAnswer(found, collections.list_types(service.index, ask.project))


@get("/api/artifacts/find")
def find_version(service: Service, ask: FindAsk) -> ArtifactVersionDetail:
    """The version that a name means."""
    return collections.find_version(service.index, ask.name, ask.project)


@get("/api/artifacts/collection")
def read_named_collection(service: Service, ask: NamedCollectionAsk) -> ArtifactCollectionDetail:
    """The collection of a name, with its versions."""
    return collections.get_collection(service.index, collection_id(ask.project, ask.name), ask.deleted)


@get("/api/artifacts/lineage")
def read_lineage(service: Service, ask: LineageAsk) -> ArtifactLineage:
    """The graph of runs and versions around one of them."""
    return lineage.lineage(service.index, ask.version, ask.run, ask.depth, ask.limit)


@get("/api/artifacts/collections/{collection}")
def read_collection(service: Service, ask: CollectionAsk) -> ArtifactCollectionDetail:
    """A collection with its versions."""
    return collections.get_collection(service.index, ask.collection, ask.deleted)


@get("/api/artifacts/versions/{version}")
def read_version(service: Service, ask: VersionAsk) -> ArtifactVersionDetail:
    """A version with the runs that logged and used it, also one that was deleted."""
    return collections.get_version(service.index, ask.version)


@get("/api/artifacts/versions/{version}/files")
def list_files(service: Service, ask: FilesAsk) -> ArtifactFiles:
    """What lies directly in a folder of a version."""
    manifest = _manifest(service, ask.version)
    return files.list_files(BlobStore(service.home), manifest, ask.path, ask.cursor, ask.limit, ask.recursive)


@get("/api/artifacts/versions/{version}/file", media_type=ANY_BYTES, also=OF_FILES)
def read_file(service: Service, ask: FileAsk) -> Response:
    """The bytes of a file of a version, or a stretch of them. A small file comes as its blob would, in the same sandbox."""
    store = BlobStore(service.home)
    contents = Contents(store, Manifest.load(store, _manifest(service, ask.version)))
    entry = contents.entry(ask.path)
    name = ask.path.rpartition("/")[2]
    if entry.sha256 and not ask.first and ask.size_bytes is None:
        return serve_blob(service, BlobAsk(entry.sha256, ask.mime, name))
    last = None if ask.size_bytes is None else ask.first + ask.size_bytes
    pieces = contents.stream(ask.path, ask.first, last)
    first = next(pieces, b"")  # what is wrong with it is told before the answer begins

    def body() -> Any:
        yield first
        yield from pieces

    headers = {"content-disposition": "attachment", "x-content-type-options": "nosniff"}
    return StreamingResponse(body(), media_type=ANY_BYTES, headers=headers)


@get("/api/artifacts/versions/{version}/files.zip", media_type=ZIP)
def download_files(service: Service, ask: VersionAsk) -> Response:
    """All files of a version in a ZIP archive; those that stay elsewhere are not in it. Of a snapshot of code it has links, empty folders and rights."""
    store = BlobStore(service.home)
    found = _whole(service, ask.version)
    pieces = zip_contents(store, Contents(store, Manifest.load(store, found.manifest)))
    first = next(pieces)  # what is wrong with it is told before the answer begins

    def body() -> Any:
        yield first
        yield from pieces

    name = quote(f"{found.name}-v{found.number}.zip")
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}", "x-content-type-options": "nosniff"}
    return StreamingResponse(body(), media_type=ZIP, headers=headers)


@get("/api/artifacts/versions/{version}/preview")
def preview_file(service: Service, ask: PreviewAsk) -> ArtifactPreview:
    """What a file of a version holds: the first rows of a table, the tensors of a checkpoint, the files of an archive."""
    return look(BlobStore(service.home), _manifest(service, ask.version), ask.path, ask.rows)


@get("/api/artifacts/versions/{version}/diff")
def diff_versions(service: Service, ask: DiffAsk) -> ArtifactDiff:
    """What differs between two versions."""
    before, after = _manifest(service, ask.before), _manifest(service, ask.version)
    return files.diff(BlobStore(service.home), before, after, ask.limit)


@get("/api/runs/{run}/artifacts")
def list_run_artifacts(service: Service, ask: RunArtifactsAsk) -> RunArtifactsAnswer:
    """The versions that a run logged and used."""
    return RunArtifactsAnswer(collections.run_artifacts(service.index, ask.run))


@post("/api/artifacts/edits")
def edit_artifact(service: Service, body: ArtifactEdit) -> ArtifactChanged:
    """Change what is said of a version or a collection: aliases, tags, description, metadata, time to live."""
    return change_artifact(service.home, service.index, body, service.author)


@post("/api/artifacts/versions/{version}/delete")
def delete_version(service: Service, ask: VersionAsk, body: DeleteBody) -> ArtifactChanged:
    """Delete a version. It can be restored until `runstone gc` has freed what only it needed."""
    return delete_artifact(service.home, service.index, ask.version, body.delete_aliases, service.author)


@post("/api/artifacts/versions/{version}/restore")
def restore_version(service: Service, ask: VersionAsk, body: NoBody) -> ArtifactChanged:
    """Bring back a version that was deleted."""
    return restore_artifact(service.home, service.index, ask.version, service.author)


def _manifest(service: Service, version: str) -> str:
    return _whole(service, version).manifest


def _whole(service: Service, version: str) -> ArtifactVersionDetail:
    """A version whose files may be read."""
    found = collections.get_version(service.index, version)
    if not shows_version(service, found.collection, found.manifest):
        raise Refused(
            404,
            "blob_not_found",
            "Who sent this version did not send all of its files, so nobody reads them here.",
            "`runstone sync` on the machine that has them brings them.",
        )
    return found


ENDPOINTS: list[Endpoint | Action] = [
    list_collections,
    find_version,
    read_named_collection,
    read_lineage,
    read_collection,
    read_version,
    list_files,
    read_file,
    download_files,
    preview_file,
    diff_versions,
    list_run_artifacts,
    edit_artifact,
    delete_version,
    restore_version,
]
