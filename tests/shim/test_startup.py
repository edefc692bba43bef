"""The start of an interpreter: what is decided, and that nothing is paid where nothing was asked for."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from runstone.shim.startup import decide, is_wandbs_own

# The first test of all that asks for wandb installs it.
pytestmark = pytest.mark.timeout(400)


@pytest.mark.parametrize(
    ("environ", "mode"),
    [
        ({}, "hint"),
        ({"RUNSTONE_WANDB": "dual"}, "dual"),
        ({"RUNSTONE_WANDB": " Only "}, "only"),
        ({"RUNSTONE_WANDB": "off", "DISABLE_WANDB_LOGGING": "true"}, "off"),
        ({"RUNSTONE_WANDB": "both"}, "off"),
        ({"RUNSTONE_API_KEY": "rs_1"}, "dual"),
        ({"RUNSTONE_API_KEY": "rs_1", "RUNSTONE_WANDB": "off"}, "off"),
        ({"DISABLE_WANDB_LOGGING": "true"}, "only"),
        ({"DISABLE_WANDB_LOGGING": "false"}, "hint"),
        ({"RUNSTONE_MODE": "disabled", "RUNSTONE_API_KEY": "rs_1"}, "off"),
        ({"RUNSTONE_QUIET": "1"}, "off"),
        ({"WANDB_SILENT": "true"}, "off"),
    ],
)
def test_what_is_decided(environ: dict[str, str], mode: str, tmp_path: Path) -> None:
    assert decide({"RUNSTONE_DIR": str(tmp_path), **environ}) == mode


def test_who_is_logged_in_records(tmp_path: Path) -> None:
    (tmp_path / "login.json").write_text("{}")
    assert decide({"RUNSTONE_DIR": str(tmp_path)}) == "dual"


@pytest.mark.parametrize(
    ("argv", "own"),
    [
        (["python", "train.py"], False),
        (["python", "-m", "train", "wandb"], False),
        (["python", "-m", "wandb", "sync"], True),
        (["python", "-m", "wandb.cli"], True),
        (["python", "-m", "wandbtools"], False),
        (["python", "/venv/bin/wandb", "service", "--port-filename", "x"], True),
        (["/venv/bin/wandb", "login"], True),
        (["python", "-c", "import wandb"], False),
        (["python"], False),
        (["python", "train.py", "-m", "wandb"], False),
        (["python", "-X", "utf8", "-W", "error", "-Im", "wandb"], True),
        (["python", "-u", "train.py", "wandb"], False),
    ],
)
def test_programs_of_wandbs_own_are_left_alone(argv: list[str], own: bool) -> None:
    assert is_wandbs_own(argv) is own


def run(environment: Any, code: str, *options: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "RUNSTONE_WANDB"))}
    command = [str(environment.python), *options, "-c", code]
    return subprocess.run(
        command, env={**environ, **variables}, capture_output=True, text=True, check=False, timeout=180
    )


def test_an_interpreter_that_imports_no_wandb_imports_nothing_of_ours(bare: Any) -> None:
    code = "import sys; print([name for name in sys.modules if 'runstone' in name])"
    for variables in ({}, {"RUNSTONE_WANDB": "dual"}, {"RUNSTONE_WANDB": "only"}):
        assert run(bare, code, **variables).stdout.strip() == "['_runstone_startup']"
    assert run(bare, code, "-I").stdout.strip() == "['_runstone_startup']"
    assert run(bare, code, "-S").stdout.strip() == "[]"


def test_it_costs_less_than_a_millisecond(bare: Any) -> None:
    costs_us: list[int] = []
    while len(costs_us) < 5 or (min(costs_us) >= 1000 and len(costs_us) < 30):
        lines = run(bare, "pass", "-X", "importtime").stderr.splitlines()
        [line] = [line for line in lines if line.endswith("_runstone_startup")]
        costs_us.append(int(line.split("|")[1]))
    assert min(costs_us) < 1000, costs_us


def test_without_wandb_an_import_fails_as_ever(bare: Any) -> None:
    ran = run(bare, "import wandb", RUNSTONE_WANDB="dual")
    assert "ModuleNotFoundError: No module named 'wandb'" in ran.stderr
    assert "runstone" not in ran.stderr.replace("_runstone", "")


def test_one_quiet_hint_and_wandb_untouched(newest: Any, tmp_path: Path) -> None:
    code = "import sys, wandb; print(wandb.init.__module__, any(n.startswith('runstone') for n in sys.modules), type(wandb.__spec__.loader).__name__)"
    ran = run(newest, code, RUNSTONE_QUIET="", RUNSTONE_DIR=str(tmp_path))
    assert ran.stdout.split() == ["wandb.sdk.wandb_init", "False", "SourceFileLoader"]
    [hint] = [line for line in ran.stderr.splitlines() if "runstone" in line]  # Python and wandb may say something, too
    assert hint.startswith("runstone: ")
    assert "RUNSTONE_WANDB=dual" in hint
    assert "runstone" not in run(newest, code, RUNSTONE_WANDB="off", RUNSTONE_QUIET="").stderr
