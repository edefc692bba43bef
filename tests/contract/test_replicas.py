"""What every replica promises, whatever it lies on."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import runstone as rs
from property_settings import examples
from replicas import KINDS
from runstone.blobs.store import BlobStore
from runstone.journal import seal
from runstone.journal.frames import MAGIC
from runstone.journal.reader import JournalReader
from runstone.model.errors import BlobDamaged, JournalsDiffer
from runstone.model.home import Home
from runstone.sync.home_replica import HomeReplica
from runstone.sync.journal_name import JournalName
from runstone.sync.progress import Progress
from runstone.sync.pull import Pull
from runstone.sync.push import Push, Pushed
from runstone.sync.replica import Piece, Replica

Open = Callable[[], Replica]


@pytest.fixture(params=sorted(KINDS))
def open_replica(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """Makes an empty replica at each call; the same kind throughout a test."""
    with ExitStack() as stack:
        made = 0

        def make() -> Replica:
            nonlocal made
            made += 1
            place = tmp_path / f"place-{made}"
            place.mkdir()
            return stack.enter_context(KINDS[request.param](place))

        yield make


@pytest.fixture
def replica(open_replica: Open) -> Replica:
    return open_replica()


def name(writer: int = 0, run: str = "a run", kind: str = "runs") -> JournalName:
    return JournalName(kind, run, f"{writer:011x}-{writer:06x}")  # type: ignore[arg-type]


def push(home: Home, replica: Replica) -> Pushed:
    progress = Progress(home, str(replica))
    with progress.working() as mine:
        assert mine
        return Push(home, replica, progress).round(HomeReplica(home).sizes())


def contents(replica: Replica) -> dict[str, bytes]:
    return {each.text: replica.read(each, 0, size) for each, size in replica.sizes().items()}


def test_bytes_that_were_brought_are_there(replica: Replica) -> None:
    assert replica.sizes() == {}
    assert replica.append([Piece(name(), 0, MAGIC), Piece(name(), 8, b"def"), Piece(name(1), 0, MAGIC)]) == {
        name(): 11,
        name(1): 8,
    }
    assert replica.sizes() == {name(): 11, name(1): 8}
    assert replica.sizes([name(1), name(2)]) == {name(1): 8}
    assert replica.read(name(), 7, 3) == MAGIC[7:] + b"de"
    assert replica.read(name(), 9, 100) == b"ef"
    assert replica.read(name(5), 0, 10) == b""


def test_a_gap_is_not_taken(replica: Replica) -> None:
    assert replica.append([Piece(name(), 0, MAGIC), Piece(name(), 9, b"e")]) == {name(): 8}
    assert replica.append([Piece(name(), 8, b"d"), Piece(name(), 9, b"e")]) == {name(): 10}
    assert replica.read(name(), 0, 99) == MAGIC + b"de"


def test_other_bytes_are_refused(replica: Replica) -> None:
    replica.append([Piece(name(), 0, MAGIC + b"abcdef")])
    with pytest.raises(JournalsDiffer, match="another journal"):
        replica.append([Piece(name(), 12, b"eXgh")])
    assert replica.read(name(), 0, 99) == MAGIC + b"abcdef"


@given(data=st.data())
@settings(max_examples=examples(8), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_twice_or_overlapping_or_out_of_order_changes_nothing(open_replica: Open, data: st.DataObject) -> None:
    whole = MAGIC + data.draw(st.binary(max_size=60))
    cuts = st.tuples(st.integers(0, len(whole)), st.integers(0, len(whole)))
    replica = open_replica()
    for start, end in data.draw(st.lists(cuts.filter(lambda cut: cut[0] < cut[1]), max_size=12)):
        before = replica.sizes().get(name(), 0)
        after = replica.append([Piece(name(), start, whole[start:end])])[name()]
        assert after == (max(before, end) if start <= before else before)
    there = replica.append([Piece(name(), 0, whole)])[name()]
    assert there == len(whole)
    assert replica.read(name(), 0, len(whole) + 1) == whole


def test_names_of_every_kind(replica: Replica) -> None:
    names = [
        name(1, "ünï/cøde run"),
        name(2, "", "workspace"),
        name(3, "0" * 16, "artifacts"),
        name(4, "sw1", "sweeps"),
    ]
    for number, each in enumerate(names):
        replica.append([Piece(each, 0, MAGIC + bytes([number]) * number)])
    assert replica.sizes() == {each: 8 + number for number, each in enumerate(names)}


def test_blobs(replica: Replica) -> None:
    data = bytes(range(256)) * 5000
    sha256, other = hashlib.sha256(data).hexdigest(), hashlib.sha256(b"other").hexdigest()
    assert replica.lacks([sha256, other]) == {sha256, other}
    with pytest.raises(BlobDamaged), replica.open(sha256):
        pass
    with pytest.raises(BlobDamaged, match="promises"):
        replica.put(other, 4, io.BytesIO(b"else"))
    for _ in range(2):
        replica.put(sha256, len(data), io.BytesIO(data))
    assert replica.lacks([sha256, other]) == {other}
    with replica.open(sha256) as stream:
        assert b"".join(iter(lambda: stream.read(70_000), b"")) == data


@pytest.fixture
def rich(home: Home, tmp_path: Path) -> Home:
    """Runs with points, media and an artifact; one of them sealed."""
    (tmp_path / "weights.pt").write_bytes(b"w" * 1000)
    with rs.init("cv", id="a/b", config={"lr": 0.1}) as run:
        for step in range(500):
            run.log({"loss": 1 / (step + 1)}, step=step)
        run.log_artifact(str(tmp_path / "weights.pt"), name="weights", type="model")
        run.log({"said": "hello", "text": rs.Html("<p>hello</p>")}, step=500)
    with rs.init("cv", id="sealed") as run:
        for step in range(2000):
            run.log({"loss": step}, step=step)
    seal.seal(home.journals("sealed")[0])
    return home


def test_a_home_goes_there_and_comes_back(rich: Home, replica: Replica, tmp_path: Path) -> None:
    first = push(rich, replica)
    assert first.journals >= 3
    assert first.blobs >= 2
    assert not first.faults
    assert not first.missing_blobs
    assert push(rich, replica).is_nothing
    assert contents(replica) == contents(HomeReplica(rich))

    back = Home(tmp_path / "back")
    pulled = Pull(replica, back).round()
    assert (pulled.journals, pulled.blobs, pulled.missing_blobs) == (first.journals, first.blobs, 0)
    assert contents(HomeReplica(back)) == contents(HomeReplica(rich))
    assert {blob.sha256 for blob in BlobStore(back)} == {blob.sha256 for blob in BlobStore(rich)}
    assert Pull(replica, back).round().is_nothing
    here, there = rs.Api(rich.path), rs.Api(back.path)
    for each in ("a/b", "sealed"):
        assert [list(column) for column in there.run(each).series("loss")] == [
            list(column) for column in here.run(each).series("loss")
        ]
        assert there.run(each).display_id == here.run(each).display_id


def test_only_what_is_new_goes(rich: Home, replica: Replica) -> None:
    push(rich, replica)
    with rs.init("cv", id="a/b", resume="must") as run:
        run.log({"loss": 0.0}, step=1000)
    more = push(rich, replica)
    assert (more.journals, more.blobs) == (1, 0)
    assert contents(replica) == contents(HomeReplica(rich))


def test_a_replica_that_lost_bytes_gets_them_again(rich: Home, open_replica: Open) -> None:
    push(rich, open_replica())
    empty = open_replica()
    progress = Progress(rich, str(empty))
    with progress.working():
        for each, size in HomeReplica(rich).sizes().items():
            progress.note(each, progress.reached(each)._replace(bytes=size - 1, blob_bytes=size - 1))
    push(rich, empty)
    assert contents(empty) == contents(HomeReplica(rich))


def test_another_journal_of_the_same_name_keeps_no_other_back(rich: Home, replica: Replica) -> None:
    path = rich.journals("a/b")[0]
    changed = JournalName("runs", "a/b", path.stem)
    data = bytearray(JournalReader(path).read(0, 1 << 20))
    data[-1] ^= 1
    replica.append([Piece(changed, 0, bytes(data))])
    pushed = push(rich, replica)
    assert len(pushed.faults) == 1
    assert "another journal" in pushed.faults[0]
    assert {each.ledger for each in replica.sizes()} >= {"a/b", "sealed"}
    assert replica.read(changed, 0, 1 << 20) == bytes(data)
