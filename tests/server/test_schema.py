"""Schemathesis asks every door what its description allows, and what it forbids: no fault of ours, and answers that are what was described.

A small look, the same each time; `make fuzz` looks longer (RUNSTONE_FUZZ_EXAMPLES).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable

import runstone as rs
from runstone.access.accounts import Accounts
from runstone.access.role import Role
from runstone.model.home import Home
from runstone.server import gate
from runstone.server.app import DESCRIBED
from runstone.server.openapi import describe
from runstone.sync import pieces
from servers import serving

EXAMPLES = int(os.environ.get("RUNSTONE_FUZZ_EXAMPLES", "2"))
DESCRIPTION = describe(DESCRIBED)
LABELS = {f"{method.upper()} {path}" for path, methods in DESCRIPTION["paths"].items() for method in methods}
# It never ends; test_live.py listens to it.
STREAMS = {"GET /api/events"}


@dataclass
class Asked:
    """A server, what can be asked there and what answers are held to, who asks by which token, and what things are called there."""

    url: str
    operations: dict[str, Any]
    checks: list[Any]
    tokens: dict[str, str]
    known: dict[str, list[str]]
    session: Any


def described() -> tuple[dict[str, Any], list[Any]]:
    """What Schemathesis makes of the description, and what it looks at in an answer. It takes seconds to be loaded, which who runs other tests need not wait for."""
    schemathesis: Any = pytest.importorskip("schemathesis", reason="`make dev` installs it")
    checks: Any = pytest.importorskip("schemathesis.specs.openapi.checks")
    schemathesis.openapi.media_type(pieces.MEDIA_TYPE, st.binary())
    schemathesis.serializer.alias(pieces.MEDIA_TYPE, "application/octet-stream")
    found = [operation.ok() for operation in schemathesis.openapi.from_dict(DESCRIPTION).get_all_operations()]
    return {operation.label: operation for operation in found}, [
        schemathesis.checks.not_a_server_error,
        checks.status_code_conformance,
        checks.content_type_conformance,
        checks.response_schema_conformance,
        checks.response_headers_conformance,
    ]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    operations, checks = described()
    requests: Any = pytest.importorskip("requests")
    home = Home(tmp_path_factory.mktemp("home"))
    record(home)
    accounts = Accounts(home)
    for name, role, project in (("keeper", Role.ADMIN, ""), ("looker", Role.VIEWER, "cv")):
        accounts.users.add(name)
        accounts.grants.give(role, project, user=name)
    tokens = {name: accounts.tokens.create(name, "test", Role.ADMIN).text for name in ("keeper", "looker")}
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setattr(gate, "_MOST_WRONG_TOKENS", 1_000_000)  # all come from one address here
    with serving(home, accounts=accounts) as url, requests.Session() as session:
        session.trust_env = False
        known = learn(url, tokens["keeper"], session)
        yield Asked(url, operations, checks, {**tokens, "nobody": ""}, known, session)
    monkeypatch.undo()


def record(home: Home) -> None:
    """Runs with something behind each door."""
    with rs.init("cv/resnet", "base", id="base", config={"lr": 0.1}, tags=["baseline"], dir=home.path) as run:
        for step in range(20):
            run.log({"loss": 1.0 / (step + 1), "odd": float("nan") if step == 7 else float(step)}, step=step)
        run.log({"phase": "warm-up", "picture": rs.Image(np.eye(8), caption="an eye")}, step=10)
        run.log({"cells": rs.Table(["class", "recall"], [[0, 0.98], [1, float("nan")]])}, step=10)
        run.log({"weights": rs.Histogram([1.0, 2.0])}, step=10)
        run.alert("hot")
        data = rs.Artifact("data", type="dataset", metadata={"odd": float("nan")})
        data.add_bytes(b"digit,seen\n2,3\n", "seen.csv")
        run.log_artifact(data)
    with rs.init("nlp", "other", id="other", config={"lr": float("inf")}, dir=home.path) as run:
        run.log({"loss": 2.0}, step=0)


def learn(url: str, token: str, session: Any) -> dict[str, list[str]]:
    """What parameters of a name may be called, so that some questions are of what is there."""

    def ask(method: str, path: str, body: Any = None) -> Any:
        answer = session.request(method, url + path, json=body, headers={"authorization": f"Bearer {token}"})
        assert answer.status_code == 200, answer.text
        return answer.json()

    items = {item["key"]: item["sha256"] for item in ask("GET", "/api/runs/base/media")["items"]}
    version = ask("GET", "/api/artifacts/find?name=cv/resnet/data:latest")
    view = ask("POST", "/api/views", {"project": "cv", "name": "v", "document": {"panels": []}})
    comment = ask("POST", "/api/comments", {"run": "base", "text": "said"})["comment"]
    definition = {"method": "random", "parameters": {"a": {"min": 0.0, "max": 1.0}}}
    sweep = ask("POST", "/api/sweeps", {"project": "cv", "definition": definition})
    ask("POST", f"/api/sweeps/{sweep['id']}/trials", {})
    journals = sorted(ask("POST", "/api/sync/sizes", {"names": None})["sizes"])
    return {
        "run": ["base", "other", "1"],
        "runs": ["base", "other"],
        "metric": ["loss", "odd"],
        "key": ["picture", "cells", "weights", "phase"],
        "sha256": [items["picture"], items["cells"]],
        "table": [f"base:{items['cells']}"],
        "on": ["class"],
        "version": [version["id"]],
        "before": [version["id"]],
        "collection": [version["collection"]],
        "view": [view["id"]],
        "comment": [comment["id"]],
        "sweep": [sweep["id"]],
        "number": ["0"],
        "project": ["cv", "cv/resnet", ""],
        "path": ["seen.csv"],
        "name": [*journals[:3], "recall", "data", "cv/resnet/data:latest", "lr", "v"],
        "field": ["config.lr", "name", "metric.loss.min"],
        "by": ["project", "state"],
        "expression": ["loss*2"],
        "figure": ["min", "last"],
        "filter": ["config.lr > 0", "state = finished"],
        "text": ["config."],
    }


@pytest.mark.parametrize("label", sorted(LABELS - STREAMS))
def test_a_door_answers_as_described_whatever_it_is_asked(asked: Asked, label: str) -> None:
    from schemathesis import GenerationMode

    for mode in GenerationMode:
        try:
            ask_often(asked, asked.operations[label].as_strategy(generation_mode=mode))
        except Unsatisfiable:
            assert mode is GenerationMode.NEGATIVE  # there is nothing that it could be asked in a wrong way


def test_every_door_that_is_described_is_asked(asked: Asked) -> None:
    assert asked.operations.keys() == LABELS


def ask_often(asked: Asked, cases: st.SearchStrategy[Any]) -> None:
    """Ask these questions as somebody; each answer must be what was described."""

    @settings(max_examples=EXAMPLES, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(st.data())
    def ask(data: st.DataObject) -> None:
        case = data.draw(cases)
        point_at_something(case, data, asked.known)
        who = data.draw(st.sampled_from(("keeper", "keeper", "looker", "nobody")))
        headers = {"authorization": f"Bearer {asked.tokens[who]}"} if asked.tokens[who] else {}
        answer = case.call(
            base_url=asked.url, session=asked.session, headers=headers, timeout=60, allow_redirects=False
        )
        case.validate_response(answer, checks=asked.checks)
        if answer.status_code >= 400:
            assert list(answer.json()["error"]) == ["code", "message", "hint", "text", "start", "end"]

    ask()


def point_at_something(case: Any, data: st.DataObject, known: dict[str, list[str]]) -> None:
    """Name what is there in most places where something is named; else nearly all that is asked for would be nowhere."""
    for where in (case.path_parameters, case.query, case.body):
        for name in list(where) if isinstance(where, dict) else []:
            if name in known and data.draw(st.integers(0, 9)) < 7:
                value = data.draw(st.sampled_from(known[name]))
                where[name] = [value] if isinstance(where[name], list) else value
