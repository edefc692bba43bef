"""A change of what is said of a version or of its collection, and the end of a version."""

from __future__ import annotations

from typing import Any

import msgspec

from runstone.artifacts.collection import Collection
from runstone.artifacts.found import by_id
from runstone.artifacts.names import check_aliases
from runstone.model.collection import LATEST, CollectionFacts
from runstone.model.errors import BadValue, Misuse
from runstone.model.records import AliasesChanged, Record, VersionDeleted, VersionDescribed, VersionTagged


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
