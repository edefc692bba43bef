"""Opening runs in Runicorn's words: paths, ids, homes, the stack of open runs, and the switch."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import runstone as rs
import runstone.compat.runicorn as rn
from reading import read_points
from runstone.model.home import Home
from runstone.sdk.existing import read_run

ARGUMENTS = [
    "path",
    "storage",
    "run_id",
    "alias",
    "capture_env",
    "snapshot_code",
    "workspace_root",
    "snapshot_format",
    "force_snapshot",
    "capture_console",
    "tqdm_mode",
]


def test_it_takes_their_arguments_in_their_order() -> None:
    assert list(inspect.signature(rn.init).parameters)[: len(ARGUMENTS)] == ARGUMENTS


@pytest.mark.parametrize(
    ("path", "project"),
    [
        (None, "default"),
        ("", "default"),
        ("/", "default"),
        ("cv/resnet50/baseline", "cv/resnet50/baseline"),
        ("a b", "a b"),
        ("v1.0", "v1.0"),
        ("日本/實驗", "日本/實驗"),
        ("cv\\resnet", "cv/resnet"),
        ("a//b/", "a/b"),
    ],
)
def test_paths(home: Home, path: str | None, project: str) -> None:
    with rn.init(path) as run:
        run.log({"loss": 1.0})
    assert run.path == project
    assert rs.Api().run(run.id).project == project


@pytest.mark.parametrize("path", ["..", "a/../b", "../up", "./a", "/etc/cron.d", "C:\\runs", "a\\..\\..\\b", "a" * 600])
def test_paths_that_lead_elsewhere_are_refused(home: Home, path: str) -> None:
    with pytest.raises(ValueError, match=r"path|Project"):
        rn.init(path)
    assert home.run_ids() == []


@pytest.mark.parametrize("run_id", ["my run/../evil", "a/b", "a\\b", "..", "", " a", "a\n", "17", "CVR-3", "x" * 200])
def test_ids_that_lead_elsewhere_are_refused(home: Home, run_id: str) -> None:
    with pytest.raises(ValueError, match=r"id|run"):
        rn.init("p", run_id=run_id)
    assert home.run_ids() == []


def test_the_same_id_goes_on(home: Home) -> None:
    with rn.init("p", run_id="mine", alias="first") as run:
        run.log(loss=1.0)
        run.log(loss=2.0)
    with rn.init("elsewhere", run_id="mine", alias="second") as again:
        again.log(loss=3.0)
    assert (again.path, again.alias) == ("p", "second")
    assert read_points(home, "mine")["loss"] == [(1, 1.0), (2, 2.0), (3, 3.0)]
    assert read_run(home, "mine").state == "finished"


RANK = """
import sys, runstone.compat.runicorn as rn
with rn.init("ddp", run_id="shared") as run:
    for step in range(20):
        run.log({f"loss/{sys.argv[1]}": step}, step=step)
