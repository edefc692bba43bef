"""A run whose process is gone is shown as crashed, within seconds and on its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from recorder import Recorder
from runstone.index.catalog import JournalEntry
from runstone.index.index import Index
from runstone.index.liveness import Pulse
from runstone.model.home import Home
from runstone.model.records import Opened
from runstone.model.states import State
from runstone.query import changes, runs

Begin = Callable[..., Recorder]

TRAINING = """
import sys, time
sys.path.insert(0, {tests!r})
from recorder import Recorder
from runstone.model.home import Home
run = Recorder(Home({home!r}), "a1")
for step in range(10):
    run.log({{"loss": 1.0}}, step)
print("logged", flush=True)
time.sleep(600)
"""


@pytest.fixture
def training(home: Home) -> Iterator[subprocess.Popen[str]]:
    """A process that has logged ten points to the run a1 and goes on for ever."""
    code = TRAINING.format(tests=str(Path(__file__).parents[1]), home=str(home.path))
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "logged\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


@pytest.mark.crash
def test_a_killed_training_is_shown_as_crashed(
    index: Index, training: subprocess.Popen[str], eventually: Callable[..., object]
) -> None:
    index.refresh()
    assert runs.get_run(index, "a1").state is State.RUNNING
    assert runs.get_run(index, "a1").writers[0].alive
    revision = changes.revision(index)
    os.kill(training.pid, signal.SIGKILL)
    training.wait()
    eventually(lambda: index.refresh() and runs.get_run(index, "a1").state is State.CRASHED)
    detail = runs.get_run(index, "a1")
    assert changes.since(index, revision).runs == ["a1"]
    assert not detail.writers[0].alive
    assert detail.ended_time == detail.writers[0].last_time == detail.updated_time


def test_a_resumed_run_runs_again_and_ends_finished(index: Index, home: Home, record: Begin) -> None:
    first = record("a1")
    os.close(first.writer._fd)  # what the kernel does to a killed process
    index.refresh()
    assert runs.get_run(index, "a1").state is State.CRASHED
    second = Recorder(home, "a1", start=False)
    index.refresh()
    assert runs.get_run(index, "a1").state is State.RUNNING
    second.finish()
    index.refresh()
    assert runs.get_run(index, "a1").state is State.FINISHED
    first.writer._fd = -1


def opened(**fields: object) -> JournalEntry:
    facts = {"time": 0, "run": "r", "writer": "w", "host": os.uname().nodename, "heartbeat_secs": 15.0, **fields}
    return JournalEntry(writer="w", opened=Opened(**facts))  # type: ignore[arg-type]


def test_a_writer_of_an_earlier_boot_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "w.journal"
    path.touch()
    assert not Pulse().feel(opened(boot="another boot"), path, 0).alive


def test_a_writer_of_another_host_is_told_by_its_heartbeats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wall, clock = 1_000_000.0, 500.0
    monkeypatch.setattr("runstone.index.liveness.time.time", lambda: wall)
    monkeypatch.setattr("runstone.index.liveness.time.monotonic", lambda: clock)
    path = tmp_path / "w.journal"
    path.touch()
    pulse = Pulse()
    entry = opened(host="elsewhere", boot="other")
    entry.last_time = int((wall - 10) * 1e6)
    assert pulse.feel(entry, path, 100).alive
    clock += 45
    assert pulse.feel(entry, path, 100).alive
    clock += 10
    assert not pulse.feel(entry, path, 100).alive
    assert pulse.feel(entry, path, 120).alive
    clock += 61
    wall -= 1_000_000  # a wall clock that is set back changes nothing
    assert not pulse.feel(entry, path, 120).alive


def test_a_writer_of_another_host_that_was_silent_for_an_hour_is_gone_at_the_first_look(tmp_path: Path) -> None:
    path = tmp_path / "w.journal"
    path.touch()
    assert not Pulse().feel(opened(host="elsewhere"), path, 100).alive
