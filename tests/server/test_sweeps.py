"""Sweeps over HTTP: made, asked about, changed, and worked on by agents of other machines."""

from __future__ import annotations

from collections.abc import Callable

from recorder import Recorder
from runstone.model.home import Home
from runstone.model.states import TrialState
from runstone.sweeps.controller import Claimed, Controller
from server.conftest import Client

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
