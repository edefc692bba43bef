"""The properties and methods of a run."""

from __future__ import annotations

import inspect
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

import runstone.compat.wandb as wandb
from runstone.model.home import Home
from runstone.sdk.existing import read_run
from wandb_names import name

PROPERTIES, METHODS = "Properties of a run", "Methods of a run"


@name(PROPERTIES, "name", "notes")
@name(PROPERTIES, "tags", better="a text is one tag")
def test_words_can_be_assigned(run: wandb.Run, home: Home) -> None:
    run.name, run.notes = "other", "more"
    run.tags = ["a", "b"]
    run.tags += ("c",)
    assert (run.name, run.notes, run.tags) == ("other", "more", ("a", "b", "c"))
    run.tags = ["a", ""]  # said, and left as they are
    assert run.tags == ("a", "b", "c")
    run.tags = "abc"
    assert run.tags == ("abc",)
    facts = read_run(home, "a1").facts
    assert (facts.name, facts.notes, facts.tags) == ("other", "more", ["abc"])


@name(PROPERTIES, "id", "project", "group", "job_type", "path", "start_time", "resumed", "disabled", "settings")
@name(PROPERTIES, "entity", note="what was given; empty otherwise")
@name(PROPERTIES, "offline", note="whether the mode is offline; what is recorded is the same")
@name(PROPERTIES, "sweep_id", "sweep_url", note="None for a run of no sweep")
def test_facts_of_a_run(run: wandb.Run) -> None:
    assert (run.id, run.project, run.group, run.job_type, run.path) == ("a1", "cv", "", "", "cv/a1")
    assert run.start_time > 1.6e9
    assert (run.resumed, run.disabled, run.offline, run.entity) == (False, False, False, "")
    assert (run.sweep_id, run.sweep_url) == (None, None)
    assert (run.settings.run_id, run.settings.project) == ("a1", "cv")


@name(PROPERTIES, "dir", "sync_dir", note="a folder of the run in the home; what lies in it at the end is saved")
def test_the_folder_of_a_run(run: wandb.Run) -> None:
    Path(run.dir, "best.txt").write_text("3")
    assert Path(run.dir).parent == Path(run.sync_dir)
    run.finish()
    assert [file.name for file in wandb.Api().run("cv/a1").files()] == ["best.txt"]


@name(PROPERTIES, "url", "project_url", better="an address on your own machine; None until `runstone ui` runs")
def test_addresses(run: wandb.Run) -> None:
    assert run.url is None
    assert run.project_url is None


@name(PROPERTIES, "step")
@name(PROPERTIES, "starting_step", better="`step` agrees with it after a resume")
def test_steps(run: wandb.Run) -> None:
    run.log({"a": 1})
    assert (run.step, run.starting_step) == (1, 0)
    run.finish()
    again = wandb.init(id="a1", resume="must")
    assert (again.step, again.starting_step) == (1, 1)


@name(PROPERTIES, "config", "config_static")
def test_the_config_and_its_picture(run: wandb.Run) -> None:
    static = run.config_static
    run.config.epochs = 3
    assert (static["lr"], static.lr, list(static.keys())) == (0.1, 0.1, ["lr"])
    for change in (lambda: setattr(static, "lr", 2), lambda: static.__setitem__("lr", 2)):
        with pytest.raises(AttributeError, match="read-only"):
            change()


@name(PROPERTIES, "summary", better="can still be read when the run is over")
def test_the_summary_outlives_the_run(run: wandb.Run) -> None:
    run.log({"a": 1})
    run.finish()
    assert run.summary["a"] == 1


def test_a_run_takes_no_other_attributes(run: wandb.Run) -> None:
    for attribute in ("foo", "id", "config", "step"):
        with pytest.raises(AttributeError):
            setattr(run, attribute, 1)
    with pytest.raises(AttributeError, match=r"Use run\.url"):
        run.get_url()


@name(METHODS, "log", better="late steps are kept, and one bad value does not lose its call; see below")
@name(METHODS, "define_metric", better="`goal` is there again; see below")
def test_signatures() -> None:
    theirs = {
        "log": ["data", "step", "commit"],
        "define_metric": ["name", "step_metric", "step_sync", "hidden", "summary", "overwrite"],
        "alert": ["title", "text", "level", "wait_duration"],
        "watch": ["models", "criterion", "log", "log_freq", "idx", "log_graph"],
        "save": ["glob_str", "base_path", "policy", "glob"],
        "restore": ["name", "run_path", "replace", "root"],
        "log_artifact": ["artifact_or_path", "name", "type", "aliases", "tags"],
        "use_artifact": ["artifact_or_name", "type", "aliases", "use_as"],
        "log_code": ["root", "name", "include_fn", "exclude_fn"],
        "display": ["height", "hidden"],
    }
    for verb, arguments in theirs.items():
        assert list(inspect.signature(getattr(wandb.Run, verb)).parameters)[1 : len(arguments) + 1] == arguments, verb


@name(METHODS, "finish", note="a second call does nothing")
@pytest.mark.parametrize(("code", "state"), [(None, "finished"), (0, "finished"), (3, "failed")])
def test_finish(run: wandb.Run, home: Home, code: int | None, state: str) -> None:
    run.finish(code)
    run.finish(9)
    assert read_run(home, "a1").state == state
    assert wandb.run is None
    for call in (lambda: run.log({"a": 1}), lambda: run.alert("t", "x"), lambda: run.save("x")):
        with pytest.raises(wandb.UsageError, match="finish"):
            call()


