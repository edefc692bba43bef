"""`wandb.Api`: what was recorded, in the words of scripts."""

from __future__ import annotations

import hashlib
import itertools
from pathlib import Path

import numpy as np
import pytest

import runstone.compat.wandb as wandb
from runstone.model.home import Home
from wandb_names import name

API, STORED = "wandb.Api", "A run of wandb.Api"


@pytest.fixture
def three() -> list[str]:
    """Three runs of a project."""
    for number in range(3):
        run = wandb.init(
            project="cv", id=f"r{number}", name=f"run {number}", config={"lr": number, "m": {"x": 1}}, tags=["t"]
        )
        for step in range(10):
            run.log({"loss": 10 - step + number, **({"acc": step} if step % 2 else {})})
        run.log({"note": "end"}, step=20)
        run.summary["best"] = number
        run.finish(int(number == 2))
    return ["r0", "r1", "r2"]


@name(API, "runs", note="MongoDB-style filters, orders, paths; read as they are asked for")
@name(API, "run", "from_path", "project", "projects", "default_entity", "settings", "flush")
def test_finding_runs(three: list[str]) -> None:
    api = wandb.Api()
    runs = api.runs("somebody/cv", order="-config.lr")
    assert [run.id for run in runs] == ["r2", "r1", "r0"]
    assert (len(runs), runs[0].name, [run.id for run in runs[1:]], bool(runs)) == (3, "run 2", ["r1", "r0"], True)
    assert next(iter(api.runs("cv"))).id == "r0"
    assert [run.id for run in itertools.islice(api.runs(), 2)] == ["r0", "r1"]
    filters = {"$or": [{"config.lr": {"$gt": 1}}, {"summary_metrics.best": 0}], "tags": "t"}
    assert [run.id for run in api.runs("cv", filters=filters)] == ["r0", "r2"]
    assert [run.id for run in api.runs("cv", filters={"state": "failed"})] == ["r2"]
    assert [run.id for run in api.runs("cv", filters={"name": "r1"})] == ["r1"]
    assert [run.id for run in api.runs("cv", filters={"display_name": {"$regex": "run [01]"}})] == ["r0", "r1"]
    assert api.run("e/cv/r1") == api.run("cv/runs/r1") == api.run("r1") == api.from_path("e/cv/r1")
    assert [project.name for project in api.projects()] == ["cv"]
    with pytest.raises(wandb.CommError, match="nobody"):
        api.run("cv/nobody")
    with pytest.raises(ValueError, match="nonsense"):
        list(api.runs("cv", filters={"nonsense": 1}))
    assert api.run("r0").path == ["", "cv", "r0"]
    api.flush()
    assert (api.default_entity, api.settings) == ("", {"entity": "", "project": None})


@name(
    STORED,
    "id",
    "name",
    "state",
    "tags",
    "notes",
    "group",
    "job_type",
    "path",
    "project",
    "entity",
    "url",
    "created_at",
    "heartbeat_at",
)
@name(STORED, "config", "rawconfig", "summary", "metadata", "system_metrics", "lastHistoryStep")
def test_facts_of_a_run(three: list[str]) -> None:
    run = wandb.Api().run("cv/r1")
    assert (run.id, run.name, run.state, run.tags, run.project, run.entity) == (
        "r1",
        "run 1",
        "finished",
        ["t"],
        "cv",
        "",
    )
    assert (run.config, run.rawconfig["lr"], run.lastHistoryStep, run.url) == ({"lr": 1, "m": {"x": 1}}, 1, 9, None)
    assert (run.summary["loss"], run.summary.best, run.summary.get("never"), run.summary["note"]) == (2, 1, None, "end")
    assert run.created_at.endswith("Z")
    assert run.heartbeat_at >= run.created_at
    assert (run.notes or "", run.group or "", run.job_type or "") == ("", "", "")
    assert isinstance(run.metadata, dict)
    assert run.system_metrics == {}


def test_nested_values_of_a_summary() -> None:
    with wandb.init(id="n") as run:
        run.log({"a": {"b": {"c": 1}}})
    assert wandb.Api().run("n").summary["a"] == {"b": {"c": 1}}


@name(STORED, "history", better="of more rows than `samples` those evenly apart, with both ends; theirs are random")
@name(STORED, "scan_history", better="exact, and as fast as the disk")
def test_histories(three: list[str]) -> None:
    run = wandb.Api().run("r0")
    rows = list(run.scan_history())
    assert [row["_step"] for row in rows] == [*range(10), 20]
    assert rows[1]["loss"] == 9
    assert rows[-1]["note"] == "end"
    assert [row["acc"] for row in run.scan_history(keys=["acc", "loss"])] == [1, 3, 5, 7, 9]
    assert [row["_step"] for row in run.scan_history(["loss"], min_step=3, max_step=5)] == [3, 4]
    assert [row["_step"] for row in run.history(samples=3, keys=["loss"], pandas=False)] == [0, 4, 9]
    pytest.importorskip("pandas")
    frame = run.history(keys=["loss"])
    assert list(frame["loss"]) == list(range(10, 0, -1))
    assert frame.columns[0] == "_step"


