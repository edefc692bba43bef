"""kill -9 while a run is packed or unpacked: no half run can be seen, and doing it again ends well."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from homes import answers, files
from runstone.cli.app import main
from runstone.index.index import Index
from runstone.model.home import Home
from runstone.sync.receiving import unpack
from runstone.sync.sending import pack

# Dies before the n-th of the calls that change what lies on the disk.
CHILD = """
import os, signal, sys
from pathlib import Path
from runstone.model.home import Home
from runstone.sync import receiving, sending
left = [int(sys.argv[1])]
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
home = Home(sys.argv[3])
if sys.argv[2] == 'unpack':
    receiving.unpack(home, Path(sys.argv[4]))
else:
    sending.pack(home, 'grandchild', Path(sys.argv[4]))
"""


def killed(calls: int, verb: str, home: Home, package: Path) -> bool:
    """Whether the child was killed before it was done."""
    child = subprocess.run([sys.executable, "-c", CHILD, str(calls), verb, str(home.path), str(package)], check=False)
    assert child.returncode in (0, -signal.SIGKILL)
    return child.returncode != 0


@pytest.mark.crash
def test_unpacking(rich: Home, tmp_path: Path) -> None:
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
def test_packing(rich: Home, tmp_path: Path) -> None:
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
