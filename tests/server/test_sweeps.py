"""Sweeps over HTTP: made, asked about, changed, and worked on by agents of other machines."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

import runstone as rs
from recorder import Recorder
from runstone.model.home import Home
from runstone.model.states import TrialState
from runstone.query.sweeps.answers import SweepBest
from runstone.sweeps.controller import Claimed, Controller
from server.conftest import Client, Server

GRID = {
    "name": "digits",
    "method": "grid",
    "metric": {"name": "val/loss", "goal": "minimize"},
    "parameters": {
        "lr": {"values": [0.1, 0.01]},
        "optimizer": {
            "parameters": {
                "name": {"values": ["adam", "sgd"]},
                "momentum": {"value": 0.9, "condition": {"name": "sgd"}},
            }
        },
    },
}


def test_a_sweep_is_made_and_listed(client: Client) -> None:
    made = client.posted("/api/sweeps", {"definition": GRID, "project": "cv/digits"})
    assert (made["name"], made["method"], made["state"], made["planned"]) == ("digits", "grid", "running", 4)
    assert made["metric"] == {"name": "val/loss", "goal": "minimize", "target": None}
    assert [(row["name"], row["key"], row["values"]) for row in made["parameters"]] == [
        ("lr", "lr", [0.1, 0.01]),
        ("optimizer.name", "optimizer/name", ["adam", "sgd"]),
        ("optimizer.momentum", "optimizer/momentum", [0.9]),
    ]
    assert made["parameters"][2]["condition"] == {"optimizer/name": ["sgd"]}
    assert [row["id"] for row in client.json("/api/sweeps?project=cv")["sweeps"]] == [made["id"]]
    assert client.json("/api/sweeps?project=cv&recursive=false")["sweeps"] == []
    assert client.json("/api/sweeps?project=nlp")["sweeps"] == []


def test_its_trials_are_the_runs_of_the_home(client: Client, home: Home, eventually: Callable[..., object]) -> None:
    sweep = client.posted("/api/sweeps", {"definition": GRID, "project": "cv"})["id"]
    controller = Controller(home, sweep)
    losses = [0.5, 0.25, float("nan"), 0.75]
    for loss in losses:
        claimed = controller.claim("me")
        assert isinstance(claimed, Claimed)
        run = Recorder(home, claimed.run, project="cv", config=claimed.params, sweep=sweep)
        run.log({"val/loss": loss}, 0)
        run.finish()
    eventually(lambda: client.json(f"/api/sweeps/{sweep}")["states"] == {"finished": 4})
    found = client.json(f"/api/sweeps/{sweep}")
    assert [trial["value"] for trial in found["all_trials"]] == [0.5, 0.25, None, 0.75]
    assert found["best"] == {"number": 1, "run": found["all_trials"][1]["run"], "value": 0.25}
    assert found["all_trials"][1]["params"] == {"lr": 0.1, "optimizer/name": "sgd", "optimizer/momentum": 0.9}
    assert [row["key"] for row in found["importance"]] == ["lr", "optimizer/name"] or found["importance"] == []
    assert controller.claim() == "finished"
    controller.close()
    assert client.json(f"/api/sweeps/{sweep}")["reason"] == "every combination was tried"


def test_an_agent_elsewhere_takes_trials_and_reports(client: Client) -> None:
    sweep = client.posted("/api/sweeps", {"definition": GRID})["id"]
    first = client.posted(f"/api/sweeps/{sweep}/trials", {"agent": "box:1"})["trial"]
    second = client.posted(f"/api/sweeps/{sweep}/trials", {"agent": "box:2"})["trial"]
    assert (first["number"], first["params"]) == (0, {"lr": 0.1, "optimizer": {"name": "adam"}})
    assert (second["number"], second["params"]) == (1, {"lr": 0.1, "optimizer": {"name": "sgd", "momentum": 0.9}})
    orders = client.posted(
        f"/api/sweeps/{sweep}/trials/0", {"points": [{"step": 0, "value": 0.5}, {"step": 1, "value": None}]}
    )
    assert orders == {"state": "running", "stop": None}
    client.posted(f"/api/sweeps/{sweep}/trials/0", {"ended": "finished", "exit_code": 0, "value": 0.25})
    found = client.json(f"/api/sweeps/{sweep}")
    assert [(trial["state"], trial["value"], trial["agent"]) for trial in found["all_trials"]] == [
        ("finished", 0.25, "box:1"),
        ("running", None, "box:2"),
    ]
    assert client.posted(f"/api/sweeps/{sweep}/trials/1/stop", {}) == {"state": "running", "stop": "stopped"}
    client.posted(f"/api/sweeps/{sweep}/trials/1", {"ended": TrialState.FAILED})
    assert client.json(f"/api/sweeps/{sweep}")["states"] == {"finished": 1, "stopped": 1}


def test_a_paused_sweep_gives_no_trials_and_a_cancelled_one_ends_those_that_run(client: Client) -> None:
    sweep = client.posted("/api/sweeps", {"definition": GRID})["id"]
    client.posted(f"/api/sweeps/{sweep}/trials", {})
    assert client.posted(f"/api/sweeps/{sweep}/state", {"state": "paused"})["state"] == "paused"
    assert client.posted(f"/api/sweeps/{sweep}/trials", {}) == {"state": "paused", "trial": None}
    client.posted(f"/api/sweeps/{sweep}/state", {"state": "running"})
    assert client.posted(f"/api/sweeps/{sweep}/trials", {})["trial"]["number"] == 1
    client.posted(f"/api/sweeps/{sweep}/state", {"state": "cancelled"})
    assert client.posted(f"/api/sweeps/{sweep}/trials/0", {}) == {"state": "cancelled", "stop": "stopped"}
    refused = client.post(f"/api/sweeps/{sweep}/state", json={"state": "running"})
    assert client.refused(refused) == (409, "conflict")


def test_what_is_wrong_is_named(client: Client) -> None:
    bad = {**GRID, "parameters": {"lr": {"min": 0.1, "max": 1.0}}}
    answer = client.post("/api/sweeps", json={"definition": bad})
    assert client.refused(answer) == (400, "bad_value")
    assert "parameters.lr is uniform" in answer.json()["error"]["message"]
    assert client.refusal("/api/sweeps/none") == (404, "sweep_not_found")
    sweep = client.posted("/api/sweeps", {"definition": GRID})["id"]
    assert client.refused(client.post(f"/api/sweeps/{sweep}/trials/7", json={})) == (404, "sweep_not_found")


def test_an_agent_of_another_machine_works_through_the_server(
    home: Home, start: Callable[..., Server], tmp_path: Path
) -> None:
    url = start().url
    sweep = rs.sweep({**GRID, "metric": {"name": "loss", "goal": "maximize"}}, project="cv", url=url)
    elsewhere = Home(tmp_path / "elsewhere")

    def train() -> None:
        with rs.init() as run:
            assert run.home == str(elsewhere.path)
            for step in range(3):
                run.log({"loss": run.config.lr * step})
            run.log({"loss": float("nan") if run.config.optimizer.name == "sgd" else 1.0})

    assert rs.agent(sweep, train, url=url, dir=elsewhere.path) == 4
    with rs.Api(url=url) as api:
        found = api.sweep(sweep)
        assert [(trial.state.value, trial.value) for trial in found.trials] == [
            ("finished", 1.0),
            ("finished", None),
        ] * 2
        assert (found.state, found.best, found.runs, found.best_run()) == (
            "finished",
            SweepBest(0, found.trials[0].run, 1.0),
            [],
            None,
        )
        assert [each.id for each in api.sweeps("cv")] == [sweep]
        found.resume()
        assert found.state == "running"
        with pytest.raises(rs.SweepNotFound):
            api.sweep("nothing")
    assert len(elsewhere.run_ids()) == 4
    with rs.controller(sweep) as controller:
        assert list(controller.trials[0].curve) == [0.0, 0.1, 0.2, 1.0]


def test_a_hopeless_trial_of_another_machine_is_ended(home: Home, start: Callable[..., Server], tmp_path: Path) -> None:
    url = start().url
    early = {"type": "hyperband", "min_iter": 3, "eta": 2}
    parameters = {"loss": {"values": [1.0, 2.0]}}
    sweep = rs.sweep(
        {"method": "grid", "metric": {"name": "loss"}, "parameters": parameters, "early_terminate": early}, url=url
    )

    def train() -> None:
        run = rs.init()
        for _ in range(3):
            run.log({"loss": run.config.loss})
        while run.config.loss == 2.0:
            run.log({"loss": run.config.loss})
            threading.Event().wait(0.01)

    assert rs.agent(sweep, train, url=url, dir=tmp_path / "elsewhere") == 2
    with rs.Api(url=url) as api:
        assert [trial.state.value for trial in api.sweep(sweep).trials] == ["finished", "pruned"]


def test_a_page_that_is_open_hears_of_changes(client: Client, home: Home, eventually: Callable[..., object]) -> None:
    before = client.json("/api/home")["revision"]
    sweep = rs.sweep(GRID, project="cv")
    eventually(lambda: client.json(f"/api/changes?since={before}")["sweeps"] == [sweep])
    between = client.json("/api/home")["revision"]
    with rs.controller(sweep) as controller:
        controller.pause()
    eventually(lambda: client.json(f"/api/changes?since={between}")["sweeps"] == [sweep])
    assert client.json(f"/api/sweeps/{sweep}")["state"] == "paused"
