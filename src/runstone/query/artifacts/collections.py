"""Collections and versions: lists, and one by its name or id."""

from __future__ import annotations

import sqlite3
from typing import Any

import msgspec

from runstone.artifacts.names import REGISTRY, parse
from runstone.index.index import Snapshot
from runstone.model.collection import LATEST
from runstone.model.errors import ArtifactNotFound
from runstone.model.ids import collection_id
from runstone.model.values import from_json
from runstone.query.artifacts.answers import (
    ArtifactCollection,
    ArtifactCollectionDetail,
    ArtifactRun,
    ArtifactVersion,
    ArtifactVersionDetail,
    RunArtifact,
)
from runstone.query.asking import question
from runstone.query.projects import within
from runstone.query.runs import find as find_run

VERSION_COLUMNS = (
    "version.*, collection.project, collection.name, collection.type,"
    " (SELECT name FROM run WHERE run.id = version.run) AS run_name,"
    " (SELECT there.project || '/' || there.name || ':v' || own.number FROM version own JOIN collection there ON there.id = own.collection"
    " WHERE own.id = version.source_version) AS source_name,"
    " (SELECT count(*) FROM version_use WHERE version_use.version = version.id AND role = 'used') AS uses"
)
OF_VERSION = "version JOIN collection ON collection.id = version.collection"


@question
def list_collections(
    snapshot: Snapshot,
    project: str | None = None,
    recursive: bool = True,
    type: str | None = None,  # noqa: A002 - the field's word
    search: str | None = None,
) -> list[ArtifactCollection]:
    """Collections by project and name.

    Args:
        snapshot: what is known.
        project: only of this project and, if recursive, those under it.
        recursive: see there.
        type: only of this type.
        search: only those whose name or description holds this text, in any case.
    """
    condition, values = within(project, recursive, "collection")
    if type:
        condition, values = f"{condition} AND collection.type = ?", [*values, type]
    if search:
        condition = f"{condition} AND instr(lower(collection.name || ' ' || collection.description), lower(?))"
        values = [*values, search]
    return _collections(snapshot, condition, values)


@question
def list_types(snapshot: Snapshot, project: str | None = None) -> list[str]:
    """The types of the collections of a project and those under it, by name."""
    condition, values = within(project, True, "collection")
    rows = snapshot.connection.execute(f"SELECT DISTINCT type FROM collection WHERE {condition} ORDER BY type", values)
    return [name for (name,) in rows]


@question
def get_collection(snapshot: Snapshot, collection: str, deleted: bool = False) -> ArtifactCollectionDetail:
    """A collection with its versions; with `deleted` also those that were deleted.

    Raises:
        ArtifactNotFound: there is none with this id.
    """
    found = _collections(snapshot, "collection.id = ?", [collection])
    if not found:
        raise ArtifactNotFound(f"There is no collection of artifacts {collection!r}.")
    rows = snapshot.connection.execute(
        f"SELECT {VERSION_COLUMNS} FROM {OF_VERSION} WHERE version.collection = ? AND (? OR NOT deleted) ORDER BY number DESC",
        (collection, deleted),
    )
    return ArtifactCollectionDetail(found[0], [version_of(row) for row in rows])


@question
def get_version(snapshot: Snapshot, version: str) -> ArtifactVersionDetail:
    """A version, also one that was deleted.

    Raises:
        ArtifactNotFound: there is none with this id.
    """
    row = snapshot.connection.execute(
        f"SELECT {VERSION_COLUMNS} FROM {OF_VERSION} WHERE version.id = ?", (version,)
    ).fetchone()
    if row is None:
        raise ArtifactNotFound(f"There is no version of an artifact {version!r}.")
    return _detail(snapshot, version_of(row))


@question
def find_version(snapshot: Snapshot, name: str, project: str | None = None) -> ArtifactVersionDetail:
    """The version that a name means, `project/name:alias`.

    Raises:
        BadValue: it is no name.
        ArtifactNotFound: there is no such collection or version.
    """
    named = parse(name, project)
    collection = get_collection(snapshot, collection_id(named.project, named.name))
    for version in collection.versions:
        if named.alias in (*version.aliases, f"v{version.number}", version.id, version.digest):
            return _detail(snapshot, version)
    there = ", ".join(f"v{version.number}" for version in collection.versions[:5]) or "none any more"
    raise ArtifactNotFound(f"{named.project}/{named.name} has no version {named.alias!r}. It has {there}.")