@name(METHODS, "__enter__", "__exit__", note="an exception in the block means failed")
def test_a_block(home: Home) -> None:
    with wandb.init(id="ok") as run:
        run.log({"a": 1})
    with pytest.raises(KeyError), wandb.init(id="bad"):
        raise KeyError
    assert (read_run(home, "ok").state, read_run(home, "bad").state) == ("finished", "failed")
    assert wandb.run is None


@pytest.mark.parametrize("leave", ["raise SystemExit(4)", "quit(4)"])
def test_every_way_to_leave_a_script_is_a_failure(home: Home, tmp_path: Path, leave: str) -> None:
    (tmp_path / "script.py").write_text(f"import sys, wandb\nwandb.init(id='left').log({{'a': 1}})\n{leave}\n")
    command = [sys.executable, "-m", "runstone.compat.wandb", str(tmp_path / "script.py")]
    assert subprocess.run(command, check=False, timeout=60).returncode == 4
    assert read_run(home, "left").state == "failed"


def test_system_exit_is_a_failure(home: Home, python: object) -> None:
    code = "import runstone.compat.wandb as wandb, sys\nrun = wandb.init(id='e1')\nrun.config.update({'m': {'x': 1}})\nrun.config['m']['x'] = 2\nrun.log({'note': 'last'})\nsys.exit(4)"
    assert python(code).returncode == 4  # type: ignore[operator]
    found = read_run(home, "e1")
    assert found.state == "failed"
    assert found.facts.config.nested() == {"m": {"x": 2}}
    assert wandb.Api().run("e1").summary["note"] == "last"


@name(
    METHODS,
    "alert",
    better="delivered by webhook, Slack-style, e-mail or desktop as your settings say; throttled before anything is sent",
)
def test_alerts(run: wandb.Run) -> None:
    run.alert("Low accuracy", "0.1", level=wandb.AlertLevel.WARN, wait_duration=300)
    run.alert("Low accuracy", "0.2")
    run.alert("other", "x", "ERROR")
    with pytest.raises(ValueError, match="INFO, WARN or ERROR"):
        run.alert("t", "x", level="LOUD")
    found = wandb.Api().run("a1").native.alerts()
    assert sorted((alert.title, alert.level) for alert in found) == [("Low accuracy", "warn"), ("other", "error")]


@name(METHODS, "save", "restore", note="policies live, now and end; globs and `base_path`")
def test_files(run: wandb.Run, tmp_path: Path) -> None:
    Path("out").mkdir()
    Path("out/a.txt").write_text("one")
    assert run.save("out/*.txt", policy="now") == ["out/a.txt"]
    assert run.save() is True
    assert run.save("s3://bucket/x") == []
    Path("out/a.txt").unlink()
    with run.restore("out/a.txt", root=tmp_path) as file:
        assert file.read() == "one"
    with wandb.restore("out/a.txt", run_path="anybody/cv/a1", root=tmp_path / "more") as file:
        assert file.read() == "one"
    with pytest.raises(ValueError, match=r"gone\.txt"):
        run.restore("gone.txt")
    with pytest.raises(wandb.CommError, match="nobody"):
        run.restore("out/a.txt", run_path="cv/nobody")


@name(METHODS, "mark_preempting")
def test_preemption(run: wandb.Run, home: Home) -> None:
    run.mark_preempting()
    assert read_run(home, "a1").state == "preempting"
    run.finish()
    assert read_run(home, "a1").state == "preempted"


@name(METHODS, "pin_config_keys", note="shown above the notes")
def test_pinned_keys(run: wandb.Run) -> None:
    run.pin_config_keys(["lr"])
    assert list(wandb.Api().run("a1").native.detail.pinned_config_keys) == ["lr"]


@name(METHODS, "write_logs")
def test_written_logs(run: wandb.Run) -> None:
    run.write_logs("hello\n")
    assert wandb.Api().run("a1").console_logs() == ["hello"]


@name(METHODS, "status", note="nothing ever waits: `log` returns when it is recorded")
def test_status(run: wandb.Run) -> None:
    assert run.status().sync_items_pending == 0


@name(METHODS, "display", "to_html")
def test_display(run: wandb.Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run.display() is False
    assert "cv" in capsys.readouterr().out
    assert run.to_html().startswith("<")


@name(METHODS, "watch", note="histograms counted on the device of the tensors; the SDK's own tests train with them")
@name(METHODS, "unwatch")
def test_unwatch_of_nothing(run: wandb.Run) -> None:
    run.unwatch()


def test_a_run_that_was_pickled_is_the_same_run(run: wandb.Run) -> None:
    assert pickle.loads(pickle.dumps(run)) is run


@name(
    METHODS,
    *("join", "get_url", "get_project_url", "project_name"),
    refused="removed by theirs, too; an AttributeError that says what to use",
)
def test_methods_of_older_releases(run: wandb.Run) -> None:
    for verb in ("join", "get_url", "get_project_url", "project_name"):
        with pytest.raises(AttributeError, match="Use "):
            getattr(run, verb)
