"""A version that was found, with the facts of its collection."""

from __future__ import annotations

from typing import NamedTuple

from runstone.artifacts.collection import Collection
from runstone.artifacts.names import Named
from runstone.model.collection import CollectionFacts, Version
from runstone.model.errors import ArtifactNotFound
from runstone.model.home import Home


class Found(NamedTuple):
    """A version and the facts of its collection."""

    facts: CollectionFacts
    version: Version


def find_version(home: Home, named: Named) -> Found:
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


def by_id(facts: CollectionFacts, version: str) -> Version:
    """The version with this id.

    Raises:
        ArtifactNotFound: it was deleted, or never was.
    """
    found = next((item for item in facts.versions() if item.id == version), None)
    if found is None:
        raise ArtifactNotFound(f"{facts.project}/{facts.name} has no such version any more.")
    return found
