"""`run.config` and `run.summary`: nested dicts that record every change."""

from __future__ import annotations

import argparse
from typing import Any

import pytest

import runstone as rs
from runstone.model.home import Home
from runstone.sdk.existing import read_run


@pytest.fixture
def run() -> Any:
    return rs.init("p", id="r", config={"lr": 0.1, "model": {"width": 64, "depth": 2}})


def kept(home: Home, run: Any) -> dict[str, Any]:
    run.close()
    return read_run(home, "r").facts.config.nested()


def test_by_key_and_by_attribute_at_any_depth(home: Home, run: Any) -> None:
    run.config.lr = 0.2
    run.config["model"]["width"] = 128
    run.config.model.act = "relu"
    del run.config.model.depth
    assert run.config.model.width == 128
    assert run.config == {"lr": 0.2, "model": {"width": 128, "act": "relu"}}
    assert kept(home, run) == {"lr": 0.2, "model": {"width": 128, "act": "relu"}}


def test_update_merges_and_assignment_replaces(home: Home, run: Any) -> None:
    run.update_config({"model": {"act": "relu"}}, seed=3)
    run.config.update(argparse.Namespace(batch=8))
    assert run.config.model == {"width": 64, "depth": 2, "act": "relu"}
    run.config.model = {"width": 1}
    assert run.config == {"lr": 0.1, "model": {"width": 1}, "seed": 3, "batch": 8}
    assert kept(home, run) == {"lr": 0.1, "model": {"width": 1}, "seed": 3, "batch": 8}


def test_a_leaf_may_become_a_branch_and_back(home: Home, run: Any) -> None:
    run.config.lr = {"start": 1, "end": 0}
    run.config.model = "small"
    assert kept(home, run) == {"lr": {"start": 1, "end": 0}, "model": "small"}


def test_a_missing_key_is_an_error_of_the_usual_kind(run: Any) -> None:
    with pytest.raises(KeyError):
        run.config["nope"]
    with pytest.raises(AttributeError, match="there are: lr, model"):
        _ = run.config.nope
    assert run.config.get("nope", 3) == 3
    assert "lr" in run.config


def test_the_summary_has_the_last_values_and_the_later_word(home: Home, run: Any) -> None:
    run.log({"acc": 0.5, "loss": 2.0})
    run.summary["acc"] = 0.9
    assert dict(run.summary) == {"acc": 0.9, "loss": 2.0}
    run.log({"acc": 0.6, "loss": 1.0})
    assert run.summary["acc"] == 0.6
    run.summary.update({"best": {"acc": 0.6}})
    assert run.summary.best.acc == 0.6
    assert len(run.summary) == 3
    run.close()
    assert read_run(home, "r").facts.summary.nested() == {"acc": 0.9, "best": {"acc": 0.6}}


def test_tags_are_kept_as_differences(home: Home, run: Any) -> None:
    run.tags = "one"
    run.add_tags(["two", "one"])
    run.remove_tags("one")
    assert run.tags == ("two",)
    run.tags += ("three",)
    with pytest.raises(rs.BadValue, match="no tag"):
        run.add_tags(["", "x"])
    run.close()
    assert read_run(home, "r").facts.tags == ["two", "three"]
