"""The home of a team: one project with some of everything, a run that goes on in it, and people of each role. `nlp` lies beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page

import runstone as rs
from runstone.access.accounts import Accounts
from runstone.access.role import Role
from runstone.model.home import Home
from runstone.sweeps.sweep import Sweep

PROJECT = "cv"
PASSWORD = "correct horse battery"
REPORT = {"page": "report", "blocks": [{"id": "b1", "kind": "text", "text": "What came of it."}]}
SWEEP = {
    "name": "rates",
    "method": "grid",
    "metric": {"name": "loss", "goal": "minimize"},
    "parameters": {"lr": {"values": [1, 2]}},
}


@contextmanager
def recorded(home: Path) -> Iterator[str]:
    """All of it, while the run goes on; gives the id of the sweep."""
    folder = home.with_name("weights")
    folder.mkdir()
    (folder / "weights.bin").write_bytes(bytes(100))
    with rs.init(PROJECT, "done", id="done", notes="What was **tried**.", tags=["first"], dir=home) as run:
        for step in range(40):
            run.log({"loss": 1 / (1 + step)}, step=step)
        run.log_artifact(folder, name="weights", type="model")
    rs.init("nlp", "beside", id="beside", dir=home).finish()
    api = rs.Api(home)
    api.run("done").edit(group="a")
    api.run("done").comment("Is this **right**?")
    api.comment("It bends here.", project=PROJECT, panel="loss", x=20)
    api.save_view("Losses", {"page": "charts", "search": "sm=0.5"}, project=PROJECT)
    api.save_view("Findings", REPORT, project=PROJECT, kind="report")
    rs.init(PROJECT, "binned", id="binned", dir=home).finish()
    api.run("binned").edit(binned=True)
    sweep = Sweep.begin(Home(home), SWEEP, PROJECT)
    accounts = Accounts(Home(home))
    for name, role in (("ada", Role.ADMIN), ("ed", Role.EDITOR), ("vera", Role.VIEWER)):
        accounts.users.add(name, PASSWORD)
        accounts.grants.give(role, "" if role is Role.ADMIN else PROJECT, user=name)
    accounts.close()
    with rs.init(PROJECT, "live", id="live", dir=home) as live:
        live.log({"loss": 1.0}, step=0)
        yield sweep


def log_in(page: Page, name: str) -> None:
    """Be somebody, in a tab of the server."""
    answer = page.request.post("/api/login", data={"name": name, "password": PASSWORD})
    assert answer.ok, answer.text()
