"""Whatever happens to our side, wandb has everything, and the script ends as it would have."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shim_names import name

# Each of these starts wandb's own service, which takes its time where much else is going on.
pytestmark = pytest.mark.timeout(400)

SCRIPT = """
import wandb
{fault}
run = wandb.init(project="p", config={{"lr": 1}})
for i in range(50):
    run.log({{"x": i}})
run.summary["best"] = 1
print("through")
run.finish()
import sys
sys.exit(7)
"""


def wandb_has_everything(ran: Any, their: list[dict[str, Any]]) -> bool:
    assert ran.code == 7, ran.err
    assert ran.out.splitlines()[0] == "through"
    assert "Traceback" not in ran.err
    [run] = their
    assert [(step, row["x"]) for step, row in run["rows"]] == [(i, i) for i in range(50)]
    assert (run["config"], run["summary"]["best"], run["exit_code"]) == ({"lr": 1}, 1, 0)
    return True


def test_an_unwritable_home(newest: Any, script: Any, theirs: Any, tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where the home should be")
    ran = script(newest, SCRIPT.format(fault=""))
    assert wandb_has_everything(ran, theirs(newest))
    [line] = ran.ours
    assert "wandb goes on alone" in line


@pytest.fixture
def hung_home(tmp_path: Path) -> Iterator[None]:
    """Another process holds the lock that everybody needs, and is frozen."""
    home = tmp_path / "home"
    home.mkdir()
    from runstone.model.home import Home

    fd = os.open(Home(home).registry_path, os.O_RDWR | os.O_CREAT)
    fcntl.flock(fd, fcntl.LOCK_EX)
    yield
    os.close(fd)


@pytest.mark.usefixtures("hung_home")
def test_a_home_that_hangs(newest: Any, script: Any, theirs: Any) -> None:
    ran = script(newest, SCRIPT.format(fault=""), RUNSTONE_WANDB_START_SECS="1")
    assert wandb_has_everything(ran, theirs(newest))
    [line] = ran.ours
    assert "did not answer in time" in line


@pytest.fixture
def full_home(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own with room for the beginning of a run, and not for its points."""
    home = tmp_path / "home"
    home.mkdir()
    mount = shutil.which("mount")
    command = [str(mount), "-t", "tmpfs", "-o", "size=64k", "none", str(home)]
    if mount is None or subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("a small disk can only be mounted by root")
    yield home
    subprocess.run(["umount", "-l", str(home)], check=False)


def test_a_full_disk(newest: Any, script: Any, theirs: Any, full_home: Path) -> None:
    with contextlib.suppress(OSError), open(full_home / "filler", "wb") as file:
        while True:
            file.write(bytes(4096))
            file.flush()
    ran = script(newest, SCRIPT.format(fault=""), RUNSTONE_WANDB_FINISH_SECS="5")
    assert wandb_has_everything(ran, theirs(newest))
    assert ran.ours
    assert all("Traceback" not in line for line in ran.ours)


FAULTS = {
    "in the background": "import runstone.shim.sink as ours; ours.Sink.log = lambda *arguments: 1 / 0",
    "in the script's thread": "import runstone.shim.calls as ours; ours.freeze = lambda value: 1 / 0",
    "at the beginning": "import runstone.shim.sink as ours; ours.init = lambda **words: 1 / 0",
    "before the beginning": "import runstone.shim.mirrored as ours; ours.facts_of = lambda run: 1 / 0",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_an_error_in_our_code(newest: Any, script: Any, theirs: Any, fault: str) -> None:
    ran = script(newest, SCRIPT.format(fault=FAULTS[fault]))
    assert wandb_has_everything(ran, theirs(newest))
    assert ran.ours
    assert len(ran.ours) == len(set(ran.ours)) <= 4, ran.ours
    assert "ZeroDivisionError" in ran.err


@name("Run.log", "values that only wandb takes", refused="said once a sentence; all else of the row is recorded")
def test_a_value_that_cannot_be_recorded_costs_itself(newest: Any, script: Any, theirs: Any, ours: Any) -> None:
    ran = script(
        newest,
        """
        import wandb
        run = wandb.init(project="p")
        left, right = wandb.Table(columns=["k", "a"], data=[[1, 2]]), wandb.Table(columns=["k", "b"], data=[[1, 3]])
        run.log({"x": 1, "joined": wandb.JoinedTable(left, right, "k")})
        run.log({"x": 2})
        run.finish()
        """,
    )
    assert ran.code == 0, ran.err
    [our] = ours()
    assert our.series("x").values.tolist() == [1, 2]
    assert len(ran.ours) == 1
    assert "JoinedTable" in ran.ours[0]
    assert len(theirs(newest)[0]["rows"]) == 2


@name(
    "wandb.init",
    "fork_from, resume_from",
    note="where the home has the run that they name; else the run begins without it, and that is said",
)
def test_a_fork_of_a_run_that_is_here_and_of_one_that_is_not(newest: Any, script: Any, ours: Any) -> None:
    ran = script(
        newest,
        """
        import wandb
        with wandb.init(project="p", id="base") as run:
            for i in range(4):
                run.log({"x": i})
        with wandb.init(project="p", id="fork", fork_from="base?_step=1") as run:
            run.log({"x": 10}, step=2)
        with wandb.init(project="p", id="orphan", fork_from="nobody?_step=1") as run:
            run.log({"x": 20}, step=2)
        """,
    )
    assert ran.code == 0, ran.err
    runs = {run.id: run for run in ours()}
    assert runs["fork"].series("x").values.tolist() == [0, 1, 10]
    assert runs["fork"].parent.id == "base"
    assert runs["orphan"].series("x").values.tolist() == [20]
    [line] = ran.ours
    assert "without what it was before" in line
    assert "nobody" in line
