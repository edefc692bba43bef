"""Sync: the home as a replica of others, to which their journals and blobs are brought."""

from __future__ import annotations

from typing import Annotated, get_args

import msgspec
from msgspec import Meta
from starlette.responses import Response

from runstone.access.role import Role
from runstone.model.ids import check_run_id
from runstone.query import runs
from runstone.server.action import Action, post
from runstone.server.arriving import prove, take
from runstone.server.endpoint import Endpoint, get
from runstone.server.errors import Refused
from runstone.server.routes.blobs import ANY_BYTES, SHA256
from runstone.server.routes.runs import RunAsk
from runstone.server.service import Service
from runstone.server.shown import shown, shown_blobs
from runstone.server.upload import Body, Upload, upload
from runstone.sync import pieces
from runstone.sync.journal_name import JournalName, Kind
from runstone.sync.server_replica import Blobs, RunsAsk, Sizes, SizesAsk, Taken
from runstone.sync.upload_status import RunUpload, list_run_uploads

_MOST_READ_BYTES = 16 << 20


class JournalAsk(msgspec.Struct, frozen=True):
    """Which bytes of which journal."""

    name: Annotated[str, Meta(description="`runs/<run>/<writer>`, or of another kind, its parts as file names.")]
    offset: Annotated[int, Meta(ge=0, le=(1 << 63) - 1, description="The first of them.")] = 0
    size_bytes: Annotated[int, Meta(ge=0, le=_MOST_READ_BYTES, description="How many at most.")] = 1 << 20


class ArrivingAsk(msgspec.Struct, frozen=True):
    """Which blob comes."""

    sha256: Annotated[str, Meta(description="SHA-256 of the bytes, as 64 hex digits.")]


class Uploads(msgspec.Struct, frozen=True):
    """A server each."""

    uploads: list[RunUpload]


class Arrived(msgspec.Struct, frozen=True):
    """What was kept, durably."""

    sha256: str


@post("/api/sync/sizes", needs=Role.VIEWER)
def read_sizes(service: Service, body: SizesAsk) -> Sizes:
    """How many bytes the home has of these journals, or of all; journals that it does not have are left out."""
    names = None if body.names is None else [JournalName.parse(name) for name in body.names]
    found = service.replica.sizes(names)
    if service.scope.is_everything:
        return _told(found)
    seen = {kind: shown(service, kind, {name.ledger for name in found if name.kind == kind}) for kind in get_args(Kind)}
    return _told({name: size_bytes for name, size_bytes in found.items() if name.ledger in seen[name.kind]})


@post("/api/sync/edits")
def read_edits(service: Service, body: RunsAsk) -> Sizes:
    """How many bytes the home has of the journals in which people wrote on these runs, for who trains them elsewhere."""
    seen = shown(service, "runs", [check_run_id(run) for run in body.runs])
    return _told(service.replica.sizes(service.editors.of(sorted(seen))))


@get("/api/runs/{run}/uploads", guests=False)
def list_uploads(service: Service, ask: RunAsk) -> Uploads:
    """How far a run of this home is on its way to the servers that the home is sent to."""
    return Uploads(list_run_uploads(service.home, runs.find(service.index, ask.run)))


@get("/api/sync/journal", media_type=ANY_BYTES, guests=False)
def read_journal(service: Service, ask: JournalAsk) -> Response:
    """Bytes of a journal as its writer wrote them; fewer than asked for at its end, none of one that is not there."""
    name = JournalName.parse(ask.name)
    is_shown = name.ledger in shown(service, name.kind, [name.ledger])
    return Response(service.replica.read(name, ask.offset, ask.size_bytes) if is_shown else b"", media_type=ANY_BYTES)


@upload("POST", "/api/sync/pieces", pieces.MEDIA_TYPE, whole_bytes=pieces.MAX_BYTES)
def append_pieces(service: Service, body: Body) -> Taken:
    """Bring bytes of journals, each with its offset: a msgpack array of arrays of name, offset and bytes, compressed by zstd. Those that are there
    change nothing, others in their place are refused, and a piece that would leave a gap is not taken. Answers how many bytes are there, durably; how many there are
    of what people wrote on these runs; and for how long the sender should gather more before it comes again, 0 where there are few."""
    came = pieces.decode(body.read_all(pieces.MAX_BYTES))
    with service.receiving:
        written = take(service, came)
    service.replica.settle(written)
    runs = {name.ledger for name in written.sizes if name.kind == "runs"}
    edits = service.replica.sizes(service.editors.of(sorted(runs)))
    # An agent sends the same runs again and again; what it begins with tells it from others well enough.
    sender = came[0].name.ledger if came else ""
    pace_secs = service.intake.pace_secs(sender, service.live.look_secs)
    return Taken(_told(written.sizes).sizes, _told(edits).sizes, round(pace_secs, 3))


@post("/api/sync/lacks")
def list_lacking(service: Service, body: Blobs) -> Blobs:
    """Which of these blobs the home does not have."""
    for sha256 in body.blobs:
        _check(sha256)
    lacking = service.replica.lacks(body.blobs)
    # That others brought a blob is theirs to tell: who names it must have it.
    return Blobs(sorted(lacking.union(set(body.blobs) - shown_blobs(service, body.blobs))))


@upload("PUT", "/api/sync/blobs/{sha256}", ANY_BYTES)
def put_blob(service: Service, ask: ArrivingAsk, body: Body) -> Arrived:
    """Bring a blob. It is kept if its bytes have that hash."""
    _check(ask.sha256)
    service.replica.put(ask.sha256, 0, body)
    prove(service, ask.sha256)
    return Arrived(ask.sha256)


def _check(sha256: str) -> None:
    if not SHA256.fullmatch(sha256):
        raise Refused(400, "bad_value", f"{sha256[:80]!r} is no SHA-256.")


def _told(sizes: dict[JournalName, int]) -> Sizes:
    return Sizes({name.text: size_bytes for name, size_bytes in sizes.items()})


ENDPOINTS: list[Endpoint | Action | Upload] = [
    read_sizes,
    read_edits,
    list_uploads,
    read_journal,
    append_pieces,
    list_lacking,
    put_blob,
]
