"""Runs beside each other over HTTP."""

from __future__ import annotations

import pytest

from server.conftest import Client


@pytest.mark.usefixtures("runs")
def test_differences_of_chosen_sections(client: Client) -> None:
    found = client.json(
        "/api/compare?run=base&run=other&reference=other&differences=true&section=config&section=summary"
    )
    assert [run["id"] for run in found["runs"]] == ["base", "other"]
    assert found["reference"] == 1
    rows = {row["key"]: row for row in found["config"]}
    assert rows["lr"]["values"] == [0.1, {"$float": "Infinity"}]
    assert rows["lr"]["distances"] == []
    assert rows["seed"]["missing"] == [0]
    assert rows["model/width"]["changed"] == [0]
    assert {row["key"]: row["ratios"] for row in found["summary"]}["loss"] == [0.005, 1.0]
    assert found["packages"] == found["code_changes"] == []


@pytest.mark.usefixtures("runs")
def test_what_cannot_be_compared(client: Client) -> None:
    assert client.refusal("/api/compare") == (400, "bad_query")
    assert client.refusal("/api/compare?run=base") == (400, "bad_query")
    assert client.refusal("/api/compare?run=base&run=nobody") == (404, "run_not_found")
    assert client.refusal("/api/compare?run=base&run=other&section=colour") == (400, "bad_parameter")


@pytest.mark.usefixtures("runs")
def test_where_runs_part(client: Client) -> None:
    found = client.json("/api/compare/parting?metric=loss&run=base&run=child")
    assert found["points"] == 80
    assert found["first_difference"] == 50
    assert found["step"] == 50
    assert found["difference"] > 0.4
    body = {"metric": "loss", "run": ["base", "base"]}
    same = client.post("/api/compare/parting", json=body).json()
    assert same == {
        "points": 100,
        "step": None,
        "x": None,
        "difference": None,
        "confidence": None,
        "first_difference": None,
    }
    assert client.refusal("/api/compare/parting?metric=loss&run=base") == (400, "bad_query")
    assert client.refusal("/api/compare/parting?run=base&run=child") == (400, "bad_parameter")
