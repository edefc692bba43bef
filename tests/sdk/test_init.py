"""`init`: a run is begun, gone on with, rewound or forked, and nothing is touched when the call was wrong."""

from __future__ import annotations

import argparse
import dataclasses
import os
from typing import Any

import pytest

import runstone as rs
from reading import read_points, read_records
from runstone.model.home import Home
from runstone.model.records import Rewound, StateChanged
from runstone.sdk.existing import read_run


def begin(run_id: str = "r", steps: int = 5, **kwargs: Any) -> Any:
    run = rs.init("cv/resnet50", id=run_id, **kwargs)
    for step in range(steps):
        run.log({"loss": float(step)})
    return run


def facts(home: Home, run: str) -> Any:
    return read_run(home, run).facts


def test_a_new_run_has_all_it_was_given(home: Home) -> None:
    run = rs.init("cv/resnet50", "seed-1", config={"lr": 0.1}, tags=["a", "b"], notes="n", group="g", job_type="train")
    assert run.display_id == "CR-1"
    assert run.number == 1
    assert (run.name, run.notes, run.group, run.job_type, run.tags) == ("seed-1", "n", "g", "train", ("a", "b"))
    run.finish()
    found = facts(home, run.id)
    assert found.config.nested() == {"lr": 0.1}
    assert (found.name, found.project, found.group, found.tags) == ("seed-1", "cv/resnet50", "g", ["a", "b"])


def test_a_name_is_made_up_and_the_project_is_default() -> None:
    run = rs.init()
    assert run.project == "default"
    assert run.name.endswith("-1")


@dataclasses.dataclass
class Options:
    lr: float = 0.5


@pytest.mark.parametrize("config", [{"lr": 0.5}, argparse.Namespace(lr=0.5), Options()])
def test_a_config_of_any_shape(config: Any) -> None:
    assert rs.init(config=config).config == {"lr": 0.5}


def test_the_environment_speaks_where_the_caller_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNSTONE_PROJECT", "from/env")
    monkeypatch.setenv("RUNSTONE_TAGS", "x, y")
    assert rs.init().project == "from/env"
    assert rs.init("mine").project == "mine"
    assert rs.init().tags == ("x", "y")


def test_an_id_that_exists_is_an_error_and_the_old_run_stays_as_it_is(home: Home) -> None:
    begin().finish()
    before = [path.read_bytes() for path in home.journals("r")]
    for resume in (None, False, "never"):
        with pytest.raises(rs.RunExists, match="left untouched"):
            rs.init(id="r", resume=resume, config={"other": 1})
    assert [path.read_bytes() for path in home.journals("r")] == before


@pytest.mark.parametrize("name", ["r", 1, "1", "CR-1", "cr-1"])
def test_resume_by_id_number_and_display_id(home: Home, name: str | int) -> None:
    begin(config={"lr": 1, "m": {"w": 2}}, tags=["a"]).finish()
    if name == "cr-1":
        pytest.skip("a display id in small letters is somebody's own id")
    run = rs.init(id=name, resume=True, config={"m": {"d": 3}}, tags="b")
    assert run.resumed
    assert run.id == "r"
    assert run.config == {"lr": 1, "m": {"w": 2, "d": 3}}
    assert run.tags == ("a", "b")
    assert run.summary["loss"] == 4.0
    run.log({"loss": 9.0})
    run.finish()
    assert read_points(home, "r")["loss"][-1] == (5, 9.0)
    assert facts(home, "r").config.nested() == {"lr": 1, "m": {"w": 2, "d": 3}}


def test_must_needs_a_run_and_allow_does_not() -> None:
    for name in ("nobody", 77, "CR-77"):
        with pytest.raises(rs.RunNotFound, match="Nothing was created"):
            rs.init(id=name, resume="must")
    for name in (77, "CR-77", "77"):
        with pytest.raises(rs.RunNotFound):
            rs.init(id=name, resume=True)
    assert not rs.init(id="mine", resume="allow").resumed


def test_an_id_that_looks_like_a_number_cannot_be_chosen(home: Home) -> None:
    for name in (77, "77", "CR-77"):
        with pytest.raises(rs.BadRunId, match="given out, not chosen"):
            rs.init(id=name)
    assert home.run_ids() == []


@pytest.mark.parametrize("name", ["", " x", "a\nb", "x" * 129, "x" * 5000, "日" * 128])
def test_an_id_that_cannot_be(name: str) -> None:
    with pytest.raises(rs.BadRunId):
        rs.init(id=name)


@pytest.mark.parametrize("name", ["../evil", "a/b", ".hidden", "naïve ünïcode", "100%", "日本"])
def test_an_id_of_any_characters_stays_inside_the_home(home: Home, name: str) -> None:
    begin(name).finish()
    assert home.run_ids() == [name]
    assert len(list(home.runs_path.iterdir())) == 1
    assert rs.init(id=name, resume="must").step == 5


