"""What a service shows of the things that routes read from the home itself, by name or by hash, and not through the index."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from runstone.artifacts.manifest import Manifest
from runstone.blobs.store import BlobStore
from runstone.model.errors import RunNotFound, SweepNotFound
from runstone.model.ids import check_project
from runstone.query import runs
from runstone.server.errors import Refused
from runstone.server.service import Service
from runstone.sync.journal_name import Kind
from runstone.sync.manifest import is_sha256

_PATIENCE_SECS = 2.0
_NAMED = {
    "run": "run",
    "runs": "run",
    "view": "view",
    "id": "view",
    "sweep": "sweep",
    "version": "version",
    "collection": "collection",
}
_TABLES = {"runs": "run", "artifacts": "collection", "sweeps": "sweep"}


def shown(service: Service, kind: Kind, ledgers: Iterable[str]) -> set[str]:
    """Those of some runs, collections or sweeps that lie in scope. What came a moment ago is waited for."""
    wanted = set(ledgers)
    if service.scope.is_everything:
        return wanted
    if kind not in _TABLES:
        return set()
    found = known(service, kind, wanted)
    if found != wanted and service.index.refresh(_PATIENCE_SECS):
        found = known(service, kind, wanted)
    return found


def shows_sweep(service: Service, sweep: str) -> None:
    """See that a sweep lies in scope.

    Raises:
        SweepNotFound: not so, or there is none.
    """
    if not shown(service, "sweeps", [sweep]):
        raise SweepNotFound(
            f"There is no sweep {sweep!r} in this home. `runstone sweep ls` lists those that there are."
        )


def shows_blob(service: Service, sha256: str) -> bool:
    """Whether something in scope names a blob, of which its sender had the bytes."""
    return sha256 in shown_blobs(service, [sha256])


def shown_blobs(service: Service, wanted: Iterable[str]) -> set[str]:
    """Those of some blobs that something in scope names, of which its sender had the bytes."""
    if service.scope.is_everything:
        return set(wanted)
    hashes = set(filter(is_sha256, wanted))
    if service.accounts is None:
        return service.blob_uses.shown(service.index, hashes)
    proofs = service.accounts.proofs
    return service.blob_uses.shown(service.index, hashes, proofs.doubted_in(hashes), proofs.doubted_manifests())


def shows_version(service: Service, collection: str, manifest: str) -> bool:
    """Whether nothing of a version in scope is in doubt: see `Proofs`."""
    if service.scope.is_everything or service.accounts is None:
        return True
    doubted = service.accounts.proofs.doubted_of(collection)
    if not doubted:
        return True
    return manifest not in doubted and doubted.isdisjoint(Manifest.load(BlobStore(service.home), manifest).blobs())


def check_place(service: Service, project: str | None, *, whole_home: bool = False) -> None:
    """See that what goes into a project may go there.

    Args:
        service: of whoever wants it.
        project: the path; None is the project that has no name.
        whole_home: whether an empty path means what lies in no project.

    Raises:
        Refused: 403, they may not.
        BadProject: it is none.
    """
    place = "" if whole_home and not project else check_project(project)
    if not service.scope.allows(place):
        named = f"the project {place!r}" if place else "the whole home"
        raise Refused(
            403, "not_allowed", f"{service.identity.user} may change nothing in {named}. Nothing was changed."
        )


def is_only_seen(viewing: Service, changing: Service, *asked: msgspec.Struct | None) -> bool:
    """Whether something that a question names may be seen and not changed: a run, a view, a sweep, a version or a collection.

    Args:
        viewing: what whoever asks may see.
        changing: what they may change.
        asked: the question, in one piece or several.
    """
    for one in asked:
        for field, table in _NAMED.items():
            given = getattr(one, field, None)
            for name in [given] if isinstance(given, str) else given or ():
                if _is_there(viewing, table, name) and not _is_there(changing, table, name):
                    return True
    return False


def _is_there(service: Service, table: str, name: str) -> bool:
    if table == "run":
        try:
            runs.find(service.index, name)
        except RunNotFound:
            return False
        return True
    with service.index.read() as snapshot:
        return snapshot.connection.execute(f"SELECT 1 FROM {table} WHERE id = ?", (name,)).fetchone() is not None


def known(service: Service, kind: Kind, wanted: set[str], *, of_all: bool = False) -> set[str]:
    """Those of some runs, collections or sweeps that lie in scope, or anywhere, as far as the index knows now."""
    if not wanted or kind not in _TABLES:
        return set()
    table = f"main.{_TABLES[kind]}" if of_all else _TABLES[kind]
    with service.index.read() as snapshot:
        rows = snapshot.connection.execute(
            f"SELECT id FROM {table} WHERE id IN (SELECT value FROM json_each(?))",
            (msgspec.json.encode(list(wanted)).decode(),),
        ).fetchall()
    return {found for (found,) in rows}
