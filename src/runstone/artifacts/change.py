"""A change of what is said of a version or of its collection, the end of a version, and its return."""

from __future__ import annotations

from typing import Any

import msgspec

from runstone.artifacts.collection import Collection
from runstone.artifacts.found import by_id
from runstone.artifacts.manifest import Manifest
from runstone.artifacts.names import check_aliases
from runstone.blobs.store import BlobStore
from runstone.model.collection import LATEST, CollectionFacts, Version
from runstone.model.errors import ArtifactNotFound, BadValue, BlobDamaged, Misuse
from runstone.model.records import (
    AliasesChanged,
    Record,
    VersionDeleted,
    VersionDescribed,
    VersionRestored,
    VersionTagged,
)


class Change(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What changes about a version, or about its collection. None leaves a fact as it is; a `ttl_secs` of 0 keeps the version for ever."""

    description: str | None = None
    metadata: dict[str, Any] | None = None
    ttl_secs: int | None = None
    aliases_added: tuple[str, ...] = ()
    aliases_removed: tuple[str, ...] = ()
    tags_added: tuple[str, ...] = ()
    tags_removed: tuple[str, ...] = ()


def change_version(collection: Collection, version: str, wanted: Change) -> None:
    """Change what is said of a version, or of the collection if `version` is empty.

    Args:
        collection: where it is.
        version: its id.
        wanted: what to change.

    Raises:
        BadValue: an alias that cannot be; nothing was changed.
        ArtifactNotFound: the version was deleted.
        HomeUnusable, DataFault: see `Collection.write`.
    """
    added, removed = check_aliases(list(wanted.aliases_added)), list(wanted.aliases_removed)
    if wanted.ttl_secs is not None and wanted.ttl_secs < 0:
        raise BadValue(f"A time to live of {wanted.ttl_secs} s cannot be. Nothing was changed.")

    def records(facts: CollectionFacts, time: int) -> list[Record]:
        if version:
            by_id(facts, version)
        found: list[Record] = []
        if added or removed:
            found.append(AliasesChanged(time=time, version=version, added=added, removed=removed))
        if wanted.tags_added or wanted.tags_removed:
            tags = list(wanted.tags_added), list(wanted.tags_removed)
            found.append(VersionTagged(time=time, version=version, added=tags[0], removed=tags[1]))
        if not (wanted.description is None and wanted.metadata is None and wanted.ttl_secs is None):
            found.append(
                VersionDescribed(
                    time=time,
                    version=version,
                    description=wanted.description,
                    metadata=wanted.metadata,
                    ttl_secs=wanted.ttl_secs,
                )
            )
        return found

    collection.write(records)


def delete_version(collection: Collection, version: str, delete_aliases: bool = False, reason: str = "") -> None:
    """Delete a version. `restore_version` brings it back until a collection of garbage has freed what only it needed; versions that others link to
    stay with those.

    Args:
        collection: where it is.
        version: its id.
        delete_aliases: also one that has aliases other than `latest`.
        reason: `expired`; empty for a person's wish.

    Raises:
        Misuse: it has aliases. Nothing was changed.
        ArtifactNotFound: it is gone already.
        HomeUnusable, DataFault: see `Collection.write`.
    """

    def records(facts: CollectionFacts, time: int) -> list[Record]:
        found = by_id(facts, version)
        named = [alias for alias in found.aliases if alias != LATEST]
        if named and not delete_aliases:
            raise Misuse(
                f"{facts.name}:v{found.number} is called {', '.join(named)}, so somebody may rely on it. Nothing was deleted. "
                "Take the aliases off it first, or say delete_aliases=True."
            )
        return [VersionDeleted(time=time, version=version, reason=reason)]

    collection.write(records)


def restore_version(collection: Collection, store: BlobStore, version: str) -> None:
    """Bring back a version that was deleted, with its number and those of its aliases that no other version got since. One whose time to live is
    over is kept for ever from now on. Nothing happens to a version that is there.

    Args:
        collection: where it was.
        store: the blobs of the home.
        version: its id.

    Raises:
        ArtifactNotFound: there never was such a version, or a collection of garbage has freed files of it. Nothing was changed.
        HomeUnusable, DataFault: see `Collection.write`.
    """

    def records(facts: CollectionFacts, time: int) -> list[Record]:
        found = next((item for item in facts.versions(deleted=True) if item.id == version), None)
        if found is None:
            raise ArtifactNotFound(f"{facts.project}/{facts.name} never had such a version. Nothing was changed.")
        if not facts.is_deleted(version):
            return []
        _hold_files(facts, store, found)
        said: list[Record] = [VersionRestored(time=time, version=version)]
        if found.expires_time is not None and found.expires_time <= time:
            said.append(VersionDescribed(time=time, version=version, ttl_secs=0))
        return said

    collection.write(records)


def _hold_files(facts: CollectionFacts, store: BlobStore, version: Version) -> None:
    """Make all that a version needs as young as new blobs, so that a collection of garbage that did not see it restored leaves them."""
    lost = "its list of files is"
    if store.touch(version.manifest):
        try:
            blobs = Manifest.load(store, version.manifest).blobs()
        except BlobDamaged:
            blobs = None
        if blobs is not None:
            missing = [blob for blob in blobs if not store.touch(blob)]
            if not missing:
                return
            lost = f"{len(missing)} of its {len(set(blobs))} blobs are"
    raise ArtifactNotFound(
        f"{facts.project}/{facts.name}:v{version.number} cannot be restored: {lost} no longer in the home, since `runstone gc` frees what deleted "
        "versions needed. Nothing was changed. Log it anew from a copy."
    )
