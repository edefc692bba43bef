"""Environments with the real wandb client, and scripts that run in them as a user's would: offline, without an account."""

from __future__ import annotations

import fcntl
import importlib.metadata
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any, NamedTuple

import pytest

import runstone
from runstone.api import Api
from runstone.api.run import StoredRun

SOURCES = Path(runstone.__file__).parents[1]
STARTUP = SOURCES / "runstone" / "shim" / "startup.py"
# `make test-wandb-matrix` names more of them.
VERSIONS = os.environ.get("RUNSTONE_WANDB_VERSIONS", "0.31.0").split(",")
ENVIRONMENTS = SOURCES.parent / ".wandb-venvs"


class Environment(NamedTuple):
    """An interpreter of its own, with Runstone's startup file where the wheel puts it."""

    python: Path
    version: str


class Ran(NamedTuple):
    """What a script did."""

    code: int
    out: str
    err: str

    @property
    def ours(self) -> list[str]:
        """The lines that Runstone said."""
        return [line for line in self.err.splitlines() if line.startswith("runstone: ")]


# What recording needs. The rest of this environment stays out of sight: wandb tries to use what it finds.
_LENT = ("google-re2", "msgspec", "narwhals", "numpy", "nvidia-ml-py", "pathspec", "pillow", "psutil", "zstandard")


def lend(packages: Path) -> None:
    """Show an environment the packages of this one that Runstone needs, unless it has them itself."""
    for distribution in _LENT:
        files = importlib.metadata.files(distribution) or []
        for top in sorted({file.parts[0] for file in files if not file.parts[0].startswith((".", "_", "example"))}):
            place = Path(str(files[0].locate())).parents[len(files[0].parts) - 1] / top
            if not (packages / top).exists() and place.exists():
                (packages / top).symlink_to(place)


def make_environment(folder: Path) -> Path:
    """An empty environment that finds this checkout and what it needs. Gives its interpreter."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    packages = next(folder.glob("lib/python*/site-packages"))
    (packages / "zz_checkout.pth").write_text(f"{SOURCES}\n")
    lend(packages)
    shutil.copy(STARTUP, packages / "_runstone_startup.py")
    shutil.copy(STARTUP.with_name("runstone_startup.pth"), packages)
    return folder / "bin" / "python"


def _with_wandb(version: str) -> Path:
    """The interpreter that has this version of wandb; made once for all sessions of tests.

    Raises:
        Skipped: PyPI cannot be reached, and nobody said that it must.
    """
    ENVIRONMENTS.mkdir(parents=True, exist_ok=True)
    folder = ENVIRONMENTS / version
    with open(ENVIRONMENTS / f"{version}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "made").exists():
            shutil.rmtree(folder, ignore_errors=True)
            python = make_environment(folder)
            pip = [
                sys.executable,
                "-m",
                "pip",
                "--disable-pip-version-check",
                "--python",
                str(python),
                "install",
                "--retries=2",
                "--no-compile",  # a script imports a tenth of what comes; that is compiled when it is
            ]
            done = subprocess.run([*pip, "--quiet", f"wandb=={version}"], capture_output=True, text=True, check=False)
            if done.returncode != 0:
                if os.environ.get("RUNSTONE_WANDB_VERSIONS"):
                    raise RuntimeError(done.stderr)
                pytest.skip(f"wandb=={version} cannot be installed: {done.stderr.strip()[-300:]}")
            (folder / "made").touch()
    packages = next(folder.glob("lib/python*/site-packages"))
    shutil.copy(STARTUP, packages / "_runstone_startup.py")
    return folder / "bin" / "python"


@pytest.fixture(scope="session", params=VERSIONS)
def environment(request: pytest.FixtureRequest) -> Environment:
    """An environment with wandb, of each version that is asked for."""
    return Environment(_with_wandb(request.param), request.param)


@pytest.fixture(scope="session")
def newest() -> Environment:
    """An environment with the first of the versions, for what does not depend on it."""
    return Environment(_with_wandb(VERSIONS[0]), VERSIONS[0])


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An environment without wandb."""
    return Environment(make_environment(tmp_path_factory.mktemp("bare") / "venv"), "")


@pytest.fixture
def script(tmp_path: Path) -> Callable[..., Ran]:
    """`script(environment, code, **variables)` runs a script in a folder of its own, dual unless a variable says otherwise."""

    def run(environment: Environment, code: str, **variables: str) -> Ran:
        path = tmp_path / "train.py"
        path.write_text(dedent(code))
        done = subprocess.run(
            [str(environment.python), str(path)],
            cwd=tmp_path,
            env=_variables(variables),
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


def _variables(more: dict[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("WANDB_", "PYTHON"))}
    ours = {"WANDB_MODE": "offline", "WANDB_ERROR_REPORTING": "false", "RUNSTONE_WANDB": "dual"}
    # A machine that is busy with other tests is no home that hangs.
    ours |= {"RUNSTONE_WANDB_START_SECS": "60", "RUNSTONE_WANDB_FINISH_SECS": "60"}
    return {name: value for name, value in {**kept, **ours, **more}.items() if value}


@pytest.fixture
def theirs(tmp_path: Path) -> Callable[[Environment], list[dict[str, Any]]]:
    """What wandb recorded, run by run in the order of time."""

    def read(environment: Environment) -> list[dict[str, Any]]:
        reader = Path(__file__).with_name("read_offline.py")
        done = subprocess.run(
            [str(environment.python), str(reader), str(tmp_path / "wandb")],
            env=_variables({"RUNSTONE_WANDB": "off"}),
            capture_output=True,
            text=True,
            timeout=180,
            check=True,
        )
        found: list[dict[str, Any]] = json.loads(done.stdout)
        return found

    return read


@pytest.fixture
def ours(tmp_path: Path) -> Iterator[Callable[[], list[StoredRun]]]:
    """What Runstone recorded, in the order of beginning."""
    apis: list[Api] = []

    def read() -> list[StoredRun]:
        apis.append(Api(tmp_path / "home"))
        return sorted(apis[-1].runs(), key=lambda run: run.number)

    yield read
    for api in apis:
        api.close()