def test_auto_goes_on_with_the_last_run_unless_it_finished() -> None:
    begin("first").finish(exit_code=1)
    again = rs.init("cv/resnet50", resume="auto")
    assert again.id == "first"
    again.finish()
    assert rs.init("cv/resnet50", resume="auto").id != "first"


def test_auto_leaves_a_living_run_alone() -> None:
    living = begin("living")
    assert rs.init("cv/resnet50", resume="auto").id != "living"
    living.log({"loss": 1.0})


def test_an_id_from_the_environment_attaches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNSTONE_RUN_ID", "job-17")
    first = begin_env()
    assert first.id == "job-17"
    assert not first.resumed
    first.close()
    assert begin_env().resumed


def begin_env() -> Any:
    return rs.init("p")


def test_two_spellings_of_one_thing() -> None:
    with pytest.raises(rs.Misuse, match="two spellings"):
        rs.init(id="a", run_id="b")
    with pytest.raises(rs.Misuse, match="two spellings"):
        rs.init(fork_from="a?_step=1", fork_run_id="a")
    with pytest.raises(rs.Misuse, match="belong together"):
        rs.init(fork_run_id="a")
    with pytest.raises(rs.Misuse, match="expected True"):
        rs.init(resume="perhaps")
    with pytest.raises(rs.Misuse, match="expected 'run-id"):
        rs.init(fork_from="a")


@pytest.mark.parametrize(
    "spelling",
    [{"fork_from": "r?_step=2"}, {"fork_run_id": "CR-1", "fork_step": 2}, {"fork_run_id": 1, "fork_step": 2.0}],
)
def test_a_fork_goes_on_from_its_parent(home: Home, spelling: dict[str, Any]) -> None:
    begin(config={"lr": 1, "m": {"w": 2}}, tags=["a"]).finish()
    fork = rs.init(**spelling, config={"m": {"w": 3}})
    assert fork.parent is not None
    assert (fork.parent.run, fork.parent.step) == ("r", 2)
    assert (fork.fork_run_id, fork.fork_step) == ("r", 2)
    assert fork.project == "cv/resnet50"
    assert fork.config == {"lr": 1, "m": {"w": 3}}
    assert fork.tags == ()
    assert fork.step == 3
    assert facts(home, "r").config.nested() == {"lr": 1, "m": {"w": 2}}


def test_a_fork_takes_what_it_is_told_to() -> None:
    begin(config={"lr": 1}, tags=["a"]).finish()
    fork = rs.init(fork_from="r?_step=2", inherit_config=False, inherit_tags=True, config={"x": 1}, tags="b")
    assert fork.config == {"x": 1}
    assert fork.tags == ("a", "b")


def test_a_fork_of_a_fork(home: Home) -> None:
    begin("a").finish()
    with rs.init(fork_from="a?_step=2", id="b") as run:
        run.log({"loss": 30.0})
    with rs.init(fork_from="b?_step=3", id="c") as run:
        assert run.step == 4
    with pytest.raises(rs.BadStep, match="steps up to 3"):
        rs.init(fork_from="b?_step=4")
    assert read_run(home, "c").last_step == 3


def test_no_fork_beyond_what_there_is(home: Home) -> None:
    begin("a", steps=3).finish()
    with pytest.raises(rs.BadStep, match="steps up to 2"):
        rs.init(fork_from="a?_step=3")
    rs.init(id="empty").finish()
    with pytest.raises(rs.BadStep, match="no steps yet"):
        rs.init(fork_from="empty?_step=0")
    assert sorted(home.run_ids()) == ["a", "empty"]


def test_a_rewind_hides_and_keeps(home: Home) -> None:
    begin(steps=10).finish()
    run = rs.init(resume_from="r?_step=3")
    assert run.step == 4
    assert run.summary.to_dict() == {}
    run.log({"loss": 40.0})
    run.finish()
    existing = read_run(home, "r")
    assert existing.last_step == 4
    assert existing.latest == {"loss": 40.0}
    assert existing.facts.lineage() == [(1, None), (0, 3)]
    assert len(read_points(home, "r")["loss"]) == 11
    with pytest.raises(rs.BadStep, match="no 99 to rewind to"):
        rs.init(resume_from="r?_step=99")
    again = rs.init(resume_from="CR-1?_step=2")
    again.close()
    assert read_run(home, "r").facts.lineage() == [(2, None), (1, 2), (0, 2)]
    assert sum(isinstance(record, Rewound) for record in read_records(home, "r")) == 2


