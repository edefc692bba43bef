"""kill -9 while a run is packed or unpacked: no half run can be seen, and doing it again ends well."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from homes import answers, files
from runstone.cli.app import main
from runstone.index.index import Index
from runstone.model.home import Home
from runstone.sync.receiving import unpack
from runstone.sync.sending import pack

# Children of it die before the n-th of the calls that change what lies on the disk. They are forked, since an interpreter takes long to begin.
PARENT = """
import json, os, signal, sys
from pathlib import Path
from runstone.model.home import Home
from runstone.sync import receiving, sending
left = [0]
def deadly(module, name):
    real = getattr(module, name)
    def call(*arguments, **options):
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments, **options)
    setattr(module, name, call)
for name in ('write', 'open', 'rename', 'replace', 'fsync', 'unlink', 'mkdir'):
    deadly(os, name)
def work(verb, home, package):
    if verb == 'unpack':
        receiving.unpack(Home(home), Path(package))
    else:
        sending.pack(Home(home), 'grandchild', Path(package))
for line in sys.stdin:
    calls, *asked = json.loads(line)
    child = os.fork()
    if child == 0:
        left[0] = calls
        work(*asked)
        os.kill(os.getpid(), signal.SIGTERM)
    print(-os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""

Killed = Callable[[int, str, Home, Path], bool]


@pytest.fixture
def killed() -> Iterator[Killed]:
    """Whether a child was killed before it was done: `killed(3, "unpack", home, package)`."""
    with subprocess.Popen([sys.executable, "-c", PARENT], stdin=-1, stdout=-1, text=True) as parent:
        assert parent.stdin is not None
        assert parent.stdout is not None
        stdin, stdout = parent.stdin, parent.stdout

        def begin(calls: int, verb: str, home: Home, package: Path) -> bool:
            stdin.write(json.dumps([calls, verb, str(home.path), str(package)]) + "\n")
            stdin.flush()
            ended = int(stdout.readline())
            assert ended in (signal.SIGTERM, signal.SIGKILL)
            return ended == signal.SIGKILL

        yield begin


@pytest.mark.crash
def test_unpacking(rich: Home, tmp_path: Path, killed: Killed) -> None:
    package = pack(rich, "grandchild", tmp_path / "x").path
    whole = {run: len(rich.journals(run)) for run in rich.run_ids()}
    calls, going = 0, True
    while going:
        home = Home(tmp_path / f"home-{calls}")
        going = killed(calls, "unpack", home, package)
        for run in home.run_ids():
            assert len(home.journals(run)) == whole[run]
        if home.runs_path.is_dir():
            index = Index(home)
            index.refresh(10)
            index.close()
        unpack(home, package)
        for run in whole:
            assert answers(home, run) == answers(rich, run)
        assert not list(home.path.glob("*/.unpacking"))
        with pytest.raises(SystemExit, match="0"):
            main(["doctor", "--home", str(home.path)])
        calls += 4
    assert calls > 40


@pytest.mark.crash
def test_packing(rich: Home, tmp_path: Path, killed: Killed) -> None:
    before = files(rich)
    calls, going = 0, True
    while going:
        target = tmp_path / f"{calls}.runstone"
        going = killed(calls, "pack", rich, target)
        if target.exists():
            unpack(Home(tmp_path / f"home-{calls}"), target)
        calls += 2
    assert target.exists()
    assert files(rich) == before
