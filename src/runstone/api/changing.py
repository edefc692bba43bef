"""What people change about artifacts, one act for the Api, the server and the command line."""

from __future__ import annotations

from typing import Any

import msgspec

from runstone.artifacts.change import Change, change_version, delete_version, restore_version
from runstone.artifacts.collection import Collection
from runstone.blobs.store import BlobStore
from runstone.index.index import Index
from runstone.model.author import login_name
from runstone.model.home import Home
from runstone.query.artifacts import collections
from runstone.query.artifacts.answers import ArtifactVersionDetail

# Another process may be reading years of journals for the first time.
_PATIENCE_SECS = 30.0


class ArtifactEdit(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What changes about a version, or, if `version` is empty, about the collection. None leaves a fact as it is; `metadata` replaces all of it;
    a `ttl_secs` of 0 keeps the version for ever. An alias that another version has moves here."""

    collection: str
    version: str = ""
    description: str | None = None
    metadata: dict[str, Any] | None = None
    ttl_secs: int | None = None
    aliases_added: tuple[str, ...] = ()
    aliases_removed: tuple[str, ...] = ()
    tags_added: tuple[str, ...] = ()
    tags_removed: tuple[str, ...] = ()


class ArtifactChanged(msgspec.Struct, frozen=True):
    """The version as it stands then; null where the collection was changed."""

    version: ArtifactVersionDetail | None


def change_artifact(home: Home, index: Index, edit: ArtifactEdit, author: str | None = None) -> ArtifactChanged:
    """Change what is said of a version or a collection. Every answer after shows it. `author` changes it; by default who is logged in here.

    Raises:
        ArtifactNotFound: there is no such collection or version.
        BadValue: an alias or a time that cannot be. Nothing was changed.
        HomeUnusable, DataFault: it could not be written.
    """
    collections.get_collection(index, edit.collection)
    fields = msgspec.structs.asdict(edit)
    found = Collection(home, fields.pop("collection"), author=_author(author))
    version = fields.pop("version")
    try:
        change_version(found, version, Change(**fields))
    finally:
        found.close()
    index.refresh(_PATIENCE_SECS)
    return ArtifactChanged(collections.get_version(index, version) if version else None)


def delete_artifact(
    home: Home, index: Index, version: str, delete_aliases: bool = False, author: str | None = None
) -> ArtifactChanged:
    """Delete a version. Every answer after shows it. `author` does; by default who is logged in here.

    Raises:
        ArtifactNotFound: there is none.
        Misuse: it has aliases besides `latest`, and `delete_aliases` was not said. Nothing was deleted.
        HomeUnusable, DataFault: it could not be written.
    """
    known = collections.get_version(index, version)
    found = Collection(home, known.collection, author=_author(author))
    try:
        delete_version(found, version, delete_aliases)
    finally:
        found.close()
    index.refresh(_PATIENCE_SECS)
    return ArtifactChanged(collections.get_version(index, version))


def restore_artifact(home: Home, index: Index, version: str, author: str | None = None) -> ArtifactChanged:
    """Bring back a version that was deleted. Every answer after shows it. `author` does; by default who is logged in here.

    Raises:
        ArtifactNotFound: there never was one, or `runstone gc` has freed files of it. Nothing was changed.
        HomeUnusable, DataFault: it could not be written.
    """
    known = collections.get_version(index, version)
    found = Collection(home, known.collection, author=_author(author))
    try:
        restore_version(found, BlobStore(home), version)
    finally:
        found.close()
    index.refresh(_PATIENCE_SECS)
    return ArtifactChanged(collections.get_version(index, version))


def _author(given: str | None) -> str:
    return (login_name() if given is None else given) or "somebody"
