"""What anybody may send as a piece of a home: it is taken as it is meant, or refused in words, and nothing of it is left behind."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import zstandard

from recorder import Recorder
from runstone.api import Api
from runstone.journal import frames
from runstone.model.errors import BadValue, BlobDamaged, JournalDamaged, Misuse
from runstone.model.home import Home
from runstone.model.records import MediaLogged, Opened, Record, Started
from runstone.sync import pieces as wire
from runstone.sync.http import Server
from runstone.sync.journal_name import JournalName
from runstone.sync.replica import Piece
from runstone.sync.server_replica import ServerReplica
from servers import serving

NAME = JournalName("runs", "r", "0123456789a-abcdef")
OPENED = Opened(time=1, run="r", writer=NAME.writer)


@pytest.fixture
def url(home: Home) -> Iterator[str]:
    with serving(home) as found:
        yield found


@pytest.fixture
def replica(url: str) -> Iterator[ServerReplica]:
    found = ServerReplica(url)
    yield found
    found.close()


@pytest.fixture
def server(url: str) -> Iterator[Server]:
    found = Server(url)
    yield found
    found.close()


def journal(*records: Record) -> bytes:
    return frames.MAGIC + b"".join(map(frames.event_frame, records))


@pytest.mark.parametrize(
    ("records", "reason"),
    [
        ([Opened(time=1, run="other", writer=NAME.writer)], "journal of 'other'"),
        ([OPENED, Started(time=2, number=1, display_id="A-1", project="../up", name="n")], r"\.\."),
        ([OPENED, MediaLogged(time=2, key="a", step=0, type="image", sha256="../../etc/passwd")], "names a blob"),
        ([OPENED, Started(time=2, number=1 << 63, display_id="A-1", project="a", name="n")], "no int64"),
    ],
)
def test_records_that_no_reader_could_take_in_are_refused(
    home: Home, replica: ServerReplica, records: list[Record], reason: str
) -> None:
    with pytest.raises(JournalDamaged, match=reason):
        replica.append([Piece(NAME, 0, journal(*records))])
    assert not home.run_ids()


def test_a_record_that_comes_in_two_pieces_is_looked_at_when_it_is_whole(replica: ServerReplica) -> None:
    bad = journal(OPENED, MediaLogged(time=2, key="a", step=0, type="image", sha256="x"))
    assert replica.append([Piece(NAME, 0, bad[:-9])]) == {NAME: len(bad) - 9}
    with pytest.raises(JournalDamaged, match="names a blob"):
        replica.append([Piece(NAME, len(bad) - 9, bad[-9:])])
    assert replica.sizes() == {NAME: len(bad) - 9}


@pytest.mark.parametrize(
    "name", ["runs/../../up/0123456789a-abcdef", "runs/r/0123456789a-abcdeg", "blobs/r/0123456789a-abcdef", "runs/r"]
)
def test_no_name_leads_out_of_the_home(server: Server, name: str) -> None:
    sent = zstandard.compress(msgspec.msgpack.encode([[name, 0, journal(OPENED)]]))
    answer = server.send("POST", "/api/sync/pieces", sent, wire.MEDIA_TYPE)
    assert (answer.status, b"no name of a journal" in answer.body) == (400, True)
    assert server.get("/api/sync/journal", [("name", name)]).status == 400


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no zstd",
        zstandard.compress(b"no msgpack"),
        zstandard.compress(msgspec.msgpack.encode([["runs/r/0123456789a-abcdef", -1, b"x"]])),
        zstandard.compress(msgspec.msgpack.encode([["runs/r/0123456789a-abcdef", 0, b""]])),
        zstandard.compress(bytes(wire.MAX_BYTES + 1)),
    ],
)
def test_what_are_no_pieces_is_refused(server: Server, body: bytes) -> None:
    answer = server.send("POST", "/api/sync/pieces", body, wire.MEDIA_TYPE)
    assert answer.status == 400, answer.body
    assert b"Nothing was taken" in answer.body


def test_a_form_of_a_foreign_page_brings_nothing(home: Home, server: Server) -> None:
    sent = wire.encode([Piece(NAME, 0, journal(OPENED))])
    assert server.send("POST", "/api/sync/pieces", sent, "text/plain").status == 415
    assert not home.run_ids()


def test_names_of_blobs_are_hashes(server: Server, replica: ServerReplica) -> None:
    with pytest.raises(BadValue, match="no SHA-256"):
        replica.lacks(["../../x"])
    answer = server.send("PUT", "/api/sync/blobs/..%2Fx", b"x", "application/octet-stream")
    assert answer.status in (400, 404)
    other = io.BytesIO(b"b")
    with pytest.raises(BlobDamaged, match="promises"):
        replica.put(hashlib.sha256(b"a").hexdigest(), 1, other)


def test_a_server_that_is_none_is_told_from_one_that_refuses() -> None:
    with pytest.raises(Misuse, match="no URL"):
        ServerReplica("ftp://x")


def test_a_run_that_arrives_is_shown_at_once(url: str, replica: ServerReplica, tmp_path: Path) -> None:
    far = Home(tmp_path / "far")
    recorder = Recorder(far, "r", project="cv")
    recorder.log({"loss": 1.0}, step=0)
    name = JournalName("runs", "r", recorder.writer.writer)
    sent = recorder.path.read_bytes()
    replica.append([Piece(name, 0, sent)])
    with Api(url=url) as api:
        assert api.run("r").state == "running"
        recorder.log({"loss": 2.0}, step=1)
        replica.append([Piece(name, len(sent), recorder.path.read_bytes()[len(sent) :])])
        assert api.run("r").series("loss").values.tolist()[:1] == [1.0]
    recorder.finish()
