"""`runstone tail`: everything comes once, in order, until the run ends."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest

import runstone as rs
from recorder import Recorder
from runstone.cli.feed import Feed, RewindSeen, Row
from runstone.index.index import Index
from runstone.model.states import State

Begin = Callable[..., Recorder]


def everything(name: str) -> bool:
    return True


@pytest.fixture
def follow() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Begin `runstone tail` in a process of its own."""
    begun: list[subprocess.Popen[str]] = []

    def begin(*arguments: str) -> subprocess.Popen[str]:
        begun.append(
            subprocess.Popen(
                [sys.executable, "-m", "runstone.cli.app", "tail", *arguments],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        )
        return begun[-1]

    yield begin
    for process in begun:
        if process.poll() is None:
            process.kill()
        process.communicate()


def test_the_last_lines(record: Begin, runstone: Any) -> None:
    run = record("a", project="p")
    for step in range(100):
        run.log({"loss": step / 4, "sys/cpu": 1.0}, step)
        if step % 40 == 0:
            run.log({"val": 1.0}, step)
    run.finish()
    said = runstone("tail", "a", "-n", "2")
    assert said.out == "step 98  loss 24.5\nstep 99  loss 24.75\n"
    assert "P-1 a finished after" in said.err
    assert runstone("tail", "a", "--metrics", "val").out == "step 0  val 1\nstep 40  val 1\nstep 80  val 1\n"
    assert runstone("tail", "a", "-n", "0").out == ""
    assert len(runstone("tail", "a", "-n", "1000").out.splitlines()) == 100


def test_what_a_program_prints_and_logs(python: Any, runstone: Any) -> None:
    done = python(
        "import runstone as rs, sys\n"
        "run = rs.init('p', id='a')\n"
        "print('begin \\x1b[31mred\\x1b[0m \\x1b[2J')\n"
        "run.log({'loss': float('nan')})\n"
        "raise ValueError('boom')",
        RUNSTONE_CONSOLE="1",
    )
    assert done.returncode == 1
    said = runstone("tail", "a")
    # A line of the console has the time at which it was read, a moment after it was printed.
    assert {"begin red ", "step 0  loss nan"} <= set(said.out.splitlines())
    assert said.err.strip().endswith(": ValueError: boom")
    entries = [msgspec.json.decode(line) for line in runstone("tail", "a", "--json").out.splitlines()]
    assert entries[-1]["state"] == "failed"
    assert {"step": 0, "metrics": {"loss": {"$float": "NaN"}}}.items() <= next(
        entry for entry in entries if "metrics" in entry
    ).items()
    assert "begin" not in runstone("tail", "a", "--no-console").out
    assert "loss" not in runstone("tail", "a", "--metrics", "").out


def test_it_follows_until_the_run_ends(record: Begin, follow: Any) -> None:
    run = record("a", project="p")
    run.log({"loss": 1.0}, 0)
    process = follow("a", "-f")
    assert process.stdout.readline() == "step 0  loss 1\n"
    for step in range(1, 20):
        run.log({"loss": 1.0}, step)
    assert process.stdout.readline() == "step 1  loss 1\n"
    run.finish(State.FAILED, exit_code=3)
    out, err = process.stdout.read(), process.stderr.read()
    process.wait(timeout=30)
    assert out.splitlines() == [f"step {step}  loss 1" for step in range(2, 20)]
    assert "failed after" in err
    assert "exit code 3" in err
    assert process.returncode == 0


def test_it_ends_when_the_run_was_killed(python: Any, follow: Any) -> None:
    python("import runstone as rs, os\nrs.init('p', id='dead').log({'a': 1})\nos.kill(os.getpid(), 9)")
    _, err = follow("dead", "-f").communicate(timeout=30)
    assert "crashed" in err


def test_ctrl_c_is_quiet(record: Begin, follow: Any) -> None:
    record("a").log({"loss": 1.0}, 0)
    process = follow("a", "-f")
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert err == ""
    assert process.returncode == 130


def test_a_resume_goes_on_and_a_rewind_is_told(index: Index, record: Begin) -> None:
    run = record("a")
    for step in range(10):
        run.log({"loss": 0.0}, step)
    index.refresh()
    feed = Feed("a", everything, with_console=True)
    assert [entry.step for entry in feed.last(index, 3).entries if isinstance(entry, Row)] == [7, 8, 9]
    run.finish()
    index.refresh()
    assert feed.new(index).entries == []
    with rs.init(run_id="a", resume="must") as resumed:
        resumed.log({"loss": 1.0, "new": 2.0})
        index.refresh()
        (row,) = feed.new(index).entries
        assert isinstance(row, Row)
        assert row.values == {"loss": 1.0, "new": 2.0}
    again = run.rewind(4, branch=1)
    for step in range(5, 20):
        again.log({"loss": 2.0}, step)
    index.refresh()
    first, *rows = feed.new(index).entries
    assert isinstance(first, RewindSeen)
    assert first.step == 4
    assert [row.step for row in rows if isinstance(row, Row)] == list(range(5, 20))
    assert feed.new(index).entries == []
