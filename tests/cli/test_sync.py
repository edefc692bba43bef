"""`runstone sync`: to a folder and another machine, and back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from recorder import Recorder
from remote_machine import shared_machine
from runstone.journal.registry import Registry
from runstone.model.home import Home
from runstone.sync.home_replica import HomeReplica


def test_a_folder_gets_what_it_lacks_and_gives_it_back(
    runstone: Any, home: Home, record: Callable[..., Recorder], tmp_path: Path
) -> None:
    run = record("a1")
    run.log({"loss": 1.0}, 0)
    there = Home(tmp_path / "there")
    first = runstone("sync", str(there.path))
    assert first.out.startswith("1 journal (")
    assert first.out.rstrip().endswith(f"to {there.path}")
    assert runstone("sync", str(there.path)).out == f"All of it is there: {there.path}\n"
    run.log({"loss": 0.5}, 1)
    run.finish()
    assert runstone("sync", str(there.path)).out.startswith("1 journal (")
    assert HomeReplica(there).sizes() == HomeReplica(home).sizes()
    back = tmp_path / "back"
    assert runstone("sync", "--from", str(there.path), "--home", str(back)).out.startswith("1 journal (")
    assert runstone("ls", "--ids", "--home", str(back)).out == "a1\n"


def test_another_machine_gets_it_and_gives_it_back(
    runstone: Any, home: Home, record: Callable[..., Recorder], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in shared_machine().environment.items():
        monkeypatch.setenv(name, value)
    record("a1").finish()
    record("a2").finish()
    place = f"ssh://elsewhere{tmp_path}/there"
    assert runstone("sync", place).out.startswith("2 journals (")
    assert runstone("sync", place).out == f"All of it is there: {place}\n"
    assert runstone("ls", "--ids", "--home", str(tmp_path / "there")).out.split() == ["a2", "a1"]
    there = Registry(Home(tmp_path / "there"))
    # Two that began in one millisecond may have come in either order.
    assert sorted(there.entries()) == sorted(Registry(home).entries())
    assert runstone("sync", "--from", place, "--home", str(tmp_path / "back")).out.startswith("2 journals (")


def test_a_live_run_is_followed(
    home: Home, record: Callable[..., Recorder], tmp_path: Path, eventually: Callable[..., object]
) -> None:
    run = record("a1")
    there = Home(tmp_path / "there")
    command = [sys.executable, "-m", "runstone.cli.app", "sync", str(there.path), "--watch"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline().startswith("1 journal (")
            for step in range(3):
                run.log({"loss": 1.0}, step)
                eventually(lambda: HomeReplica(there).sizes() == HomeReplica(home).sizes())
        finally:
            process.send_signal(signal.SIGINT)


def test_what_is_no_place_is_refused(runstone: Any, home: Home, record: Callable[..., Recorder]) -> None:
    record("a1").finish()
    for words, said in (
        ([], "Name one place"),
        (["a", "--from", "b"], "Name one place"),
        ([os.fspath(home.path)], "the home itself"),
        (["ftp://host/x"], "no place to sync with"),
        (["s3://"], "names no bucket"),
    ):
        done = runstone("sync", *words)
        assert done.code == 1
        assert said in done.err
