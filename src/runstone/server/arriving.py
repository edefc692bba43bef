"""What arrives of other homes: it may go only where whoever sends it may record something."""

from __future__ import annotations

from collections.abc import Sequence

from runstone.model.ids import collection_id
from runstone.model.records import CollectionBegan, Described, Started, SweepBegan
from runstone.server.errors import Refused
from runstone.server.quotas import Beginnings
from runstone.server.service import Service
from runstone.server.shown import check_place, known, shown
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
        if service.scope.is_everything:
            service.inspection.check(came, beginnings.witness)
        else:
            arrival = _Arrival(service, came)

            def witness(name: JournalName, record: object) -> None:
                beginnings.witness(name, record)
                arrival.witness(name, record)

            service.inspection.check(came, witness)
            arrival.end()
        service.quotas.check(came, beginnings.projects)
        written = service.replica.write(came)
    except BaseException:
        service.inspection.forget(came)
        raise
    service.begun.note(beginnings.projects)
    return written


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


def _refused(service: Service, what: str) -> Refused:
    return Refused(403, "not_allowed", f"{service.identity.user} may not send {what}. Nothing was taken.")
