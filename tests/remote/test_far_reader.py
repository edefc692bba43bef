"""`runstone ui ssh://…` where Runstone is installed there: shown, found again after a break, and gone with whoever looked."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from recorder import Recorder
from remote_machine import Looking, Machine
from runstone.model.errors import RemoteUnusable
from runstone.model.home import Home
from runstone.remote.address import parse_address
from runstone.remote.far_reader import FarReader, NoReaderThere


@pytest.fixture
def look(
    home: Home, machine: Machine, record: Callable[..., Recorder], program: Path
) -> Iterator[Callable[..., Looking]]:
    """Look at a home with one run that lies on the machine."""
    record("a1").finish()
    begun: list[Looking] = []

    def begin(*options: str) -> Looking:
        begun.append(Looking(home, "--there", str(program), *options))
        return begun[-1]

    yield begin
    for looking in begun:
        looking.close()


def readers(home: Home) -> list[int]:
    """The readers that run on the machine for this home."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError):
                words = (folder / "cmdline").read_bytes().split(b"\0")
                if b"--attached" in words and os.fsencode(home.path) in words:
                    found.append(int(folder.name))
    return found


def runs_at(url: str) -> int | None:
    """How many runs a server shows; None if it does not answer."""
    try:
        return int(httpx.get(f"{url}api/home", timeout=20).json()["runs"])
    except (httpx.HTTPError, ValueError):
        return None


def test_a_home_elsewhere_is_shown_comes_back_after_a_break_and_leaves_nobody_behind(
    home: Home, machine: Machine, look: Callable[..., Looking], eventually: Callable[..., object]
) -> None:
    looking = look()
    line = looking.said("shows")
    url = line.split()[0]
    assert f"shows {home.path} on elsewhere" in line
    assert runs_at(url) == 1
    assert len(readers(home)) == 1

    machine.stop()
    looking.said("is lost")
    answer = httpx.get(url, headers={"accept": "text/html"}, timeout=20)
    assert answer.status_code == 503
    assert "comes back by itself" in answer.text
    eventually(lambda: not readers(home))
    machine.start()
    looking.said("again")
    assert eventually(lambda: runs_at(url)) == 1, "the same address shows it again"

    assert looking.end(signal.SIGINT) in (0, 130)
    eventually(lambda: not readers(home))


def test_who_looked_is_killed_and_the_reader_ends(
    home: Home, look: Callable[..., Looking], eventually: Callable[..., object]
) -> None:
    looking = look()
    looking.said("shows")
    assert readers(home)
    looking.end(signal.SIGKILL)
    eventually(lambda: not readers(home))


def test_it_is_found_beside_the_interpreter_that_recorded(
    home: Home, machine: Machine, record: Callable[..., Recorder], program: Path
) -> None:
    run = record("a1")
    run.path.write_bytes(run.path.read_bytes() + f'"executable":"{program.parent}/python"'.encode())
    reader = FarReader(parse_address(f"ssh://elsewhere{home.path}"))
    try:
        reader.start()
        assert reader.home == str(home.path)
    finally:
        reader.close()


def fault_of(text: str, program: Path | str | None = None) -> RemoteUnusable:
    """What is said of an address that cannot be read."""
    reader = FarReader(parse_address(text), None if program is None else str(program))
    try:
        with pytest.raises(RemoteUnusable) as caught:
            reader.start()
    finally:
        reader.close()
    return caught.value


def test_each_fault_says_what_to_do(
    home: Home,
    machine: Machine,
    record: Callable[..., Recorder],
    program: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    record("a1").finish()
    address = f"ssh://elsewhere{home.path}"

    nobody = fault_of(f"ssh://elsewhere{tmp_path}/nothing", program)
    assert f"no home {tmp_path}/nothing" in str(nobody)
    assert not isinstance(nobody, NoReaderThere)

    missing = fault_of(address, tmp_path / "no" / "runstone")
    assert isinstance(missing, NoReaderThere)
    assert missing.home == str(home.path)

    old = tmp_path / "old"
    old.write_text("#!/bin/sh\necho Unknown option: --attached >&2\nexit 1\n")
    old.chmod(0o755)
    too_old = fault_of(address, old)
    assert isinstance(too_old, NoReaderThere)
    assert "Unknown option" in str(too_old)

    known_hosts = machine.folder / "known_hosts"
    known_hosts.write_text("")
    assert "host key is not known" in str(fault_of(address, program))
    other = (machine.folder / "key.pub").read_text()
    known_hosts.write_text(f"[127.0.0.1]:{machine.port} {other}")
    assert "another one than before" in str(fault_of(address, program))
    machine.trust()

    keys = machine.folder / "authorized_keys"
    kept = keys.read_text()
    keys.write_text("")
    assert "does not let you in" in str(fault_of(address, program))
    keys.write_text(kept)

    machine.stop()
    assert "no ssh server listens" in str(fault_of(address, program))

    monkeypatch.setenv("RUNSTONE_SSH", str(tmp_path / "no-ssh"))
    assert "Install OpenSSH" in str(fault_of(address, program))


def test_a_server_that_passes_nothing_on_is_told_from_one_without_runstone(
    home: Home, machine: Machine, record: Callable[..., Recorder], program: Path, eventually: Callable[..., object]
) -> None:
    record("a1").finish()
    machine.stop()
    machine.start("AllowStreamLocalForwarding no")
    eventually(machine.answers)
    fault = fault_of(f"ssh://elsewhere{home.path}", program)
    assert isinstance(fault, NoReaderThere)
    assert "does not pass connections on" in str(fault)
    eventually(lambda: not readers(home))
