"""What fuzzing found once is tried again each time, and so is what a page of a journal may become: no reader fails, hangs or fills the memory."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hostile.targets import TARGETS, frames_of, seeds
from recorder import Recorder
from runstone.journal.frames import HEAD, MAGIC, Kind
from runstone.journal.reader import JournalReader
from runstone.model.home import Home
from runstone.model.records import TextLogged

CORPUS = Path(__file__).parent / "corpus"
FOUND = sorted(path.relative_to(CORPUS).as_posix() for path in CORPUS.glob("*/*"))


@pytest.mark.parametrize("name", FOUND)
def test_what_was_found_once_is_a_refusal_now(name: str) -> None:
    TARGETS[name.partition("/")[0]]((CORPUS / name).read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_a_whole_one_cut_short_and_changed_a_little_is_read_or_refused(name: str) -> None:
    for whole in seeds(name):
        TARGETS[name](whole)
        for part in range(1, 12):
            at = len(whole) * part // 12
            TARGETS[name](whole[:at])
            TARGETS[name](whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])


def event(payload: Any) -> bytes:
    """What `crafted` reads as one event."""
    data = payload if isinstance(payload, bytes) else msgspec.msgpack.encode(payload)
    return b"\0" + struct.pack("<H", len(data)) + data


def other(kind: Kind, payload: bytes) -> bytes:
    """What `crafted` reads as a frame of another kind."""
    return bytes([list(Kind).index(kind)]) + struct.pack("<H", len(payload)) + payload


DEEP = b"\x81\xa1a" * 20_000 + b"\xc0"
STARTED = {"is": "started", "time": 2, "number": 1, "display_id": "D-1", "project": "p", "name": "n"}
HOSTILE = {
    "a number beyond int64": event({**STARTED, "config": {"a": (1 << 64) - 1}}),
    "a time beyond int64": event({**STARTED, "time": (1 << 64) - 1}),
    "a step beyond int64": event({"is": "text", "time": 3, "key": "k", "step": (1 << 64) - 1, "text": "t"}),
    "keys that are no texts": event({**STARTED, "config": {"a": {1: 2, None: 3}}}),
    "a type of msgpack's own": event({**STARTED, "config": {"a": msgspec.msgpack.Ext(5, b"x")}}),
    "bytes": event({**STARTED, "config": {"a": b"\xff\x00"}}),
    "nested without end": event(b"\x83\xa2is\xa7started\xa4time\x02\xa6config" + DEEP[:60_000]),
    "texts that are no UTF-8": event(b"\x82\xa2is\xa4text\xa4time\xa2\xff\xfe"),
    "a kind that is no text": event({"is": [1], "time": 2}),
    "no map": event([1, 2]),
    "nothing": event(b""),
    "many numbers": event({**STARTED, "number": -(1 << 63), "config": {"a": -(1 << 63)}}),
    "a text with NUL": event({**STARTED, "name": "a\0b", "notes": "\0", "config": {"a\0": "\0"}}),
    "a row too short": other(Kind.ROW, b"\0" * 7),
    "a row that is no row": other(Kind.ROW, b"\0" * 25) * 40,
    "a row of nothing": other(Kind.ROW, b"\0" * 20) * 40,
    "a row without a layout": other(Kind.ROW, b"\x09\0\0\0" + b"\0" * 24) * 40,
    "a layout too short": other(Kind.LAYOUT, b"\0"),
    "a layout of names that are not": other(Kind.LAYOUT, struct.pack("<3I", 0, 7, 0xFFFFFFFF)),
    "names that are none": other(Kind.NAMES, b"\0\0\0\0\xc1"),
    "names behind the last number": other(Kind.NAMES, b"\xff\xff\xff\xff\x92\xa1a\xa1b"),
    "steps at both ends": other(Kind.NAMES, b"\0\0\0\0\x91\xa1a")
    + other(Kind.LAYOUT, b"\0" * 8)
    + other(Kind.ROW, struct.pack("<Iqqd", 0, -(1 << 63), 1, 0.5))
    + other(Kind.ROW, struct.pack("<Iqqd", 0, (1 << 63) - 1, (1 << 63) - 1, float("nan"))),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_frame_made_by_hand_harms_no_other_run(name: str) -> None:
    TARGETS["crafted"](HOSTILE[name])
    TARGETS["crafted"](event(STARTED) + HOSTILE[name] + event({"is": "closed", "time": 9}))


def frames_in(data: bytes) -> list[bytes]:
    """The frames of a journal that is whole."""
    found, at = [], len(MAGIC)
    while at < len(data):
        end = at + HEAD.size + HEAD.unpack_from(data, at)[1]
        found.append(data[at:end])
        at = end
    return found


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.sampled_from(["drop", "twice", "swap", "flip", "cut", "noise"]), st.integers(0, 1 << 30)),
        min_size=1,
        max_size=6,
    )
)
def test_of_frames_that_are_lost_doubled_or_mixed_the_whole_ones_are_read(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, int]]
) -> None:
    home = Home(tmp_path_factory.mktemp("home"))
    run = Recorder(home, "r")
    for step in range(12):
        run.event(TextLogged, key="k", step=step, text=f"text {step}")
    run.finish()
    parts = frames_in(run.path.read_bytes())
    whole = set(parts)
    for change, at in changes:
        at %= max(1, len(parts))
        match change:
            case "drop":
                del parts[at : at + 1]
            case "twice":
                parts[at:at] = parts[at : at + 1]
            case "swap":
                parts.append(parts.pop(at) if parts else b"")
            case "flip" if parts and parts[at]:
                middle = len(parts[at]) // 2
                parts[at] = parts[at][:middle] + bytes([parts[at][middle] ^ 1]) + parts[at][middle + 1 :]
            case "cut":
                parts[at : at + 1] = [part[: len(part) // 2] for part in parts[at : at + 1]]
            case "noise":
                parts[at:at] = [at.to_bytes(4, "big") * 9]
    run.path.write_bytes(MAGIC + b"".join(parts))
    found = [record for piece in JournalReader(run.path).pieces() for record in piece.records]
    expected = [part for part in parts if part in whole]
    # Half a frame may swallow what stands behind it only if its checksum is right, and then it is no half.
    assert len(found) == len(expected)


@settings(max_examples=100)
@given(st.binary(max_size=400))
def test_any_bytes_are_a_journal_or_none(data: bytes) -> None:
    TARGETS["journal"](data)
    TARGETS["journal"](MAGIC + data)
    TARGETS["journal"](MAGIC + b"".join(frames_of(data)))
    TARGETS["sealed"](data)
    TARGETS["came"](data)
    TARGETS["listed"](data)
