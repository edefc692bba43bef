"""What arrives of other homes: it may go only where whoever sends it may record something."""

from __future__ import annotations

from collections.abc import Sequence, Set

from runstone.artifacts.manifest import Manifest
from runstone.blobs.store import BlobStore
from runstone.journal.references import refer
from runstone.model.errors import BlobDamaged
from runstone.model.ids import collection_id
from runstone.model.records import (
    CollectionBegan,
    Described,
    PartUpserted,
    Started,
    SweepBegan,
    VersionLinked,
    VersionLogged,
)
from runstone.server.errors import Refused
from runstone.server.quotas import Beginnings
from runstone.server.service import Service
from runstone.server.shown import check_place, known, shown, shown_blobs
from runstone.sync.home_replica import Written
from runstone.sync.journal_name import JournalName, Kind, names_of
from runstone.sync.replica import Piece, by_journal


def take(service: Service, came: Sequence[Piece]) -> Written:
    """Take in pieces of journals. For who holds `service.receiving`, and makes durable what was written when others may go on.

    Raises:
        Refused: 403, they are of something, or bring something into a project, in which the sender may change nothing. Nothing was taken.
        QuotaExceeded: a project of which something came has used up its quota. Nothing was taken.
        JournalsDiffer, JournalDamaged, HomeUnusable: see `HomeReplica.write`.
    """
    try:
        beginnings = Beginnings()
        arrival = None if service.scope.is_everything else _Arrival(service, came)

        def witness(name: JournalName, record: object) -> None:
            beginnings.witness(name, record)
            if arrival is not None:
                arrival.witness(name, record)

        service.inspection.check(came, witness)
        if arrival is not None:
            arrival.end()
        service.quotas.check(came, beginnings.projects)
        if arrival is not None:
            arrival.doubt()
        written = service.replica.write(came)
    except BaseException:
        service.inspection.forget(came)
        raise
    service.begun.note(beginnings.projects)
    return written


def prove(service: Service, sha256: str) -> None:
    """Keep that whoever asks brought the bytes of a blob, which are there."""
    user = service.identity.user
    if service.accounts is None or service.scope.is_everything or user is None:
        return
    for ledger in service.accounts.proofs.bring(user, sha256):
        _doubt_files(service, user, ledger, sha256)
        service.accounts.proofs.settle(user, ledger, sha256)


def _doubt_files(service: Service, user: str, collection: str, manifest: str) -> None:
    """What a manifest lists is named by who named it."""
    assert service.accounts is not None
    try:
        listed = set(Manifest.load(BlobStore(service.home), manifest).blobs())
    except BlobDamaged:
        return  # no manifest: it lists nothing that anybody could read
    service.accounts.proofs.doubt(user, collection, _unproved(service, user, listed))


def _unproved(service: Service, user: str, blobs: Set[str]) -> list[str]:
    assert service.accounts is not None
    rest = blobs - service.accounts.proofs.brought(user, blobs) if blobs else set()
    return sorted(rest - shown_blobs(service, rest))


class _Arrival:
    """What came, looked at record by record."""

    def __init__(self, service: Service, came: Sequence[Piece]) -> None:
        self._service = service
        names = list(by_journal(came))
        for name in names:
            if name.kind == "workspace":
                raise _refused(service, "views of the whole home")
        self._new: set[tuple[str, str]] = set()
        self._begun: set[tuple[str, str]] = set()
        self._named: dict[str, set[str]] = {}
        self._manifests: dict[str, set[str]] = {}
        kinds: tuple[Kind, ...] = ("runs", "artifacts", "sweeps")
        for kind in kinds:
            ledgers = {name.ledger for name in names if name.kind == kind}
            unknown = ledgers - known(service, kind, ledgers)
            # For what is not here the index need not catch up, nor for what began here a moment ago and is not in it.
            here = {ledger for ledger in unknown if names_of(service.home, kind, ledger)}
            doubtful = {ledger for ledger in here if not self._began_in_scope(kind, ledger)}
            doubtful |= known(service, kind, here, of_all=True)
            for ledger in doubtful - (shown(service, kind, doubtful) if doubtful else doubtful):
                # What is there already, and not in scope, is somebody else's.
                raise _refused(service, f"{ledger!r}, which is there already")
            self._new.update((kind, ledger) for ledger in unknown - here)

    def _began_in_scope(self, kind: Kind, ledger: str) -> bool:
        project = self._service.begun.project(kind, ledger)
        return project is not None and self._service.scope.allows(project)

    def witness(self, name: JournalName, record: object) -> None:
        named: set[str] = set()
        refer(record, named, set())  # type: ignore[arg-type]
        self._named.setdefault(name.ledger, set()).update(named)
        if isinstance(record, VersionLogged | VersionLinked | PartUpserted):
            self._manifests.setdefault(name.ledger, set()).add(record.manifest)
        match record:
            case Started(project=project) | SweepBegan(project=project):
                check_place(self._service, project)
            case CollectionBegan(project=project, name=called):
                check_place(self._service, project)
                if collection_id(project, called) != name.ledger:
                    raise _refused(self._service, f"the collection {called!r} under an id that is another's")
            case Described(project=str(project)):
                check_place(self._service, project)
                return
            case _:
                return
        self._begun.add((name.kind, name.ledger))

    def end(self) -> None:
        """See that of all that is new the project is known."""
        for _, ledger in sorted(self._new - self._begun):
            raise Refused(
                409,
                "no_beginning",
                f"What came of {ledger!r} does not say which project it is of. Nothing was taken.",
                "Send the journal first that it begins with.",
            )

    def doubt(self) -> None:
        """Keep which of the blobs that came to be named whoever sent them did not show to have, before anybody sees that."""
        service, user = self._service, self._service.identity.user
        if service.accounts is None or user is None:
            return
        for ledger, blobs in self._named.items():
            service.accounts.proofs.doubt(user, ledger, _unproved(service, user, blobs))
        for collection, manifests in self._manifests.items():
            unproved = _unproved(service, user, manifests)
            service.accounts.proofs.doubt(user, collection, unproved, manifests=True)
            for manifest in manifests.difference(unproved):
                _doubt_files(service, user, collection, manifest)


def _refused(service: Service, what: str) -> Refused:
    return Refused(403, "not_allowed", f"{service.identity.user} may not send {what}. Nothing was taken.")
