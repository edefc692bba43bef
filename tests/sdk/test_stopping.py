"""A person asks a run to stop: whoever trains hears of it, and what saves a checkpoint is carried out."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import runstone as rs
from recorder import Recorder
from runstone.api import Edit
from runstone.edits.editor import Editor
from runstone.model.errors import TrialStopped
from runstone.model.home import Home
from runstone.model.records import StopAsked, StopWithdrawn
from runstone.sdk.stopping import Stopping
from runstone.sdk.trial import Trial, within
from runstone.sync.server_replica import ServerReplica
from servers import serving
from upload_agents import end_agents

Eventually = Callable[..., None]

# Sleeps as a training that waits for its data does.
TRAINING = """
import sys, time
import runstone as rs
run = rs.init("cv", id="live", settings={"sync_interval_secs": 0.05})
run.log({"loss": 0.0}, step=0)
try:
    print("ready", flush=True)
    time.sleep(100)
except KeyboardInterrupt:
    run.log({"saved": 1.0}, step=1)
    print("saved", run.cancelled, flush=True)
    raise
"""


def stop(home: Home, run: str) -> int:
    with rs.Api(home.path) as api:
        return api.edit([run], Edit(stop=True)).changed


def begin(code: str) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def test_checkpoint_code_runs(home: Home) -> None:
    with begin(TRAINING) as process:
        assert stop(home, "live") == 1
        said, complaints = process.communicate()
    assert said == "saved True\n", complaints
    assert "asked this run to stop" in complaints
    with rs.Api(home.path) as api:
        run = api.run("live")
        assert (run.state, run.summary["saved"]) == ("killed", 1.0)


def test_a_callback_is_called_instead(home: Home, eventually: Eventually) -> None:
    told: list[bool] = []
    run = rs.init("cv", settings={"sync_interval_secs": 0.02}, on_cancel=lambda: told.append(run.cancelled))
    assert not run.cancelled
    stop(home, run.id)
    eventually(lambda: told == [True])
    run.finish()
    assert rs.Api(home.path).run(run.id).state == "killed"


def test_a_script_that_ignores_ctrl_c_hears_it_in_log(home: Home) -> None:
    code = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n" + TRAINING.replace(
        "time.sleep(100)", "while True: run.log({'loss': 1.0})"
    )
    with begin(code) as process:
        stop(home, "live")
        said, complaints = process.communicate()
    assert said == "saved True\n", complaints


def test_a_trial_ends_alone(home: Home, eventually: Eventually) -> None:
    with within(Trial("sweep", "a trial", "cv", {}, str(home.path))):
        run = rs.init("cv", settings={"sync_interval_secs": 0.02})
        stop(home, run.id)
        eventually(lambda: run.cancelled)
        with pytest.raises(TrialStopped, match="stopped by"):
            eventually(lambda: run.log({"loss": 1.0}))
        run.finish()


def test_who_says_no_is_not_stopped(home: Home) -> None:
    with rs.init("cv", settings={"sync_interval_secs": 0.02, "stoppable": False}) as run:
        stop(home, run.id)
        run.log({"loss": 1.0})
        assert not run.cancelled
    assert rs.Api(home.path).run(run.id).state == "finished"


def test_what_was_asked_before_a_resume_is_over(home: Home, eventually: Eventually) -> None:
    told: list[int] = []
    run = rs.init("cv", id="again", settings={"sync_interval_secs": 0.02}, on_cancel=lambda: told.append(1))
    stop(home, "again")
    eventually(lambda: told)
    run.finish()
    again = rs.init(
        "cv", id="again", resume=True, settings={"sync_interval_secs": 0.02}, on_cancel=lambda: told.append(2)
    )
    assert not again.cancelled
    stop(home, "again")
    eventually(lambda: told == [1, 2])
    again.finish()


def test_a_run_that_is_over_is_not_asked(home: Home) -> None:
    rs.init("cv", id="over").finish()
    assert stop(home, "over") == 0


def test_a_run_elsewhere_hears_it_through_its_agent(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, eventually: Eventually
) -> None:
    team = Home(tmp_path / "team")
    with serving(team) as url:
        monkeypatch.setenv("RUNSTONE_URL", url)
        with begin(TRAINING) as process, rs.Api(url=url) as api:
            eventually(lambda: [run.state for run in api.runs()] == ["running"])
            assert api.edit(["live"], Edit(stop=True)).changed == 1
            said, complaints = process.communicate()
            assert said == "saved True\n", complaints
            eventually(lambda: api.run("live").state == "killed")
        end_agents(url)


def test_a_server_tells_what_people_wrote_and_nothing_else(home: Home, tmp_path: Path) -> None:
    with rs.init("cv", id="live") as run:
        run.log({"loss": 1.0})
        stop(home, "live")
        with serving(home) as url:
            replica = ServerReplica(url)
            assert [name.ledger for name in replica.edits(["live", "nobody"])] == ["live"]
            replica.close()


def test_waiting_for_a_request_brings_no_numpy(home: Home) -> None:
    code = "import sys, runstone as rs; rs.init('cv').finish(); print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_a_request_is_told_with_its_author_and_taken_back(home: Home, eventually: Eventually) -> None:
    heard = []
    settings = {"sync_interval_secs": 0.05}
    run = rs.init("cv", id="live", on_cancel=lambda: heard.append(1), settings=settings)
    with rs.Api(home.path) as api:
        first = api.edit(["live"], Edit(stop=True))
        assert [back.changes for back in first.undo] == [Edit(stop=False)]
        eventually(lambda: run.cancelled and heard)
        asked = api.run("live")
        assert asked.row.stop_asked_time is not None
        (made,) = asked.edits()
        assert (made.author, made.changes, made.undo) == (
            asked.row.stop_asked_by,
            Edit(stop=True),
            Edit(stop=False),
        )
        assert api.edit(["live"], made.undo).changed == 1
        eventually(lambda: not run.cancelled)
        again = api.run("live")
        assert (again.state, again.row.stop_asked_time, again.row.stop_asked_by) == ("running", None, None)
        assert [made.changes.stop for made in again.edits()] == [False, True]
        assert api.edit(["live"], Edit(stop=False)).changed == 0  # there is nothing to take back
    run.finish()
    assert rs.Api(home.path).run("live").state == "finished"


def test_what_was_taken_back_before_anybody_heard_stops_nothing(home: Home) -> None:
    record = Recorder(home, "live")
    heard = Stopping(home, "live", record.writer.writer, lambda error, thread: None, is_trial=False)
    heard.callback = lambda: None
    editor = Editor(home, "ada")
    editor.write(lambda time: [StopAsked(time=time), StopWithdrawn(time=time + 1)], run="live")
    heard.look()
    assert not heard.is_asked
    editor.write(lambda time: [StopAsked(time=time + 2)], run="live")
    heard.look()
    assert heard.is_asked
    editor.close()
    record.finish()
