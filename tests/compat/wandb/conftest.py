"""Each test begins without a run, without variables of W&B, and in a folder of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

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