"""


def test_ranks_that_share_an_id_share_a_run(home: Home, python: Callable[..., Any]) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda rank: python(RANK, str(rank)), range(2)))
    assert [ended.returncode for ended in done] == [0, 0], [ended.stderr for ended in done]
    points = read_points(home, "shared")
    assert {name: len(found) for name, found in points.items()} == {"loss/0": 20, "loss/1": 20}


def test_where_runs_lie(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with rn.init("p") as run:
        assert run.storage_root == home.path
    monkeypatch.setenv("RUNICORN_DIR", str(tmp_path / "theirs"))
    with rn.init("p") as run:
        assert run.storage_root == tmp_path / "theirs"
    with rn.init("p", storage=tmp_path / "named") as run:
        assert run.storage_root == tmp_path / "named"
        (run.run_dir / "notes.txt").write_text("mine")
    assert [file.path for file in rs.Api(tmp_path / "named").run(run.id).files()] == ["notes.txt"]


def test_a_storage_that_theirs_wrote_to_serves_ours_too(tmp_path: Path) -> None:
    old = tmp_path / "store" / "runs" / "cv" / "20250101_120000_abcdef"
    old.mkdir(parents=True)
    (old / "meta.json").write_text("{}")
    with rn.init("cv", storage=tmp_path / "store") as run:
        run.log(loss=1.0)
    assert [found.id for found in rs.Api(tmp_path / "store").runs()] == [run.id]
    assert (old / "meta.json").read_text() == "{}"


def test_an_unknown_mode_of_bars_is_refused(home: Home) -> None:
    for mode in ("smart", "all", "none"):
        rn.init("p", tqdm_mode=mode).finish()
    with pytest.raises(ValueError, match="tqdm_mode"):
        rn.init("p", tqdm_mode="some")


@pytest.mark.parametrize(
    ("mode", "lines"),
    [("smart", ["a b", "100%", "end"]), ("all", ["a b", "0%", "50%", "100%", "end"]), ("none", ["a b", "end"])],
)
def test_what_is_recorded_of_bars(home: Home, mode: str, lines: list[str]) -> None:
    with rn.init("p", capture_console=True, tqdm_mode=mode) as run:
        print("a", "b")
        for percent in (0, 50, 100):
            print(f"\r{percent}%", end="", flush=True)
        print("\nend")
    assert [line.text for line in rs.Api().run(run.id).logs()] == lines


def test_captures(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    with rn.init("p", capture_env=True, capture_console=True) as run:
        print("heard")
    found = rs.Api().run(run.id)
    assert "git" in found.detail.environment or "python" in found.detail.environment
    assert [line.text for line in found.logs()] == ["heard"]
    monkeypatch.setenv("RUNSTONE_CONSOLE", "1")
    with rn.init("p", capture_console=False) as run:
        print("unheard")
    assert rs.Api().run(run.id).logs() == []


def test_the_outer_run_comes_back(home: Home) -> None:
    assert rn.get_active_run() is None
    outer = rn.init("p")
    with rn.init("p") as inner:
        assert rn.get_active_run() is inner
    assert rn.get_active_run() is outer
    third = rn.init("p")
    outer.finish()
    assert rn.get_active_run() is third
    third.finish()
    assert rn.get_active_run() is None


@pytest.mark.parametrize("word", ["0", "false", "OFF", "no"])
def test_switched_off_by_the_environment(home: Home, monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    monkeypatch.setenv("RUNICORN_ON", word)
    assert not rn.is_enabled()
    rn.set_enabled(True)
    assert rn.is_enabled()
    rn.reset_enabled()
    assert isinstance(rn.init("p"), rn.NoOpRun)
    assert home.run_ids() == []


def test_switched_off_by_the_script(home: Home) -> None:
    with rn.enabled(False):
        assert isinstance(rn.init("p"), rn.NoOpRun)
        with rn.enabled(True):
            assert rn.is_enabled()
        assert not rn.is_enabled()
    assert rn.is_enabled()
    rn.set_enabled(False)
    assert isinstance(rn.init("p"), rn.NoOpRun)
    rn.reset_enabled()
    run = rn.init("p")
    assert not isinstance(run, rn.NoOpRun)
    assert home.run_ids() == [run.id]


def test_a_run_that_records_nothing_takes_every_call(home: Home, tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("lr: 1")
    with rn.enabled(False), rn.init("p", alias="x", snapshot_code=True, force_snapshot=True) as run:
        run.log({"loss": 1.0}, step=3, stage="a", acc=2)
        run.log_text("x")
        assert run.log_image("a/b", [[0.0, 1.0]], caption="c") == "media/a/b"
        run.log_config(args={"a": 1}, extra={"b": 2}, config_files=[tmp_path / "config.yaml"])
        run.log_dataset("d", tmp_path, save=True)
        run.log_pretrained("m", path_or_uri="hf://m")
        assert run.scan_outputs_once(output_dirs=[tmp_path])["archived"] == 0
        run.watch_outputs(output_dirs=[tmp_path])
        run.stop_outputs_watch()
        run.set_primary_metric("loss", mode="min")
        run.summary({"a": 1})
        run.get_logging_handler(level=10, fmt="%(message)s")
        run.add_tags("x")
        assert run.run_dir.is_dir()
        assert (run.path, run.alias, run.storage_root) == ("p", "x", home.path)
        assert run.id
    assert home.run_ids() == []