def test_media_in_histories_are_dicts_with_their_files(tmp_path: Path) -> None:
    with wandb.init(id="m") as run:
        run.log({"loss": 1.0, "picture": wandb.Image(np.zeros((4, 6, 3), np.uint8), caption="black")})
        run.log({"many": [wandb.Image(np.full((4, 6), tone, np.uint8)) for tone in (0, 255)]})
        run.log({"weights": wandb.Histogram(np_histogram=([1, 2], [0.0, 1.0, 2.0]))})
        run.log({"table": wandb.Table(columns=["a", "b"], data=[[1, 2], [3, 4]])})
    stored = wandb.Api().run("m")
    first, many, weights, table = stored.scan_history()
    assert (first["loss"], first["_step"]) == (1.0, 0)
    picture = first["picture"]
    assert {name: picture[name] for name in ("_type", "width", "height", "format", "caption")} == {
        "_type": "image-file",
        "width": 6,
        "height": 4,
        "format": "png",
        "caption": "black",
    }
    path = tmp_path / picture["path"]
    stored.file(picture["path"]).download(tmp_path).close()
    assert hashlib.sha256(path.read_bytes()).hexdigest() == picture["sha256"]
    assert path.stat().st_size == picture["size"]
    assert (many["many"]["_type"], many["many"]["count"]) == ("images/separated", 2)
    assert {file.name for file in stored.files()} >= {*many["many"]["filenames"], picture["path"]}
    assert weights["weights"] == {"_type": "histogram", "values": [1.0, 2.0], "bins": [0.0, 1.0, 2.0]}
    assert (table["table"]["_type"], table["table"]["ncols"], table["table"]["nrows"]) == ("table-file", 2, 2)
    assert [row["_step"] for row in stored.scan_history(["picture", "loss"])] == [0]
    assert [row["_step"] for row in stored.history(pandas=False)] == [0, 1, 2, 3]


@name(API, "Runs.histories, upgrade_to_full")
def test_histories_of_many(three: list[str]) -> None:
    runs = wandb.Api().runs("cv")
    runs.upgrade_to_full()
    assert len(runs.histories(keys=["loss"])) == 30
    pytest.importorskip("polars")
    assert runs.histories(keys=["loss"], format="polars").shape[0] == 30


@name(STORED, "update, save", "delete", note="every change can be undone; a deleted run lies in the bin")
@name(STORED, "files", "file", "console_logs", "load", "wait_until_finished", "to_html")
def test_changing_runs(three: list[str]) -> None:
    run = wandb.Api().run("r0")
    run.name, run.notes, run.group = "new", "hm", "g"
    run.tags.append("more")
    run.update()
    again = wandb.Api().run("r0")
    assert (again.name, again.notes, again.group, again.tags) == ("new", "hm", "g", ["t", "more"])
    again.load()
    again.wait_until_finished()
    again.delete()
    assert [run.id for run in wandb.Api().runs("cv")] == ["r1", "r2"]
    assert again.to_html().startswith("<")


def test_files_of_a_run(tmp_path: Path) -> None:
    with wandb.init(id="f") as run:
        Path("a.txt").write_text("hello")
        run.save("a.txt", policy="now")
        run.write_logs("line\n")
    found = wandb.Api().run("f")
    assert found.file("a.txt").size == 5
    with found.file("a.txt").download(tmp_path / "there") as file:
        assert file.read() == "hello"
    with pytest.raises(ValueError, match="exists"):
        found.file("a.txt").download(tmp_path / "there")
    found.file("a.txt").download(tmp_path / "there", exist_ok=True).close()
    with pytest.raises(wandb.CommError, match="gone"):
        found.file("gone")
    assert found.console_logs() == ["line"]


@name(STORED, "stop", refused="stop the process by SIGTERM: its run ends as killed")
@name(STORED, "update_state", refused="`run.finish(exit_code)` in the script says how it ended")
@name(STORED, "download_history_exports", refused="`runstone export` writes Parquet, CSV or JSON lines")
@name(API, "reports", refused="the UI saves views of a project")
@name(
    API,
    "user, users, team, create_team, create_user, organization",
    refused="whoever may read the files of a home may read it",
)
@name(API, "job, list_jobs, run_queue, run_queues, queued_run", refused="there is no queue of jobs")
@name(
    API,
    "automation, automations, integrations, slack_integrations, webhook_integrations",
    refused="alerts are delivered as the settings say",
)
@name(API, "create_custom_chart, sync_tensorboard", refused="figures of Altair; `runstone.compat.tensorboard`")
def test_what_api_has_not(three: list[str]) -> None:
    api = wandb.Api()
    for attribute in ("reports", "user", "team", "job", "automations"):
        with pytest.raises(wandb.UnsupportedError, match="not translated"):
            getattr(api, attribute)
    with pytest.raises(wandb.UnsupportedError, match="SIGTERM"):
        api.run("r0").stop()
    with pytest.raises(wandb.UnsupportedError, match="finish"):
        api.run("r0").update_state("finished")
    with pytest.raises(wandb.UnsupportedError, match="runstone export"):
        api.run("r0").download_history_exports()
    with pytest.raises(AttributeError, match="native"):
        _ = api.run("r0").nonsense
    with pytest.raises(AttributeError, match=r"runstone\.Api"):
        _ = api.nonsense


@name(API, "create_run, create_project")
@name(API, "viewer", note="the login name: a home has no accounts")
@name(STORED, "load_full_data", "beta_scan_history")
@name(STORED, "upload_file, log_artifact, use_artifact, commit, update of config and summary")
def test_a_run_that_is_begun_by_the_api(home: Home) -> None:
    api = wandb.Api()
    made = api.create_run(run_id="later", project="cv")
    assert api.viewer.username == api.viewer.name
    assert (made.id, made.project, api.create_project("x").name) == ("later", "cv", "x")
    Path("note.txt").write_text("hi")
    assert made.upload_file("note.txt").name == "note.txt"
    made.config["lr"] = 0.5
    made.update()
    assert made.load_full_data()["config"] == {"lr": 0.5}
    assert (made.config, made.commit) == ({"lr": 0.5}, None)
    with wandb.init(id="later", project="cv", resume="must") as run:
        run.log({"a": 1})
        assert run.config.lr == 0.5
    assert [row["a"] for row in api.run("later").beta_scan_history(["a"])] == [1]
