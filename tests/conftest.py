"""What every test may use: a home of its own, and Python programs run as a user would run them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import settings

import left_processes
import runstone
from property_settings import EXPLORING
from recorder import Recorder
from runstone.access import password
from runstone.index.index import Index
from runstone.model.home import Home
from runstone.model.records import Parent
from runstone.sdk.exits import WATCH

# A busy machine is no fault of what is tested. The examples are the same each time, so that a red check is the fault of what changed;
# HYPOTHESIS_PROFILE=exploring looks for new ones.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.register_profile("exploring", deadline=None, max_examples=EXPLORING)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

Answer = TypeVar("Answer")

QUIET_ENVIRONMENT = {
    "RUNSTONE_CONSOLE": "0",
    "RUNSTONE_GIT": "0",
    "RUNSTONE_HOST": "0",
    "RUNSTONE_PACKAGES": "0",
    "RUNSTONE_SYSTEM": "0",
    "RUNSTONE_QUIET": "1",
}


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> Iterator[None]:
    """Passwords of users of tests cost milliseconds, and not the third of a second that they cost a thief; tests/access looks at the real price."""
    from argon2 import PasswordHasher

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(password, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_process_stays() -> Iterator[None]:
    """Who tests is told of the processes that a test began and did not end."""
    left_processes.mark()
    yield
    told = [f"{test} left {command!r}" for _, command, test in left_processes.left_in_the_end()]
    assert not told, "\n".join(told)


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Each test has a home of its own and no captures unless it asks for them; runs that it forgot are closed."""
    for name in list(os.environ):
        if name.startswith(("RUNSTONE_", "PLUTO_")) and name not in (
            "RUNSTONE_CHROMIUM",
            "RUNSTONE_REQUIRE_BROWSER",
            "RUNSTONE_CRASH_ROUNDS",
        ):
            monkeypatch.delenv(name)
    for name, value in QUIET_ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("RUNSTONE_DIR", str(tmp_path / "home"))
    monkeypatch.setenv("RUNSTONE_ARTIFACT_CACHE_DIR", str(tmp_path / "artifact-cache"))
    monkeypatch.setenv("RUNSTONE_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")  # never the keyring of who tests
    monkeypatch.setenv(
        "PYTHONPATH", str(Path(runstone.__file__).parents[1])
    )  # programs that tests start find this checkout
    yield
    for run in list(WATCH.live):
        run.close()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """The home that `init` uses in this test."""
    return Home(tmp_path / "home")


@pytest.fixture
def python(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run a program in a fresh interpreter: `python(code, *arguments, **environment)`."""

    def run(code: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", code, *arguments],
            env={**os.environ, **environment},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )

    return run


@pytest.fixture
def eventually() -> Callable[..., object]:
    """Wait for a condition: `eventually(lambda: ...)` gives its first true answer, or fails after a while."""

    def wait(condition: Callable[[], Answer], timeout_secs: float = 60.0) -> Answer:
        deadline = time.monotonic() + timeout_secs
        while True:
            answer = condition()
            if answer:
                return answer
            assert time.monotonic() < deadline, "the condition did not come true"
            time.sleep(0.01)

    return wait


@pytest.fixture
def index(home: Home) -> Iterator[Index]:
    """The index of the home."""
    index = Index(home)
    yield index
    index.close()


@pytest.fixture
def record(home: Home) -> Callable[..., Recorder]:
    """Begin a run with nothing but the journal: `record("a1")`, `record("b2", config={…}, parent=("a1", 100))`."""

    def begin(run: str, *, parent: tuple[str, int] | None = None, **facts: Any) -> Recorder:
        return Recorder(home, run, parent=Parent(*parent) if parent else None, **facts)

    return begin
