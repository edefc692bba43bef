"""Runstone alone: every call of wandb goes to the home, without an account, with wandb installed and without it."""

from __future__ import annotations

from typing import Any

import pytest

from shim_names import name

# Each of these starts wandb's own service, which takes its time where much else is going on.
pytestmark = pytest.mark.timeout(400)

SCRIPT = """
import importlib.metadata, importlib.util
assert importlib.util.find_spec("wandb") is not None
print(importlib.metadata.version("wandb"))
import wandb
from wandb.sdk.lib import config_util
run = wandb.init(project="p", config={"lr": 1})
print(type(run).__module__, isinstance(run, wandb.Run), wandb.login(key="whatever"))
wandb.log({"x": 1})
wandb.log({"x": 2, "t": wandb.Table(columns=["a"], data=[[1]])})
wandb.finish(exit_code=2)
"""


@name(
    "Only Runstone",
    "RUNSTONE_WANDB=only, DISABLE_WANDB_LOGGING=true",
    note="all of [the other table](wandb.md#every-name)",
)
@name("Only Runstone", "without wandb installed")
@name(
    "Only Runstone",
    "WANDB_API_KEY",
    note="a home needs no key; one that begins with `rs_` is a token for the server of RUNSTONE_URL, and is sent nowhere else",
)
@pytest.mark.parametrize("which", ["bare", "newest"])
@pytest.mark.parametrize(
    "variable", [{"RUNSTONE_WANDB": "only"}, {"RUNSTONE_WANDB": "", "DISABLE_WANDB_LOGGING": "true"}]
)
def test_only_runstone(
    request: pytest.FixtureRequest, which: str, variable: dict[str, str], script: Any, ours: Any, tmp_path: Any
) -> None:
    ran = script(request.getfixturevalue(which), SCRIPT, WANDB_MODE="", **variable)
    assert ran.code == 0, ran.err
    assert ran.out.split()[1:] == ["runstone.compat.wandb.run", "True", "True"]
    [our] = ours()
    assert our.state == "failed"
    assert our.series("x").values.tolist() == [1, 2]
    assert our.config == {"lr": 1}
    assert not (tmp_path / "wandb").exists()
