"""`wandb.init` with each of its arguments."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import pytest

import runstone.compat.wandb as wandb
from reading import read_points
from runstone.compat.wandb.settings import translate
from runstone.model.home import Home
from runstone.sdk.existing import read_run
from wandb_names import name

SECTION = "wandb.init"


@name(SECTION, "entity", note="kept and shown in `run.path`; a home has no teams")
@name(SECTION, "project", "name", "notes", "group", "job_type")
@name(SECTION, "tags", better="a text is one tag, not its letters")
def test_words_of_the_run(home: Home) -> None:
    run = wandb.init(
        entity="us", project="cv/x", name="n", notes="*hi*", tags="abc", group="g", job_type="train", id="a1"
    )
    assert (run.entity, run.project, run.name, run.notes, run.tags, run.group, run.job_type) == (
        *("us", "cv/x", "n", "*hi*", ("abc",), "g", "train"),
    )
    assert run.path == "us/cv/x/a1"
    run.finish()
    facts = read_run(home, "a1").facts
    assert (facts.project, facts.name, facts.tags, facts.group) == ("cv/x", "n", ["abc"], "g")


def test_the_project_of_nobody(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    assert wandb.init().project == "uncategorized"
    monkeypatch.setenv("RUNSTONE_PROJECT", "ours")
    assert wandb.init(reinit=True).project == "ours"


@name(SECTION, "dir", note="accepted; runs lie in the home, where the UI finds them")
@name(SECTION, "force", "anonymous", note="accepted: there is nothing to log in to")
def test_what_is_accepted_and_means_nothing(home: Home, tmp_path: Path) -> None:
    run = wandb.init(dir=tmp_path / "elsewhere", force=True, anonymous="allow")
    assert run.native.home == str(home.path)


@name(SECTION, "id", note="the number of a job, or `ABC-12`, is an id like any other; none has one of `/ # ? : ; , '`")
@pytest.mark.parametrize("id", ["mine", "4711", "ABC-12", "with\\slash", "50%"])
def test_ids(home: Home, id: str) -> None:  # noqa: A002 - theirs
    run = wandb.init(project="cv", id=id)
    run.log({"a": 1})
    run.finish()
    again = wandb.init(project="cv", id=id, resume="must")
    assert (again.id, again.resumed, again.step) == (id, True, 1)


@name(
    SECTION,
    "config",
    note="dict, namespace, absl flags, path of a YAML or JSON file (also `key: {value: …}`), `config-defaults.yaml`, `WANDB_CONFIG_PATHS`",
)
def test_configs(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("c.yaml").write_text(
        "wandb_version: 1\nlr:\n  desc: rate\n  value: 0.5\nmodel:\n  depth: 3\n  acts: [relu, 1]\n"
    )
    Path("config-defaults.yaml").write_text("seed: 1\nlr: 9\n")
    Path("more.json").write_text('{"seed": 2, "extra": null}')
    monkeypatch.setenv("WANDB_CONFIG_PATHS", "more.json")
    assert wandb.init(config="c.yaml").config.as_dict() == {
        "seed": 2,
        "lr": 0.5,
        "extra": None,
        "model": {"depth": 3, "acts": ["relu", 1]},
    }
    run = wandb.init(config=argparse.Namespace(lr=1, path=Path("x")), reinit=True)
    assert (run.config.lr, run.config.path, run.config.seed) == (1, "x", 2)
    with pytest.raises(TypeError, match="not int"):
        wandb.init(config=3, reinit=True)
    with pytest.raises(wandb.errors.ConfigError, match=r"gone\.yaml"):
        wandb.init(config="gone.yaml", reinit=True)


@name(SECTION, "config_exclude_keys", "config_include_keys")
def test_which_keys(home: Home) -> None:
    both = {"a": 1, "b": 2}
    assert wandb.init(config=both, config_exclude_keys=["a"]).config.as_dict() == {"b": 2}
    assert wandb.init(config=both, config_include_keys=["a"], reinit=True).config.as_dict() == {"a": 1}
    with pytest.raises(wandb.UsageError, match="at most only one"):
        wandb.init(config=both, config_include_keys=["a"], config_exclude_keys=["b"], reinit=True)


@name(SECTION, "allow_val_change", note="accepted; what `init` is given stands over what a resumed run has")
def test_a_resumed_run_takes_the_new_config(home: Home) -> None:
    wandb.init(id="a1", config={"lr": 1, "kept": True}).finish()
    run = wandb.init(id="a1", resume="allow", config={"lr": 2}, allow_val_change=True)
    assert run.config.as_dict() == {"lr": 2, "kept": True}


@name(
    SECTION,
    "mode",
    better="offline and online record the same, at once, and nothing has to be synced; `shared` joins the run of the id",
)
def test_modes(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    for mode in ("online", "offline", "dryrun", "run"):
        run = wandb.init(mode=mode, id=f"m-{mode}")
        assert (run.offline, run.disabled) == (mode in ("offline", "dryrun"), False)
        run.log({"a": 1})
        run.finish()
        assert read_points(home, f"m-{mode}")["a"] == [(0, 1.0)]
    first = wandb.init(mode="shared", id="both")
    second = wandb.init(mode="shared", id="both", reinit="create_new")
    first.log({"a": 1})
    second.log({"b": 2})
    assert set(read_points(home, "both")) == {"a", "b"}
    with pytest.raises(wandb.UsageError, match="mode='bogus'"):
        wandb.init(mode="bogus", reinit=True)
    monkeypatch.setenv("WANDB_MODE", "disabled")
    assert wandb.init(reinit=True).disabled
    monkeypatch.setenv("WANDB_MODE", "online")
    monkeypatch.setenv("WANDB_DISABLED", "true")
    assert wandb.init(reinit=True).disabled


def test_a_disabled_run_takes_every_call_and_writes_nothing(home: Home) -> None:
    run = wandb.init(mode="disabled", config={"a": 1})
    run.log({"a": 1, "img": wandb.Html("<p>")})
    run.summary["x"] = 1
    run.config.b = 2
    run.define_metric("a", summary="max")
    run.finish()
    assert run.disabled
    assert not (home.path / "runs").exists()


@name(SECTION, "reinit", note="`return_previous`, `finish_previous`, `create_new`, `default`, True and False")
def test_reinit(home: Home) -> None:
    first = wandb.init()
    assert wandb.init() is first
    assert wandb.init(reinit=False) is first
    aside = wandb.init(reinit="create_new")
    assert aside is not first
    assert wandb.run is first
    second = wandb.init(reinit=True)
    assert wandb.run is second
    assert first.native.closed
    assert aside.native.closed
    with pytest.raises(wandb.UsageError, match="reinit='often'"):
        wandb.init(reinit="often")


@name(
    SECTION,
    "resume",
    better="without it an id that is taken begins anew, and what it had is hidden, not overwritten: `runstone rewind ID --undo`",
)
def test_resume(home: Home) -> None:
    with pytest.raises(wandb.UsageError, match="No run"):
        wandb.init(id="a1", resume="must")
    first = wandb.init(id="a1", resume="allow", config={"old": 1})
    first.log({"a": 1})
    assert not first.resumed
    first.finish(1)
    with pytest.raises(wandb.UsageError, match="exists"):
        wandb.init(id="a1", resume="never")
    assert wandb.init(id="a1", resume="must").starting_step == 1
    wandb.finish(1)
    assert wandb.init(project="uncategorized", resume="auto").id == "a1"
    wandb.finish()
    assert wandb.init(resume=True).id != "a1"
    wandb.finish()
    with pytest.raises(wandb.UsageError, match="resume='sometimes'"):
        wandb.init(resume="sometimes")
    with pytest.raises(wandb.UsageError, match="needs the id"):
        wandb.init(resume="must")


def test_an_id_that_is_taken_begins_anew_and_loses_nothing(home: Home) -> None:
    first = wandb.init(id="a1", config={"old": 1}, project="cv")
    first.log({"a": 1})
    first.finish()
    again = wandb.init(id="a1", config={"new": 2}, project="cv")
    assert (again.step, again.config.as_dict(), again.summary.get("a")) == (0, {"new": 2}, None)
    again.log({"b": 2})
    again.finish()
    stored = wandb.Api().run("cv/a1")
    assert [row.keys() & {"a", "b"} for row in stored.scan_history()] == [{"b"}]
    assert read_points(home, "a1")["a"] == [(0, 1.0)]


@name(SECTION, "resume_from", "fork_from", note="`id?_step=N`; exclude `resume` and each other")
def test_forks_and_rewinds(home: Home) -> None:
    first = wandb.init(id="a1", project="cv", config={"lr": 1})
    for value in range(5):
        first.log({"a": value})
    first.finish()
    fork = wandb.init(fork_from="a1?_step=2", id="b2", config={"lr": 2})
    assert (fork.starting_step, fork.config.lr) == (3, 2)
    fork.log({"a": 30})
    fork.finish()
    assert [row["a"] for row in wandb.Api().run("b2").scan_history(["a"])] == [0, 1, 2, 30]
    rewound = wandb.init(resume_from="a1?_step=1")
    assert (rewound.id, rewound.step) == ("a1", 2)
    rewound.log({"a": 20})
    rewound.finish()
    assert [row["a"] for row in wandb.Api().run("a1").scan_history(["a"])] == [0, 1, 20]
    with pytest.raises(wandb.UsageError, match="exclude each other"):
        wandb.init(resume="allow", fork_from="a1?_step=2")
    with pytest.raises(wandb.UsageError, match="_step=N"):
        wandb.init(fork_from="a1?_epoch=2")


@name(SECTION, "save_code")
def test_save_code(home: Home) -> None:
    Path("train.py").write_text("print(1)\n")
    wandb.init(save_code=True, id="a1").finish()
    (made,) = wandb.Api().run("a1").logged_artifacts()
    assert [file.path for file in made.files()] == ["train.py"]


@name(SECTION, "tensorboard", "sync_tensorboard")
def test_what_tensorboard_writes(home: Home) -> None:
    tensorboard = pytest.importorskip("tensorboardX")
    run = wandb.init(sync_tensorboard=True, id="tb")
    with tensorboard.SummaryWriter("logs") as writer:
        writer.add_scalar("loss", 0.5, 3)
    run.finish()
    assert (3, 0.5) in [points for series in read_points(home, "tb").values() for points in series]


@name(SECTION, "monitor_gym", refused="said once: log films as `wandb.Video`")
def test_gyms(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    wandb.init(monitor_gym=True)
    assert "wandb.Video" in capsys.readouterr().err


@name(SECTION, "settings", note="`wandb.Settings` or a dict: what is about a server is kept and ignored")
def test_settings(home: Home) -> None:
    run = wandb.init(settings=wandb.Settings(run_id="s1", project="p", _disable_stats=True, start_method="thread"))
    assert (run.id, run.project, run.settings.x_disable_stats, run.settings.start_method) == ("s1", "p", True, "thread")
    assert wandb.init(settings={"run_name": "mine"}, reinit=True).name == "mine"
    wandb.setup(wandb.Settings(project="q"))
    assert wandb.init(reinit=True).project == "q"
    assert wandb.init(project="r", reinit=True).project == "r"


@name(
    SECTION,
    "settings that mean something here",
    note="`mode console silent quiet run_id run_name run_notes run_tags run_group run_job_type project entity resume resume_from fork_from reinit save_code code_dir "
    "disable_git disable_code sync_tensorboard config_paths finish_timeout x_disable_stats x_disable_meta x_disable_machine_info x_save_requirements "
    "x_stats_sampling_interval x_update_finish_state`; `x_primary`, `x_label` and all others are kept and ignored",
)
def test_what_settings_mean() -> None:
    given = {"console": "off", "silent": True, "disable_git": True, "x_disable_machine_info": True, "finish_timeout": 3}
    assert translate(wandb.Settings(**given, x_save_requirements=False, x_stats_sampling_interval=2)) == {
        "console": False,
        "quiet": True,
        "git": False,
        "host": False,
        "system": False,
        "packages": False,
        "finish_timeout_secs": 3.0,
        "system_interval_secs": 2.0,
    }


@name("Environment variables", "WANDB_ARTIFACT_DIR", note="where `Artifact.download` writes")
@name("Environment variables", "WANDB_CODE_DIR", "WANDB_SAVE_CODE", "WANDB_DISABLE_CODE", "WANDB_REINIT")
def test_the_environment_of_files(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("src").mkdir()
    Path("src/net.py").write_text("1\n")
    monkeypatch.setenv("WANDB_CODE_DIR", "src")
    monkeypatch.setenv("WANDB_ARTIFACT_DIR", str(tmp_path / "got"))
    run = wandb.init(id="a1", project="cv")
    monkeypatch.setenv("WANDB_REINIT", "finish_previous")
    monkeypatch.setenv("WANDB_DISABLE_CODE", "true")
    second = wandb.init(id="a2", project="cv")
    assert run.native.closed
    (code,) = wandb.Api().run("a1").logged_artifacts()
    used = second.use_artifact(code)
    assert used.download() == str(tmp_path / "got" / code.name)
    second.finish()
    assert wandb.Api().run("a2").logged_artifacts() == []


VARIABLES = {
    "WANDB_PROJECT": ("p", "project"),
    "WANDB_ENTITY": ("e", "entity"),
    "WANDB_NAME": ("n", "name"),
    "WANDB_NOTES": ("o", "notes"),
    "WANDB_RUN_GROUP": ("g", "group"),
    "WANDB_JOB_TYPE": ("j", "job_type"),
    "WANDB_RUN_ID": ("77", "id"),
}


@name("Environment variables", *VARIABLES, "WANDB_TAGS")
@name("Environment variables", "WANDB_MODE", "WANDB_DISABLED", "WANDB_RESUME", "WANDB_SILENT", "WANDB_CONSOLE")
@name("Environment variables", "WANDB_API_KEY", "WANDB_BASE_URL", "WANDB_DIR", note="ignored: nothing is sent anywhere")
def test_the_environment(home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for variable, (value, _) in VARIABLES.items():
        monkeypatch.setenv(variable, value)
    for variable, value in (
        *(("WANDB_TAGS", "x, y"), ("WANDB_SILENT", "true"), ("WANDB_CONSOLE", "off"), ("WANDB_RESUME", "allow")),
        *(("WANDB_API_KEY", "0" * 40), ("WANDB_BASE_URL", "http://127.0.0.1:1"), ("WANDB_DIR", "/nowhere")),
    ):
        monkeypatch.setenv(variable, value)
    monkeypatch.delenv("RUNSTONE_QUIET")
    run = wandb.init()
    assert {attribute: getattr(run, attribute) for _, attribute in VARIABLES.values()} == {
        attribute: value for value, attribute in VARIABLES.values()
    }
    assert run.tags == ("x", "y")
    assert capsys.readouterr().err == ""
    assert "0" * 40 not in (os.environ | {"WANDB_API_KEY": ""}).values()
    run.finish()
    assert wandb.init().resumed