@question
def run_artifacts(snapshot: Snapshot, run: str) -> list[RunArtifact]:
    """The versions that a run logged and used, in the order of time.

    Raises:
        RunNotFound: there is no such run.
    """
    rows = snapshot.connection.execute(
        f"SELECT version_use.role, version_use.used_as, version_use.time, {VERSION_COLUMNS} FROM version_use"
        " JOIN version ON version.id = version_use.version AND version.collection = version_use.collection"
        " JOIN collection ON collection.id = version.collection"
        " WHERE version_use.run = (SELECT key FROM run WHERE id = ?) ORDER BY version_use.time",
        (find_run(snapshot, run),),
    )
    return [RunArtifact(row["role"], row["used_as"], row["time"], version_of(row)) for row in rows]


def version_of(row: sqlite3.Row) -> ArtifactVersion:
    """A row of `VERSION_COLUMNS`."""
    return ArtifactVersion(
        id=row["id"],
        collection=row["collection"],
        project=row["project"],
        name=row["name"],
        type=row["type"],
        number=row["number"],
        digest=row["digest"],
        manifest=row["manifest"],
        size_bytes=row["size_bytes"],
        file_count=row["file_count"],
        created_time=row["created_time"],
        run=row["run"] or None,
        step=row["step"],
        description=row["description"],
        metadata=from_json(msgspec.json.decode(row["metadata_json"])),
        aliases=msgspec.json.decode(row["aliases_json"]),
        tags=msgspec.json.decode(row["tags_json"]),
        ttl_secs=row["ttl_secs"],
        source=row["source"] or None,
        source_version=row["source_version"] or None,
        deleted=bool(row["deleted"]),
        run_name=row["run_name"],
        source_name=row["source_name"],
        uses=row["uses"],
    )


def _collections(snapshot: Snapshot, condition: str, values: list[Any]) -> list[ArtifactCollection]:
    rows = snapshot.connection.execute(
        "SELECT collection.*, count(version.id) AS versions, coalesce(sum(version.size_bytes), 0) AS size_bytes,"
        " (SELECT json_group_object(alias.value, own.number) FROM version own, json_each(own.aliases_json) alias"
        " WHERE own.collection = collection.id AND NOT own.deleted) AS aliases_json,"
        # SQLite takes what stands beside a maximum from the row that has it.
        " max(version.number) AS newest, version.run AS run, (SELECT name FROM run WHERE run.id = version.run) AS run_name"
        " FROM collection LEFT JOIN version ON version.collection = collection.id AND NOT version.deleted"
        f" WHERE {condition} GROUP BY collection.id ORDER BY collection.project, collection.name",
        values,
    )
    found = [(row, msgspec.json.decode(row["aliases_json"], type=dict[str, int])) for row in rows]
    return [
        ArtifactCollection(
            id=row["id"],
            project=row["project"],
            name=row["name"],
            type=row["type"],
            description=row["description"],
            tags=msgspec.json.decode(row["tags_json"]),
            versions=row["versions"],
            size_bytes=row["size_bytes"],
            latest=aliases.get(LATEST),
            created_time=row["created_time"],
            updated_time=row["updated_time"],
            is_registry=row["project"].startswith(f"{REGISTRY}/"),
            aliases=aliases,
            run=row["run"] or None,
            run_name=row["run_name"],
        )
        for row, aliases in found
    ]


def _detail(snapshot: Snapshot, version: ArtifactVersion) -> ArtifactVersionDetail:
    runs = snapshot.connection.execute(
        "SELECT run.id, run.display_id, run.name, role, used_as, time FROM version_use JOIN run ON run.key = version_use.run"
        " WHERE version = ? ORDER BY time",
        (version.id,),
    )
    links = snapshot.connection.execute(
        f"SELECT {VERSION_COLUMNS} FROM {OF_VERSION} WHERE version.source_version = ? AND NOT deleted", (version.id,)
    )
    return ArtifactVersionDetail(
        **msgspec.structs.asdict(version),
        runs=[ArtifactRun(*row) for row in runs],
        links=[version_of(row) for row in links],
    )
