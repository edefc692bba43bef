"""What can be done with the versions of a collection: make one, link one, change what is said of it, delete it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from runstone.artifacts.collection import Collection
from runstone.artifacts.manifest import Manifest, merged
from runstone.artifacts.names import Named, check_aliases
from runstone.blobs.store import BlobStore
from runstone.model.collection import LATEST, CollectionFacts, Version
from runstone.model.errors import ArtifactNotFound, BadValue, Misuse
from runstone.model.home import Home
from runstone.model.ids import new_version_id
from runstone.model.records import (
    AliasesChanged,
    CollectionBegan,
    PartUpserted,
    Record,
    VersionDeleted,
    VersionDescribed,
    VersionLinked,
    VersionLogged,
    VersionTagged,
)


class Draft(NamedTuple):
    """A version that is to be."""

    project: str
    name: str
    type: str
    manifest: Manifest
    description: str = ""
    metadata: Mapping[str, Any] = {}
    aliases: Sequence[str] = (LATEST,)
    tags: Sequence[str] = ()
    ttl_secs: int | None = None
    run: str = ""
    step: int | None = None
    incremental: bool = False
    distributed_id: str = ""

    @property
    def began(self) -> CollectionBegan:
        """How its collection begins, if it is the first."""
        return CollectionBegan(time=0, project=self.project, name=self.name, type=self.type)


class Found(NamedTuple):
    """A version and the facts of its collection."""

    facts: CollectionFacts
    version: Version


def find(home: Home, named: Named) -> Found:
    """The version that a name means.

    Raises:
        ArtifactNotFound: there is none.
        DataFault: a journal cannot be read.
    """
    facts = Collection.named(home, named.project, named.name).facts()
    if facts.began is None:
        raise ArtifactNotFound(f"There is no artifact {named.name!r} in project {named.project!r} of {home.path}.")
    version = facts.find(named.alias)
    if version is None:
        there = ", ".join(f"v{version.number}" for version in facts.versions()[-5:]) or "none any more"
        raise ArtifactNotFound(f"{named.project}/{named.name} has no version {named.alias!r}. It has {there}.")
    return Found(facts, version)


def commit(collection: Collection, store: BlobStore, draft: Draft) -> Version:
    """Make the draft a version; if the collection has one with the same contents, that one gets the aliases and tags.

    Raises:
        BadValue: the collection is of another type. Nothing was recorded.
        HomeUnusable, DataFault: see `Collection.write`.
        OSError: the manifest cannot be written.
    """
    made: list[str] = []

    def records(facts: CollectionFacts, time: int) -> list[Record]:
        _check_type(facts, draft)
        latest = facts.find(LATEST) if draft.incremental else None
        manifest = merged([Manifest.load(store, latest.manifest), draft.manifest]) if latest else draft.manifest
        return _version(facts, time, draft, manifest, store, made)

    collection.write(records, draft.began)
    return by_id(collection.facts(), made[0])


def upsert(collection: Collection, store: BlobStore, draft: Draft) -> None:
    """Bring the draft's files for the version that several processes make together under `distributed_id`.

    Raises:
        BadValue, HomeUnusable, DataFault, OSError: see `commit`.
    """
    manifest = draft.manifest.save(store)

    def records(facts: CollectionFacts, time: int) -> list[Record]:
        _check_type(facts, draft)
        return [PartUpserted(time=time, distributed_id=draft.distributed_id, manifest=manifest, run=draft.run)]

    collection.write(records, draft.began)


def finish(collection: Collection, store: BlobStore, draft: Draft) -> Version:
    """Make one version of all parts that were brought under `distributed_id`, and of the draft's own files. Who comes later than another that
    finished gets the version of that one.

    Raises:
        Misuse: nobody brought anything.
        BadValue, HomeUnusable, DataFault, OSError: see `commit`.
    """
    made: list[str] = []

    def records(facts: CollectionFacts, time: int) -> list[Record]:
        _check_type(facts, draft)
        parts = facts.parts(draft.distributed_id)
        finished = [version for version in facts.versions() if version.distributed_id == draft.distributed_id]
        if not parts and not draft.manifest.entries:
            if not finished:
                raise Misuse(
                    f"Nobody brought files for {draft.name} under {draft.distributed_id!r} yet; upsert_artifact does."
                )
            made.append(finished[-1].id)
            return []
        manifest = merged([*(Manifest.load(store, part.manifest) for part in parts), draft.manifest])
        return _version(facts, time, draft, manifest, store, made)

    collection.write(records, draft.began)
    return by_id(collection.facts(), made[0])


def link(portfolio: Collection, began: CollectionBegan, source: Found, run: str, aliases: Sequence[str]) -> Version:
    """Show a version in another collection, too; one that is there already gets the aliases.

    Raises:
        BadValue: the portfolio is of another type.
        HomeUnusable, DataFault: see `Collection.write`.
    """
    made: list[str] = []
    version = source.version

    def records(facts: CollectionFacts, time: int) -> list[Record]:
        if facts.type and facts.type != source.facts.type:
            raise BadValue(
                f"{facts.project}/{facts.name} holds artifacts of type {facts.type!r}, not {source.facts.type!r}."
            )
        known = next((item for item in facts.versions() if item.source_version == version.id), None)
        if known is not None:
            made.append(known.id)
            return [AliasesChanged(time=time, version=known.id, added=list(aliases))]
        linked = VersionLinked(
            time=time,
            version=new_version_id(),
            number=facts.next_number,
            digest=version.digest,
            manifest=version.manifest,
            source=source.facts.id,
            source_version=version.id,
            size_bytes=version.size_bytes,
            file_count=version.file_count,
            run=run or version.run,
            aliases=list(dict.fromkeys([*aliases, LATEST])),
        )
        made.append(linked.version)
        return [linked]

    portfolio.write(records, began)
    return by_id(portfolio.facts(), made[0])


class Change(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What changes about a version, or about its collection. None leaves a fact as it is; a `ttl_secs` of 0 keeps the version for ever."""

    description: str | None = None
    metadata: dict[str, Any] | None = None
    ttl_secs: int | None = None
    aliases_added: tuple[str, ...] = ()
    aliases_removed: tuple[str, ...] = ()
    tags_added: tuple[str, ...] = ()
    tags_removed: tuple[str, ...] = ()


