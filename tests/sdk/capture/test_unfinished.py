"""Lines that a program is still at: progress bars move in the record, slower and slower, and their last state outlives the program."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from runstone.index.index import Index
from runstone.model.errors import RunNotFound
from runstone.model.home import Home
from runstone.model.records import ConsoleUnfinished, Record
from runstone.query import console, runs
from runstone.sdk.capture.lines import LineAssembler
from runstone.sdk.capture.redaction import Redactor
from runstone.sdk.capture.unfinished import MAX_BYTES, UnfinishedLines


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.secs = 1000.0

    def __call__(self) -> float:
        return self.secs


class Told:
    """What was written."""

    def __init__(self) -> None:
        self.states: list[list[str]] = []

    def __call__(self, record: Record) -> None:
        assert isinstance(record, ConsoleUnfinished)
        self.states.append(record.lines)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def unfinished(told: Told, clock: Clock) -> UnfinishedLines:
    return UnfinishedLines(told, lambda: 0, Redactor({}), clock)


def test_a_bar_is_told_twice_a_second_and_taken_back_when_it_is_done(
    unfinished: UnfinishedLines, told: Told, clock: Clock
) -> None:
    assembler = LineAssembler()
    for step in range(8):
        assembler.feed(f"\r{step}%".encode())
        unfinished.look("stderr", assembler)
        unfinished.tell()
        clock.secs += 0.125
    assert told.states == [["0%"], ["4%"]]
    assert unfinished.due_secs == 0.0
    unfinished.tell()
    assert told.states[-1] == ["7%"]
    assert unfinished.due_secs is None
    assert assembler.feed(b"\n") == ["7%"]
    unfinished.look("stderr", assembler)
    assert told.states[-1] == []
    assert unfinished.due_secs is None


def test_a_bar_that_is_over_at_once_is_never_told(unfinished: UnfinishedLines, told: Told) -> None:
    assembler = LineAssembler()
    assembler.feed(b"\r50%\r100%\n")
    unfinished.look("stderr", assembler)
    unfinished.tell()
    assert told.states == []


def test_days_of_bars_take_a_bounded_place(unfinished: UnfinishedLines, told: Told, clock: Clock) -> None:
    assembler = LineAssembler()
    for step in range(40_000):
        assembler.feed(f"\r{step:>200}".encode())
        unfinished.look("stderr", assembler)
        unfinished.tell()
        clock.secs += 10
    size_bytes = sum(len(line) for lines in told.states for line in lines)
    assert size_bytes <= MAX_BYTES
    assert len(told.states) < 20_000
    assert unfinished.due_secs is None


def test_it_is_told_ever_more_rarely(unfinished: UnfinishedLines, told: Told, clock: Clock) -> None:
    assembler = LineAssembler()

    def in_ten_secs() -> int:
        before = len(told.states)
        for _ in range(100):
            assembler.feed(f"\r{clock.secs:>400}".encode())
            unfinished.look("stderr", assembler)
            unfinished.tell()
            clock.secs += 0.1
        return len(told.states) - before

    counts = [in_ten_secs() for _ in range(300)]
    assert counts[0] == 20
    assert counts[-1] < 5


def test_nested_bars_long_rows_and_secrets(unfinished: UnfinishedLines, told: Told) -> None:
    assembler = LineAssembler()
    assembler.feed(b"outer 1/3\ninner password=correcthorse " + b"x" * 2000 + b"\x1b[A")
    unfinished.look("stdout", assembler)
    unfinished.tell()
    [[outer, inner]] = told.states
    assert outer == "outer 1/3"
    assert inner.startswith("inner password=*** xxx")
    assert len(inner) == 500


def test_bars_that_are_not_wanted_are_not_told(unfinished: UnfinishedLines, told: Told) -> None:
    assembler = LineAssembler(bars="none")
    assembler.feed(b"\r1%\r2%")
    unfinished.look("stderr", assembler)
    unfinished.tell()
    assert told.states == []


SCRIPT = """
import sys
import runstone as rs
run = rs.init("p", id="r", resume="allow")
print("begun", file=sys.stderr)
for line in sys.stdin:
    print(line.rstrip("\\n").replace("|", "\\n").replace("<", "\\r"), end="", file=sys.stderr, flush=True)
run.finish()
"""


def test_a_live_bar_moves_and_its_last_state_outlives_a_kill(
    home: Home, index: Index, eventually: Callable[..., Any]
) -> None:
    def begin() -> subprocess.Popen[str]:
        environment = {**os.environ, "RUNSTONE_CONSOLE": "1"}
        command = [sys.executable, "-u", "-c", SCRIPT]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, text=True)

    def say(program: subprocess.Popen[str], text: str) -> None:
        assert program.stdin is not None
        program.stdin.write(f"{text}\n")
        program.stdin.flush()

    def shown() -> tuple[list[str], list[str]]:
        index.refresh(30)
        try:
            found = console.read(index, "r")
        except RunNotFound:
            return [], []
        return [line.text for line in found.lines], [line.text for line in found.unfinished]

    killed = begin()
    for percent in (10, 20, 30):
        say(killed, f"<{percent}%")
        eventually(lambda: shown() == (["begun"], [f"{percent}%"]))  # noqa: B023 - it is waited for here
    killed.kill()
    killed.communicate()
    eventually(lambda: shown() and runs.get_run(index, "r").state == "crashed")
    assert shown() == (["begun"], ["30%"])
    assert console.read(index, "r", stream="stdout").unfinished == []
    assert console.read(index, "r", level="error").unfinished == []

    second = begin()
    eventually(lambda: shown() == (["begun", "begun"], []))  # what stood there is not the last word any more
    say(second, "<50%")
    eventually(lambda: shown() == (["begun", "begun"], ["50%"]))
    second.communicate("<100%|", timeout=60)
    eventually(lambda: shown() == (["begun", "begun", "100%"], []))
