"""Homes and backups of every version that was released open in this one, with all that was in them, and can be gone on with."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest

import runstone as rs
from golden.make_home import told
from homes import files
from runstone.backup.place import open_shelf, read_backup
from runstone.backup.restoring import restore
from runstone.backup.verifying import verify
from runstone.edits.edit import Edit
from runstone.journal.checkup import check
from runstone.model.home import Home

GOLDEN = Path(__file__).parents[1] / "golden"
HOMES = sorted((GOLDEN / "homes").iterdir())
BACKUPS = sorted((GOLDEN / "backups").iterdir())


def expected(version: str) -> object:
    return msgspec.json.decode((GOLDEN / "homes" / version / "told.json").read_bytes())


def as_told(home: Home) -> object:
    return msgspec.json.decode(msgspec.json.encode(told(home)))


@pytest.mark.parametrize("golden", HOMES, ids=lambda path: path.name)
def test_a_home_of_an_earlier_version_tells_what_it_told_then_and_goes_on(golden: Path, home: Home) -> None:
    shutil.copytree(golden / "home", home.path)
    before = files(home)
    assert as_told(home) == expected(golden.name)
    assert files(home) == before, "reading changed something"
    assert not any(check(path).lost for run in home.run_ids() for path in home.journals(run))
    with rs.init("cv/deep", id="base", resume="must") as run:
        run.log({"loss": 7.0}, step=1000)
    with rs.init("cv/deep", id="new", fork_run_id="base", fork_step=1000) as run:
        run.log({"loss": 8.0}, step=1001)
    with rs.Api(home=home.path) as api:
        assert api.run("base").series("loss").values[-1] == 7.0
        assert len(api.run("new").series("loss").steps) == 52
        assert api.run("new").detail.number == 3
        api.edit(["base"], Edit(notes="later"))
        assert api.run("base").detail.notes == "later"
    after = files(home)
    changed = {name for name in before if after.get(name) != before[name]}
    assert changed == {"registry"}, "what was recorded then is not what it was"


@pytest.mark.parametrize("golden", BACKUPS, ids=lambda path: path.name)
def test_a_backup_of_an_earlier_version_is_verified_and_restored(golden: Path, tmp_path: Path) -> None:
    place = shutil.copytree(golden, tmp_path / "place")
    shelf = open_shelf(str(place))
    _, manifest = read_backup(shelf)
    assert verify(shelf, manifest).faults == []
    restore(shelf, manifest, tmp_path / "back")
    assert as_told(Home(tmp_path / "back")) == expected(golden.name)
    assert not verify(shelf, manifest).notes
