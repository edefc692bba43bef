"""What a run tells of itself, and how it shows itself."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest

import runstone as rs
from runstone.model.errors import BadValue
from runstone.model.home import Home
from runstone.model.instance import FILE_NAME, Instance


def test_places_and_addresses(home: Home) -> None:
    with rs.init("cv/resnet", id="a1", config={"lr": 0.1}, settings={"sweep_id": "s7"}) as run:
        assert (run.path, run.entity, run.offline, run.disabled) == ("cv/resnet/a1", "", False, False)
        assert (run.sweep_id, run.sweep_url, run.url, run.project_url) == ("s7", None, None, None)
        assert Path(run.dir).is_dir()
        assert run.settings["project"] is None
        assert run.settings["sweep_id"] == "s7"
        with pytest.raises(TypeError):
            run.settings["quiet"] = False  # type: ignore[index]
        instance = Instance("http://127.0.0.1:5678/", os.getpid())
        (home.path / FILE_NAME).write_bytes(msgspec.json.encode(instance))
        assert run.url == "http://127.0.0.1:5678/p/cv/resnet/r/a1"
        assert run.project_url == "http://127.0.0.1:5678/p/cv/resnet"
        assert run.sweep_url == "http://127.0.0.1:5678/p/cv/resnet/sweeps/s7"
    assert rs.Api().run("a1").detail.sweep == "s7"


def test_the_static_config_is_read_only_and_follows() -> None:
    with rs.init(config={"model": {"depth": 3}, "lr": 0.1}) as run:
        static = run.config_static
        assert static["model"]["depth"] == 3
        assert static.lr == 0.1
        assert dict(static)["lr"] == 0.1
        run.config["lr"] = 0.2
        assert static["lr"] == 0.2
        with pytest.raises(TypeError):
            static["lr"] = 1
        with pytest.raises(TypeError):
            static.model["depth"] = 1
        with pytest.raises(AttributeError):
            static.lr = 1


def test_the_starting_step_is_behind_what_was_there() -> None:
    with rs.init(id="a1") as run:
        assert run.starting_step == 0
        run.log({"x": 1.0}, step=41)
        run.close()
    with rs.init(id="a1", resume="must") as run:
        assert run.starting_step == run.step == 42
        run.log({"x": 2.0})
        assert (run.starting_step, run.step) == (42, 43)


def test_status_tells_what_is_on_its_way() -> None:
    with rs.init() as run:
        before = run.status()
        run.log({"x": 1.0})
        after = run.status()
        assert after.state == "running"
        assert after.recorded_bytes > before.recorded_bytes
        assert (after.waiting_records, after.waiting_media_bytes, after.waiting_files) == (0, 0, 0)
    assert run.status().state == "finished"


def test_html_stands_alone_and_folds() -> None:
    with rs.init(name="<b>") as run:
        run.log({"loss": 0.5})
        assert "loss" in run.to_html()
        assert "<b> (" not in run.to_html()
        assert run.to_html(hidden=True).startswith("<details>")
        with pytest.raises(BadValue, match="height"):
            run.to_html(height=3)


def test_logs_that_are_written_join_the_console() -> None:
    with rs.init(id="a1") as run:
        run.write_logs("first\nsecond\n")
        run.write_logs("password=hunter2hunter2")
        with pytest.raises(BadValue):
            run.write_logs(3)  # type: ignore[arg-type]
    lines = [line.text for line in rs.Api().run("a1").logs()]
    assert lines[:2] == ["first", "second"]
    assert "hunter2" not in lines[2]


def test_pinned_keys_are_those_said_last() -> None:
    with rs.init(id="a1", config={"a": 1, "b": {"c": 2}}) as run:
        run.pin_config_keys(["a", "b/c", "a"])
        assert rs.Api().run("a1").detail.pinned_config_keys == ["a", "b/c"]
        with pytest.raises(BadValue):
            run.pin_config_keys("a")
        run.pin_config_keys()
    assert rs.Api().run("a1").detail.pinned_config_keys == []


def test_settings_print_no_secrets() -> None:
    where = "https://hooks.example/T0/xyzzy"
    with rs.init("p", settings={"alert_webhook": where, "alert_smtp": "smtp://me:pw@host:587"}) as run:
        assert run.settings["alert_webhook"] == where
        assert "'alert_webhook': 'https://hooks.example/***'" in repr(run.settings)
        assert "'alert_smtp': 'smtp://***@host:587'" in repr(run.settings)
