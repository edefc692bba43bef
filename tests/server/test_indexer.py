"""The thread that keeps the index up: it goes on through our own faults, and looks after the index while runs are busy."""

from __future__ import annotations

import logging
from collections.abc import Callable
from itertools import count

import pytest

import runstone as rs
from runstone.index.index import Index
from runstone.server import live
from server.conftest import Client


def test_a_fault_of_ours_stops_the_view_for_a_moment_only(
    client: Client, eventually: Callable[..., object], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real, calls = Index.refresh, count()

    def refresh(index: Index, wait_secs: float = 0.0, *, drawn_every_secs: float = 0.0) -> bool:
        if next(calls) < 3:
            raise ValueError("an odd record")
        return real(index, wait_secs)

    with caplog.at_level(logging.ERROR, "runstone.server"):
        monkeypatch.setattr(Index, "refresh", refresh)
        rs.init("p", id="late").finish()
        eventually(lambda: client.json("/api/home")["runs"] == 1)
    assert len([record for record in caplog.records if "fault of Runstone" in record.message]) == 1


def test_upkeep_does_not_wait_for_the_end_of_all_runs(
    serve: Callable[..., Client], eventually: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    helpings = count()
    done = []
    monkeypatch.setattr(Index, "maintain", lambda index, budget_secs: done.append(next(helpings)))
    monkeypatch.setattr(live, "_UPKEEP_EVERY_SECS", 0.3)
    serve()
    run = rs.init("p", id="busy")

    def log_until_looked_after() -> bool:
        run.log({"loss": 1.0})
        return len(done) >= 3

    eventually(log_until_looked_after)
