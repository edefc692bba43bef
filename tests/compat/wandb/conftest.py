"""Each test begins without a run, without variables of W&B, and in a folder of its own."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

import runstone.compat.wandb as wandb
from runstone.model.home import Home


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    for variable in [variable for variable in os.environ if variable.startswith("WANDB_")]:
        monkeypatch.delenv(variable)
    monkeypatch.chdir(tmp_path)
    yield
    wandb.teardown()


@pytest.fixture
def run(home: Home) -> wandb.Run:
    """An open run, `wandb.run`."""
    return wandb.init(project="cv", id="a1", config={"lr": 0.1})


@pytest.fixture
def example(home: Home) -> Callable[[str], dict[str, Any]]:
    """Runs an example of their documentation in which nothing but the import is changed. Gives the names that it made."""

    def run_it(code: str) -> dict[str, Any]:
        code = re.sub(
            r"^( *)import wandb$", r"\1import runstone.compat.wandb as wandb", dedent(code), flags=re.MULTILINE
        )
        code = re.sub(r"^( *from )wandb\b", r"\1runstone.compat.wandb", code, flags=re.MULTILINE)
        names: dict[str, Any] = {"__name__": "__main__"}
        exec(compile(code, "<example>", "exec"), names)
        return names

    return run_it
