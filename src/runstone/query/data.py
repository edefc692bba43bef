"""The questions about data: what runs work with, and which of them work with the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from runstone.blobs.store import BlobStore
from runstone.data.listing import Listing, difference
from runstone.index.index import Snapshot
from runstone.model.records import DataLogged
from runstone.query import runs
from runstone.query.answers.data import DataChange, DataDiff, DataGroup, DataUse, Known
from runstone.query.asking import question

_DEPTHS: tuple[Known, ...] = ("full", "partial", "stat")

_USES = """
SELECT run.id, run.display_id, run.name, run.project, data_doc FROM data JOIN run ON run.key = data.run
WHERE run.binned_time IS NULL AND (:run IS NULL OR run.id = :run)
  AND (:project IS NULL OR run.project = :project OR substr(run.project, 1, length(:project) + 1) = :project || '/')
  AND (:name IS NULL OR data.name = :name)
  AND (:digest IS NULL OR instr(whole, :digest) = 1 OR instr(partial, :digest) = 1 OR instr(stat, :digest) = 1)
ORDER BY data.time DESC, run.key DESC, data.name
"""


@question
def list_data(
    snapshot: Snapshot,
    project: str | None = None,
    run: str | None = None,
    name: str | None = None,
    digest: str | None = None,
) -> list[DataUse]:
    """What runs work with, the newest first; runs in the bin are left out.

    Args:
        project: only of runs in this project and below it.
        run: only of this run: its id, display id or number.
        name: only data of this name.
        digest: only data with this digest of any depth, or one that begins so.

    Raises:
        RunNotFound: there is no such run.
    """
    asked = {"project": project, "name": name, "digest": digest}
    asked["run"] = runs.find(snapshot, run) if run is not None else None
    return [_use(*row) for row in snapshot.connection.execute(_USES, asked)]


def same_data(uses: Iterable[DataUse]) -> list[DataGroup]:
    """The uses of each data together: those that share a digest of any depth, in the order of their newest use.

    Args:
        uses: the newest first.
    """
    groups: list[list[DataUse]] = []
    place: dict[tuple[str, str], int] = {}
    for use in uses:
        keys = [(str(depth), use.digests[depth]) for depth in _DEPTHS if use.digests.get(depth)]
        keys = keys or [("uri", f"{use.uri} {use.facts.get('etag') or use.facts.get('commit') or ''}")]
        found = sorted({place[key] for key in keys if key in place})
        home = found[0] if found else len(groups)
        if not found:
            groups.append([])
        for other in found[1:]:  # one use ties together what seemed to be two
            groups[home] += groups[other]
            groups[other] = []
            place.update({key: home for key, at in place.items() if at == other})
        groups[home].append(use)
        place.update(dict.fromkeys(keys, home))
    return [_group(sorted(group, key=lambda use: -use.time)) for group in groups if group]


def data_diff(store: BlobStore, before: str, after: str, limit: int) -> DataDiff:
    """How the files of one fingerprint differ from those of another.

    Args:
        store: where the listings are.
        before, after: blobs with listings, as `DataUse.listing` names them.
        limit: list so many changes at most; all are counted.

    Raises:
        BlobDamaged: a listing is lost, or is none.
    """
    old, new = (Listing.decode(store.get(sha256)) for sha256 in (before, after))
    changes = difference(old, new)
    count = Counter(change.kind for change in changes)
    listed = [
        DataChange(
            change.path,
            change.kind,
            change.sure,
            change.before.size_bytes if change.before else None,
            change.after.size_bytes if change.after else None,
        )
        for change in changes[:limit]
    ]
    same = len(old.files) - count["changed"] - count["gone"]
    return DataDiff(count["added"], count["changed"], count["gone"], same, listed)


def _group(uses: Sequence[DataUse]) -> DataGroup:
    best = min(uses, key=lambda use: [*_DEPTHS, "nothing"].index(use.known))
    return DataGroup(
        role=uses[0].role,
        name=uses[0].name,
        digest=best.digests.get(best.known, ""),
        known=best.known,
        file_count=best.file_count,
        size_bytes=best.size_bytes,
        runs=len({use.run for use in uses}),
        uses=list(uses),
    )


def _use(run: str, display_id: str, run_name: str, project: str, document: bytes) -> DataUse:
    record = msgspec.msgpack.decode(document, type=DataLogged)
    known: Known = next((depth for depth in _DEPTHS if record.digests.get(depth)), "nothing")
    return DataUse(
        run=run,
        display_id=display_id,
        run_name=run_name,
        project=project,
        time=record.time,
        role=record.role,
        name=record.name,
        context=record.context,
        uri=record.uri,
        description=record.description,
        source_type=record.source_type,
        known=known,
        digests=record.digests,
        file_count=record.file_count,
        size_bytes=record.size_bytes,
        listing=record.listing or None,
        saved=record.saved,
        facts=record.facts,
        collection=record.collection or None,
        version=record.version or None,
    )