def test_several_runs_at_once_and_the_current_one(home: Home) -> None:
    outer, inner = rs.init("p", id="outer"), rs.init("p", id="inner")
    rs.log({"a": 1})
    assert rs.current_run() is inner
    rs.finish()
    rs.log({"a": 2})
    outer.finish()
    assert read_points(home, "inner") == {"a": [(0, 1.0)]}
    assert read_points(home, "outer") == {"a": [(0, 2.0)]}


def test_a_resumed_run_takes_new_words_and_keeps_the_old(home: Home) -> None:
    begin(name="old", notes="keep").finish()
    rs.init(id="r", resume=True, name="new").close()
    assert facts(home, "r").name == "new"
    assert facts(home, "r").notes == "keep"


def test_disabled_takes_every_call_and_writes_nothing(home: Home) -> None:
    run = rs.init("p", config={"a": 1}, tags="t", mode="disabled")
    run.log({"loss": 1.0, "text": "x", "nested": {"y": 2}}, step=3)
    run.config.b = 2
    run.summary["best"] = 1
    run.add_tags("u")
    run.name = "x"
    assert (run.summary["loss"], run.tags, run.config.b, run.step) == (1.0, ("t", "u"), 2, 4)
    with pytest.raises(rs.BadValue):
        run.log({"bad": object()})
    run.finish()
    assert run.disabled
    assert not home.path.exists()


def test_a_home_that_cannot_be_written(tmp_path: Any) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("")
    with pytest.raises(rs.HomeUnusable, match="RUNSTONE_DIR"):
        rs.init(dir=blocked)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_home(tmp_path: Any) -> None:
    shut = tmp_path / "shut"
    shut.mkdir(mode=0o500)
    with pytest.raises(rs.HomeUnusable):
        rs.init(dir=shut)


def test_settings_that_cannot_be() -> None:
    with pytest.raises(rs.BadSetting, match="There is no setting 'consol'"):
        rs.init(settings={"consol": False})
    with pytest.raises(rs.BadSetting, match="expected one of local, online, disabled"):
        rs.init(mode="lokal")


@pytest.mark.parametrize("project", ["../up", "a/../b", "x" * 600])
def test_a_project_that_cannot_be(home: Home, project: str) -> None:
    with pytest.raises(rs.BadProject):
        rs.init(project)
    assert home.run_ids() == []


def test_two_lines_at_the_beginning(capsys: pytest.CaptureFixture[str]) -> None:
    run = rs.init("p", "seed", settings={"quiet": False})
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert "seed (P-1, id" in lines[0]
    assert run.id in lines[0]
    assert "runstone ui" in lines[1]


def test_the_second_line_is_the_address_where_a_server_runs(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    home.path.mkdir()
    (home.path / "server.json").write_text(f'{{"url": "http://127.0.0.1:7861/", "pid": {os.getpid()}}}')
    rs.init("cv/é", id="a b/c", settings={"quiet": False})
    assert "http://127.0.0.1:7861/p/cv/%C3%A9/r/a%20b%2Fc" in capsys.readouterr().err
    (home.path / "server.json").write_text('{"url": "http://127.0.0.1:7861/", "pid": 999999999}')
    rs.init(settings={"quiet": False})
    assert "start `runstone ui`" in capsys.readouterr().err


def test_finish_and_close_are_idempotent_and_close_says_nothing(home: Home) -> None:
    run = begin()
    run.close()
    run.close()
    run.finish()
    assert not [record for record in read_records(home, "r") if isinstance(record, StateChanged)]
    again = rs.init(id="r", resume="must")
    again.finish()
    again.finish(exit_code=3)
    again.close()
    states = [record for record in read_records(home, "r") if isinstance(record, StateChanged)]
    assert [(state.state, state.exit_code) for state in states] == [("finished", 0)]


def test_preempted(home: Home) -> None:
    run = begin()
    run.mark_preempting()
    run.finish()
    assert read_run(home, "r").state == "preempted"


@pytest.mark.parametrize("state", ["finished", "failed", "killed", "preempted"])
def test_a_state_of_ones_own(home: Home, state: str) -> None:
    run = begin()
    with pytest.raises(rs.BadValue, match="still open"):
        run.finish(state="gone")
    run.finish(state=state)
    assert read_run(home, "r").state == state


@pytest.mark.parametrize("value", ["a text", rs.Text("an item")])
def test_a_run_goes_on_after_texts_and_media_too(home: Home, value: Any) -> None:
    for way in ({}, {"resume": "must"}):
        with rs.init("p", id="r", **way) as run:
            run.log({"it": value})
            run.log({"it": value})
    assert read_run(home, "r").last_step == 3
    with rs.init(fork_run_id="r", fork_step=2) as fork:
        assert fork.step == 3
