"""Many machines send at once: they are asked to bring more at a time, and to wait where there is no room."""

from __future__ import annotations

import heapq

import pytest

import runstone as rs
from runstone.journal import frames
from runstone.model.errors import ServerUnusable
from runstone.model.home import Home
from runstone.model.records import Opened, Started
from runstone.server import intake
from runstone.server.intake import Pace
from runstone.sync import pieces as wire
from runstone.sync.agent import Agent
from runstone.sync.journal_name import JournalName
from runstone.sync.replica import Piece
from runstone.sync.server_replica import ServerReplica
from server.conftest import Client

NAME = JournalName("runs", "r", "0123456789a-abcdef")
BEGINNING = frames.MAGIC + b"".join(
    map(
        frames.event_frame,
        [
            Opened(time=1, run="r", writer=NAME.writer),
            Started(time=2, number=1, display_id="A-1", project="a", name="r"),
        ],
    )
)
PIECES = {"content-type": wire.MEDIA_TYPE}


def calls_per_sec(senders: int, look_secs: float = 0.0) -> float:
    """How often so many agents come in the end, each of which waits as long as it is told, and half a second at least."""
    pace, calls = Pace(), 0
    due = [(sender / senders, sender) for sender in range(senders)]
    while due[0][0] < 60.0:
        now, sender = heapq.heappop(due)
        calls += now >= 40.0
        heapq.heappush(due, (now + max(0.5, pace.tell(str(sender), look_secs, now)), sender))
    return calls / 20.0


@pytest.mark.parametrize("senders", [1, 20, 90])
def test_few_senders_come_as_often_as_they_like(senders: int) -> None:
    assert calls_per_sec(senders) == pytest.approx(2 * senders, rel=0.1)


@pytest.mark.parametrize("senders", [200, 1000])
def test_many_senders_share_what_the_server_can_take(senders: int) -> None:
    assert calls_per_sec(senders) == pytest.approx(200, rel=0.2)


def test_nobody_comes_more_often_than_the_index_follows() -> None:
    assert calls_per_sec(10, look_secs=4.0) == pytest.approx(2.5, rel=0.1)


def test_an_answer_tells_the_pace_and_what_people_wrote(client: Client) -> None:
    rs.init("a", id="r").finish()
    client.posted("/api/edits", {"runs": ["r"], "changes": {"notes": "look"}})
    sent = wire.encode([Piece(NAME, 0, BEGINNING)])
    told = client.post("/api/sync/pieces", content=sent, headers=PIECES).json()
    assert told["sizes"] == {NAME.text: len(BEGINNING)}
    assert told["pace_secs"] == 0.0
    assert set(told["edits"].values()) == set(client.posted("/api/sync/edits", {"runs": ["r"]})["sizes"].values())
    assert len(told["edits"]) == 1


def test_who_comes_when_there_is_no_room_is_told_to_wait(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = wire.encode([Piece(NAME, 0, BEGINNING)])
    for bound in ("_MOST_WAITING", "_MOST_BYTES"):
        with monkeypatch.context() as patch:
            patch.setattr(intake, bound, 0)
            refused = client.post("/api/sync/pieces", content=sent, headers=PIECES)
        assert (refused.status_code, refused.json()["error"]["code"]) == (503, "busy")
        assert int(refused.headers["retry-after"]) > 0
    # Nothing of those is held any more.
    taken = client.post("/api/sync/pieces", content=sent, headers=PIECES)
    assert taken.json()["sizes"] == {NAME.text: len(BEGINNING)}


class Patience:
    """Tells to stop at the second wait, and keeps how long the waits are."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.waits.append(timeout or 0.0)
        return len(self.waits) >= 2


class Busy(ServerReplica):
    """A server that has no room and asks to be left alone."""

    def sizes(self, names: object = None) -> dict[JournalName, int]:
        self.pace_secs = 20.0
        raise ServerUnusable("busy")


def test_an_agent_waits_as_long_as_it_was_asked_to(home: Home) -> None:
    rs.init("a", id="r").finish()
    replica, patience = Busy("http://localhost:1"), Patience()
    Agent(home, replica, patience, pace=lambda: replica.pace_secs).run()
    assert min(patience.waits) >= 0.75 * 20.0
