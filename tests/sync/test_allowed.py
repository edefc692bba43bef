"""Uploads to a server that lets whoever sends them record in some projects, and in no others."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

import runstone as rs
from runstone.access.accounts import Accounts
from runstone.access.role import Role
from runstone.model.home import Home
from runstone.sync.home_replica import HomeReplica
from runstone.sync.progress import Progress
from runstone.sync.push import Push, Pushed
from runstone.sync.server_replica import ServerReplica
from servers import serving


def test_what_may_be_sent_arrives_and_the_rest_is_told_and_follows_when_it_may(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for project in ("closed", "open"):
        for _ in range(2):  # each run has two journals, of which the second says nothing of a project
            with rs.init(project, id=f"{project}-run", resume="allow") as run:
                run.log({"loss": 1.0, "eye": rs.Html(f"<p>{project}</p>")})
    team = Home(tmp_path / "team")
    accounts = Accounts(team)
    accounts.users.add("ada")
    accounts.grants.give(Role.EDITOR, "open", user="ada")
    monkeypatch.setenv("RUNSTONE_API_KEY", accounts.tokens.create("ada", "upload").text)

    def push(url: str) -> Pushed:
        progress = Progress(home, url)
        with closing(ServerReplica(url)) as replica, progress.working():
            return Push(home, replica, progress).round(HomeReplica(home).sizes())

    with serving(team, accounts=accounts) as url:
        first = push(url)
        assert team.run_ids() == ["open-run"]
        assert first.blobs == 1
        assert "ada may change nothing in the project 'closed'" in first.faults[0]
        assert "does not say which project" in first.faults[1]
        accounts.grants.give(Role.EDITOR, "closed", user="ada")
        assert push(url).faults == ()
        assert sorted(team.run_ids()) == ["closed-run", "open-run"]
        assert push(url).is_nothing
