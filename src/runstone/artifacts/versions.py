"""How a collection gets its versions: by one process, by several together, or by a link to a version elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from runstone.artifacts.collection import Collection
from runstone.artifacts.draft import Draft
from runstone.artifacts.found import Found, by_id
from runstone.artifacts.manifest import Manifest, merged
from runstone.blobs.store import BlobStore
from runstone.model.collection import LATEST, CollectionFacts, Version
from runstone.model.errors import BadValue, Misuse
from runstone.model.ids import new_version_id
from runstone.model.records import (
    AliasesChanged,
    CollectionBegan,
    PartUpserted,
    Record,
    VersionLinked,
    VersionLogged,
    VersionTagged,
)


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


def link(
    portfolio: Collection, store: BlobStore, began: CollectionBegan, source: Found, run: str, aliases: Sequence[str]
) -> Version:
    """Show a version in another collection, too; one that is there already gets the aliases.

    Raises:
        BadValue: the portfolio is of another type.
        HomeUnusable, DataFault: see `Collection.write`.
    """
    made: list[str] = []
    version = source.version
    # A collection of garbage that read this portfolio before, and the source after it is deleted, must find them young.
    store.touch(version.manifest)
    for blob in Manifest.load(store, version.manifest).blobs():
        store.touch(blob)

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
