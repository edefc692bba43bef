"""`runstone ui ssh://…` where no Runstone is installed there: a copy that is kept up, for reading."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from recorder import Recorder
from remote_machine import Looking, Machine
from runstone.blobs.store import BlobStore
from runstone.model.home import Home


def test_a_home_is_read_over_sftp_and_followed_through_a_break(
    home: Home,
    machine: Machine,
    record: Callable[..., Recorder],
    eventually: Callable[..., object],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    run = record("a1")
    run.log({"loss": 1.0}, 0)
    stored = BlobStore(home).put(b"a picture")
    looking = Looking(home, "--there", str(tmp_path / "nothing"))
    try:
        assert "Runstone is not found there" in looking.said("No reader runs")
        line = looking.said("shows")
        assert f"shows {home.path} on elsewhere, a copy in {tmp_path}/cache/runstone/copies/elsewhere-" in line
        url = line.split()[0]
        looking.said("Read 1 journal")

        def loss() -> object:
            answer = httpx.get(f"{url}api/runs/a1", timeout=20)
            return answer.json()["summary"].get("loss") if answer.status_code == 200 else None

        assert eventually(loss) == 1.0
        assert httpx.get(f"{url}api/runs/a1", timeout=20).json()["state"] == "running"
        assert httpx.get(f"{url}api/blobs/{stored.sha256}", timeout=20).content == b"a picture"
        refused = httpx.post(f"{url}api/edits", json={"runs": ["a1"], "name": "mine"}, timeout=20)
        assert (refused.status_code, refused.json()["error"]["code"]) == (409, "read_only")
        me = httpx.get(f"{url}api/whoami", timeout=20).json()
        assert (me["role"], me["roles"]) == (
            "viewer",
            [{"role": "viewer", "project": ""}],
        )  # so that nothing is offered

        run.log({"loss": 0.5}, 1)
        eventually(lambda: loss() == 0.5)
        machine.cut()
        looking.said("is lost")
        run.log({"loss": 0.25}, 2)
        looking.said("again")
        eventually(lambda: loss() == 0.25)
        run.finish()
        eventually(lambda: httpx.get(f"{url}api/runs/a1", timeout=20).json()["state"] == "finished")
        assert looking.end(signal.SIGINT) in (0, 130)
    finally:
        looking.close()


def test_a_machine_without_a_home_is_told(machine: Machine, tmp_path: Path) -> None:
    asked = subprocess.run(
        [sys.executable, "-m", "runstone.cli.app", "ui", f"ssh://elsewhere{tmp_path}/none", "--no-open", "--port", "0"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert asked.returncode == 1
    assert asked.stderr.startswith(f"runstone: There is no home {tmp_path}/none on elsewhere")
