"""The table of `docs/runicorn.md` names all that there is, and nothing else."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

import runstone as rs
import runstone.compat.runicorn as rn

PAGE = Path(__file__).parents[3] / "docs" / "runicorn.md"
ROWS = re.findall(r"^\| (.+?) \| (works|better|refused) \| .+ \|$", PAGE.read_text(), re.MULTILINE)
NAMES = {name: outcome for cell, outcome in ROWS for name in re.findall(r"`(\w+)`", cell)}


def test_every_name_of_the_module_is_told() -> None:
    assert [name for name in rn.__all__ if name not in NAMES and not name.startswith("__")] == []


def test_every_verb_of_a_run_is_told() -> None:
    assert [name for name in dir(rn.Run) if not name.startswith("_") and name not in NAMES] == []


def test_every_argument_of_init_is_told() -> None:
    told = " ".join(cell for cell, _ in ROWS if cell.startswith("`init`"))
    assert [name for name in inspect.signature(rn.init).parameters if name not in told] == []


@pytest.mark.parametrize("name", sorted(name for name in NAMES if not name.startswith("RUNICORN_")))
def test_the_table_tells_the_truth(name: str) -> None:
    is_there = hasattr(rn.Run, name) or name in rn.__all__ or name == "monitor"
    if NAMES[name] == "refused":
        with pytest.raises(rs.Misuse, match="not translated"):
            getattr(rn, name)
    else:
        assert is_there
