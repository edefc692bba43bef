"""Runs of Runicorn, as Runicorn 0.7.2 wrote them: all that lies in the folder is in the home, twice changes nothing, and what is broken costs itself."""

from __future__ import annotations

import json
import math
import os
import shutil
from pathlib import Path

import pytest

import runstone as rs
from runstone.importers.runicorn import is_runicorn_folder
from runstone.model.home import Home
from runstone.sync.home_replica import HomeReplica
from runstone.sync.importing import Importing

GOLDEN = Path(__file__).parents[2] / "golden" / "runicorn"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A storage root, on another machine than the one that wrote it."""
    root = Path(shutil.copytree(GOLDEN, tmp_path / "store"))
    for path in (root, *root.rglob("*")):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    return root


@pytest.fixture
def folder(store: Path) -> Path:
    """Of its first run."""
    return store / "runs" / "cv" / "resnet50" / "baseline" / "20240101_120000_abcdef"


def journals(home: Home) -> dict[str, int]:
    """How long each journal is."""
    return {name.text: size for name, size in HomeReplica(home).sizes().items()}


def test_all_that_lies_there_is_in_the_home(store: Path, home: Home) -> None:
    done = Importing(store, home).round()
    assert (done.runs, done.broken, done.faults) == (3, 0, ())
    api = rs.Api(home.path)
    run = api.run("20240101_120000_abcdef")
    assert (run.project, run.name, run.state, run.display_id) == (
        "cv/resnet50/baseline",
        "seed-42",
        "finished",
        "CRB-1",
    )
    assert run.config == {"batch": 32, "model": "resnet", "lr": 0.001, "opt": {"name": "adam"}}
    assert (run.summary["notes"], run.summary["best"], run.summary["train_loss"]) == ("first stable run", 0.8, 0.2)
    steps, values = (list(column) for column in list(run.series("val_acc"))[:1] + list(run.series("val_acc"))[-1:])
    assert steps == [1, 2, 3, 4, 5]
    assert values == [0.72, 0.74, 0.76, 0.7799999999999999, 0.7999999999999999]
    assert math.isnan(list(run.series("x"))[-1][0])
    assert list(run.series("y"))[-1][0] == math.inf

    assert [(one.item.step, one.item.caption, one.item.facts["width"]) for one in run.media("sample")] == [
        (3, "a grey one", 8),
        (4, None, 4),
    ]
    assert [(stage.stage, stage.step) for stage in run.stages()] == [(f"epoch_{n}", n) for n in range(1, 6)]
    assert [text.text for text in run.texts("note")] == [f"text {n}" for n in range(1, 6)]
    lines = run.logs()
    assert [line.text for line in lines][-2:] == ["a text of mine", "WARNING | train | careful"]
    # The console has whole seconds, and neither a day nor a zone.
    assert abs(lines[0].time - run.series("val_acc").times[0]) < 2_000_000
    assert {(use.name, use.uri, use.role) for use in run.data()} == {
        ("imagenet", "ds", "dataset"),
        ("remote", "s3://bucket/x", "dataset"),
        ("weights", "hf://bert", "pretrained"),
    }
    assert run.file("outputs/out/model.pt").size_bytes == 100
    detail = run.detail
    detail = run.detail
    assert (detail.environment["host"], detail.environment["cwd"]) == ("box", "/data/lab")
    assert detail.environment["packages"]["runicorn"] == "0.7.2"
    assert detail.environment["env"] == {"CUDA_VISIBLE_DEVICES": "0"}
    assert api.run("20240102_120000_fedcba").state == "failed"
    assert api.run("20240103_120000_000001").state == "crashed", "nobody wrote for long, whatever status.json says"


def test_twice_and_later_change_and_lose_nothing(store: Path, folder: Path, home: Home, tmp_path: Path) -> None:
    events = (folder / "events.jsonl").read_bytes()
    lines = events.splitlines(keepends=True)
    (folder / "events.jsonl").write_bytes(b"".join(lines[:3]) + lines[3][:20])
    status = (folder / "status.json").read_bytes()
    (folder / "status.json").write_text('{"status": "running"}')
    importing = Importing(store, home)
    importing.round()
    before = journals(home)
    assert importing.round().runs == 0
    assert Importing(store, home).round().runs == 0
    assert journals(home) == before

    (folder / "events.jsonl").write_bytes(events)
    (folder / "status.json").write_bytes(status)
    again = importing.round()
    assert (again.runs, again.broken, again.faults) == (1, 0, ())
    at_once = Home(tmp_path / "at-once")
    Importing(store, at_once).round()
    run, other = rs.Api(home.path).run(folder.name), rs.Api(at_once.path).run(folder.name)
    assert run.state == other.state == "finished"
    for metric in ("train_loss", "val_acc"):
        assert [list(column) for column in run.series(metric)] == [list(column) for column in other.series(metric)]


def test_what_is_broken_costs_itself_and_is_counted(store: Path, folder: Path, home: Home) -> None:
    path = folder / "events.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    bad = [
        b"\xff\xfe{",
        b"[]",
        b'{"ts": 1, "type": "metrics", "data": 3}',
        b"[" * 100_000,
        b"",
        b'{"type": "metrics", "data": {"global_step": "x"}}',
    ]
    path.write_bytes(b"".join(lines[:2]) + b"\n".join(bad) + b"\n" + b"".join(lines[2:]) + b'{"ts": 17, "ty')
    (folder / "summary.json").write_text('{"notes": ')
    shutil.rmtree(folder / "media")
    done = Importing(store, home).round()
    # Five broken lines and the torn one, two pictures whose files are gone, a document.
    assert (done.runs, done.broken) == (3, 5 + 1 + 2 + 1)
    run = rs.Api(home.path).run(folder.name)
    assert len(next(iter(run.series("val_acc")))) == 5
    assert any("events.jsonl" in trouble.message for trouble in run.detail.troubles)


def test_odd_runs_are_taken_too(store: Path, folder: Path, home: Home) -> None:
    def change(target: Path, **meta: object) -> None:
        shutil.copytree(folder, target)
        found = json.loads((target / "meta.json").read_text())
        (target / "meta.json").write_text(json.dumps({**found, **meta}))

    runs = store / "runs"
    change(runs / "a" / "b" / folder.name, path="a//b")
    change(runs / "12345", path="")
    change(runs / "my run", path="日本", alias=None)
    change(runs / ".recycle" / "gone")
    (runs / "empty").mkdir()
    (runs / "empty" / "meta.json").write_text("{}")
    (runs / "empty" / "events.jsonl").write_text(
        '{"type":"metrics","data":{"loss":1e400,"big":123456789012345678901234567890,"global_step":1}}\n'
    )
    done = Importing(store, home).round()
    assert (done.runs, done.faults) == (7, ())
    found = {run.id: run.project for run in rs.Api(home.path).runs()}
    assert len(found) == 7
    assert found["my run"] == "日本"
    assert sorted(found.values()).count("a/b") == 1
    assert any(run.startswith("12345-") and project == "default" for run, project in found.items())


def test_what_is_no_folder_of_runicorns_is_told_from_one(store: Path, home: Home, tmp_path: Path) -> None:
    rs.init("x").finish()
    assert is_runicorn_folder(store)
    assert is_runicorn_folder(store / "runs" / "cv")
    assert not is_runicorn_folder(home.path)
    assert not is_runicorn_folder(tmp_path / "nothing")


def test_a_run_of_ones_own_with_the_same_id_stays(store: Path, home: Home) -> None:
    rs.init("mine", id="20240102_120000_fedcba").finish()
    done = Importing(store, home).round()
    assert done.runs == 3, "its journals lie beside those that are here"
    assert rs.Api(home.path).run("20240102_120000_fedcba").project in ("mine", "nlp")