def change(collection: Collection, version: str, wanted: Change) -> None:
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


def delete(collection: Collection, version: str, delete_aliases: bool = False, reason: str = "") -> None:
    """Delete a version for good. What only it needed is freed by the next collection of garbage; versions that others link to stay with those.

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


def by_id(facts: CollectionFacts, version: str) -> Version:
    """The version with this id.

    Raises:
        ArtifactNotFound: it was deleted, or never was.
    """
    found = next((item for item in facts.versions() if item.id == version), None)
    if found is None:
        raise ArtifactNotFound(f"{facts.project}/{facts.name} has no such version any more.")
    return found


def _check_type(facts: CollectionFacts, draft: Draft) -> None:
    if facts.type and facts.type != draft.type:
        raise BadValue(
            f"{facts.project}/{facts.name} holds artifacts of type {facts.type!r}, not {draft.type!r}. Nothing was recorded. "
            "Use its type, or another name."
        )


def _version(
    facts: CollectionFacts, time: int, draft: Draft, manifest: Manifest, store: BlobStore, made: list[str]
) -> list[Record]:
    digest = manifest.digest
    known = next((version for version in reversed(facts.versions()) if version.digest == digest), None)
    if known is not None and not draft.distributed_id:
        made.append(known.id)
        found: list[Record] = [AliasesChanged(time=time, version=known.id, added=list(draft.aliases))]
        if draft.tags:
            found.append(VersionTagged(time=time, version=known.id, added=list(draft.tags)))
        return found
    logged = VersionLogged(
        time=time,
        version=new_version_id(),
        number=facts.next_number,
        digest=digest,
        manifest=manifest.save(store),
        size_bytes=manifest.size_bytes,
        file_count=len(manifest),
        run=draft.run,
        step=draft.step,
        description=draft.description,
        metadata=dict(draft.metadata),
        aliases=list(draft.aliases),
        tags=list(draft.tags),
        ttl_secs=draft.ttl_secs,
        distributed_id=draft.distributed_id,
    )
    made.append(logged.version)
    return [logged]
