"""An index that another process keeps up: the same answers, whoever is killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from recorder import Recorder
from runstone.index import ingest
from runstone.index.apart import ApartIndex
from runstone.model.errors import HomeUnusable
from runstone.model.home import Home
from runstone.query import series

Begin = Callable[..., Recorder]


@pytest.fixture
def apart(home: Home) -> Iterator[ApartIndex]:
    index = ApartIndex(home)
    yield index
    index.close()


def values(index: ApartIndex, run: str) -> list[float]:
    return series.points(index, run, "loss", limit=1_000_000).values.tolist()


def children() -> list[int]:
    return [child.pid for child in psutil.Process().children() if "runstone.index.indexing" in child.cmdline()]


def test_what_is_logged_is_taken_in_elsewhere(
    apart: ApartIndex, record: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest.Ingest, "look", lambda *_: pytest.fail("taken in by the process that asks"))
    run = record("a1")
    for step in range(100):
        run.log({"loss": float(step)}, step)
        if step % 40 == 0:
            assert apart.refresh()
            assert values(apart, "a1") == list(range(step + 1))
    run.finish()
    assert apart.refresh()
    assert values(apart, "a1") == list(range(100))
    assert apart.apart_cpu_secs > 0
    while apart.maintain(1.0):
        pass
    assert values(apart, "a1") == list(range(100))


def test_one_that_is_killed_is_begun_again(apart: ApartIndex, record: Begin) -> None:
    run = record("a1")
    for step in range(3):
        run.log({"loss": float(step)}, step)
        assert apart.refresh()
        assert values(apart, "a1") == list(range(step + 1))
        (pid,) = children()
        os.kill(pid, signal.SIGKILL)
    run.finish()


def test_one_that_dies_over_its_work_is_told_of_and_loses_nothing(
    apart: ApartIndex, record: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = record("a1")
    run.log({"loss": 1.0}, 0)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "executable", "/bin/false")
        with pytest.raises(HomeUnusable, match="What is recorded is safe"):
            apart.refresh()
    assert apart.refresh()
    assert values(apart, "a1") == [1.0]
    run.finish()


def test_a_place_that_cannot_be_written_is_told_as_by_any_index(
    home: Home, record: Begin, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    record("a1").finish()
    (tmp_path / "cache").write_text("a file where a folder should be")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    shutil.rmtree(home.index_path, ignore_errors=True)
    home.index_path.write_text("a file, too")
    with closing(ApartIndex(home)) as index, pytest.raises(HomeUnusable, match="journals are untouched"):
        index.refresh()


def test_it_ends_with_who_asks_even_by_a_kill(home: Home, record: Begin) -> None:
    record("a1").finish()
    script = """
import os, signal, sys
from runstone.index.apart import ApartIndex
from runstone.model.home import Home
index = ApartIndex(Home(sys.argv[1]))
index.refresh()
print(index._child._process.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    # Both have the pipe of errors: its end comes when both are gone.
    killed = subprocess.Popen(
        [sys.executable, "-c", script, str(home.path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    told, errors = killed.communicate(timeout=60)
    assert killed.returncode == -signal.SIGKILL, errors
    assert int(told) > 0
