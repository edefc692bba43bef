"""The table of `docs/tensorboard.md` names all that the two real classes have, and ours takes their arguments."""

from __future__ import annotations

import importlib
import inspect
import re
from pathlib import Path
from typing import Any

import pytest

from runstone.compat.tensorboard import SummaryWriter

PAGE = Path(__file__).parents[3] / "docs" / "tensorboard.md"
ROW = re.compile(r"^\| (`[^|]+`) \| (works|better|refused) \| (.+) \|$", re.MULTILINE)
ROWS = {
    name: (outcome, words)
    for names, outcome, words in ROW.findall(PAGE.read_text())
    for name in re.findall(r"`(\w+)", names)
}
PLUMBING = {"__enter__", "__exit__", "__init__"}


@pytest.fixture(params=["torch.utils.tensorboard", "tensorboardX"])
def theirs(request: pytest.FixtureRequest) -> Any:
    """A real class; that of PyTorch where it is installed."""
    if request.param.startswith("torch"):
        pytest.importorskip("torch")
    return importlib.import_module(request.param).SummaryWriter


def members(kind: Any) -> dict[str, Any]:
    """Its methods that scripts call."""
    found = dict(inspect.getmembers(kind, callable))
    return {
        name: method for name, method in found.items() if not name.startswith("_") or name in PLUMBING - {"__init__"}
    }


def test_every_name_is_in_the_table(theirs: Any) -> None:
    assert [name for name in members(theirs) if name not in ROWS and name not in PLUMBING] == []


def test_every_name_is_there(theirs: Any) -> None:
    assert [name for name in members(theirs) if not hasattr(SummaryWriter, name)] == []


def test_the_table_names_nothing_else() -> None:
    writer = SummaryWriter(write_to_disk=False)
    assert [name for name in ROWS if not hasattr(writer, name)] == []


def test_every_argument_is_taken(theirs: Any) -> None:
    missing = []
    for name, method in [*members(theirs).items(), ("__init__", theirs.__init__)]:
        ours = inspect.signature(getattr(SummaryWriter, name)).parameters
        takes_any = any(parameter.kind is inspect.Parameter.VAR_KEYWORD for parameter in ours.values())
        for argument in inspect.signature(method).parameters.values():
            if argument.name not in ours and not takes_any and name not in ("__exit__",):
                missing.append((name, argument.name))
    assert missing == []


def test_arguments_have_the_places_of_pytorchs() -> None:
    pytest.importorskip("torch")
    theirs = importlib.import_module("torch.utils.tensorboard").SummaryWriter
    moved = []
    for name, method in members(theirs).items():
        if name == "__exit__":
            continue
        places = list(inspect.signature(method).parameters)
        ours = list(inspect.signature(getattr(SummaryWriter, name)).parameters)
        if ours[: len(places)] != places:
            moved.append((name, places, ours))
    assert moved == []
