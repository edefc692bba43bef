"""A process that is gone without a word cannot tell of it: the server does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import runstone as rs
from runstone.model.home import Home
from runstone.sdk.settings import Settings
from runstone.server.app import create_app
from server.conftest import serving

Eventually = Callable[..., Any]

TRAIN = """
import sys, runstone
run = runstone.init("live", id=sys.argv[1])
run.log({"loss": 0.0})
print("ready", flush=True)
sys.stdin.read()
"""


def begin(run: str) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", TRAIN, run], stdin=-1, stdout=-1, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def end(process: subprocess.Popen[str], sign: signal.Signals | None) -> None:
    if sign is not None:
        os.kill(process.pid, sign)
    process.communicate()


def test_a_crash_raises_an_alert_in_the_runs_place(home: Home, eventually: Eventually) -> None:
    before, after, well = begin("before"), begin("after"), begin("well")
    end(before, signal.SIGKILL)
    settings = {name: value for name, (value, _) in Settings({"alert_rules": "crash"}).values.items()}
    with serving(create_app(home, alerts_by=settings)) as client:
        for run in ("after", "well"):  # the first look at the home may take its time
            eventually(lambda run=run: client.get(f"/api/runs/{run}").json().get("state") == "running")
        end(after, signal.SIGKILL)
        end(well, None)
        alerts = eventually(lambda: client.json("/api/alerts")["alerts"])
        eventually(lambda: client.json("/api/runs/well")["state"] == "finished")
        assert client.json("/api/runs/after")["state"] == "crashed"
    assert [(alert["run"], alert["rule"], alert["level"]) for alert in alerts] == [("after", "crash", "error")]
    assert [alert.run for run in ("before", "well") for alert in rs.Api().run(run).alerts()] == []
