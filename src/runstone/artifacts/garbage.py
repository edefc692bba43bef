"""What artifacts need of a home's blobs, and the end of versions whose time is over."""

from __future__ import annotations

import time
from typing import NamedTuple

from runstone.artifacts.change import delete_version
from runstone.artifacts.collection import Collection, collections
from runstone.artifacts.lease import leased
from runstone.artifacts.manifest import Manifest
from runstone.blobs.store import BlobStore
from runstone.model.collection import LATEST, Version
from runstone.model.errors import BlobDamaged, DataFault, JournalDamaged
from runstone.model.home import Home

EXPIRED = "expired"


class Needs(NamedTuple):
    """What the versions of a home need: blobs, and a version that needs each. `elsewhere` are those of versions that came with the run of another
    home, which keeps their files."""

    blobs: dict[str, str]
    elsewhere: set[str]


def needs(home: Home) -> Needs:
    """What is needed, as far as it can be read; for whoever looks for faults and removes nothing."""
    store = BlobStore(home)
    runs = set(home.run_ids())
    found = Needs({}, set())
    here: set[str] = set()
    for collection in collections(home):
        try:
            facts = collection.facts()
        except DataFault:
            continue
        for version in facts.versions():
            name = f"{facts.project}/{facts.name}:v{version.number}"
            blobs = {version.manifest}
            found.blobs.setdefault(version.manifest, name)
            if store.is_intact(version.manifest):
                blobs.update(Manifest.load(store, version.manifest).blobs())
            for blob in blobs:
                found.blobs.setdefault(blob, name)
            (here if version.run in runs else found.elsewhere).update(blobs)
    found.elsewhere.difference_update(here)
    return found


class Expired(NamedTuple):
    """A version whose time to live is over."""

    collection: Collection
    name: str
    version: Version


def artifact_references(home: Home) -> set[str]:
    """The SHA-256 of every blob that a version of some collection needs: its manifest, and its files, whole or in chunks. Links count, and parts
    of versions that are still being made, and what living processes added to artifacts that they did not log yet.

    Raises:
        DataFault: a journal or a manifest cannot be read; then nobody knows what it refers to, and nothing should be removed.
    """
    store = BlobStore(home)
    manifests: dict[str, str] = {}
    for collection in collections(home):
        facts = collection.facts()
        if collection.damaged_bytes:
            raise JournalDamaged(
                f"{collection.damaged_bytes} bytes of the journals of the artifact {facts.name} ({home.artifacts_path / collection.id}) are "
                "damaged, so nobody knows which files it refers to. Nothing was removed. Bring the journal back from a copy."
            )
        for version in facts.versions():
            manifests[version.manifest] = f"{facts.name}:v{version.number}"
        for part in facts.open_parts():
            manifests[part.manifest] = f"a part of {facts.name}"
    found = set(manifests) | leased(home)
    for sha256, name in manifests.items():
        try:
            found.update(Manifest.load(store, sha256).blobs())
        except BlobDamaged as error:
            raise BlobDamaged(
                f"The manifest of {name} is lost, so nobody knows which files it refers to. Nothing was removed. Bring the blob {sha256} back "
                "from a copy of the home, or delete that version."
            ) from error
    return found


def expired(home: Home, now: int | None = None) -> list[Expired]:
    """The versions that may go: their time to live is over, they have no alias but `latest`, and no portfolio shows them.

    Args:
        home: where they lie.
        now: in microseconds since the epoch.
    """
    moment = time.time_ns() // 1000 if now is None else now
    found: list[Expired] = []
    linked: set[str] = set()
    for collection in collections(home):
        facts = collection.facts()
        for version in facts.versions():
            linked.add(version.source_version)
            over = version.expires_time is not None and version.expires_time <= moment
            if over and not set(version.aliases) - {LATEST}:
                found.append(Expired(collection, facts.name, version))
    return [item for item in found if item.version.id not in linked]


def expire(home: Home, now: int | None = None) -> int:
    """Delete these. Returns how many.

    Raises:
        HomeUnusable, DataFault: see `Collection.write`.
    """
    doomed = expired(home, now)
    for item in doomed:
        try:
            delete_version(item.collection, item.version.id, reason=EXPIRED)
        finally:
            item.collection.close()
    return len(doomed)
