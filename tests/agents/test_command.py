"""Commands: what the macros of W&B mean."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from runstone.agents.command import command
from runstone.model.errors import BadValue
from runstone.sweeps.definition import read_definition

PARAMS = {"lr": 0.1, "nesterov": True, "amsgrad": False, "net": {"depth": 3}, "sizes": [1, 2]}
FLAT = [("lr", "0.1"), ("nesterov", "True"), ("amsgrad", "False"), ("net.depth", "3"), ("sizes", "[1, 2]")]


def words(tmp_path: Path, *given: str, **more: Any) -> list[str]:
    definition = {"method": "random", "parameters": {"lr": {"value": 1}}, **more}
    if given:
        definition["command"] = list(given)
    return command(read_definition(definition), PARAMS, tmp_path / "params.json", ("py", "-u"))


def test_the_command_by_default(tmp_path: Path) -> None:
    arguments = [f"--{name}={value}" for name, value in FLAT]
    assert words(tmp_path, program="train.py") == ["/usr/bin/env", "py", "-u", "train.py", *arguments]


def test_macros(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NODES", "4")
    assert words(tmp_path, "run", "${args_no_hyphens}") == ["run", *(f"{name}={value}" for name, value in FLAT)]
    assert words(tmp_path, "run", "${args_no_boolean_flags}") == [
        *("run", "--lr=0.1", "--nesterov", "--net.depth=3", "--sizes=[1, 2]")
    ]
    assert json.loads(words(tmp_path, "${args_json}")[0]) == PARAMS
    (file,) = words(tmp_path, "${args_json_file}")
    assert json.loads(Path(file).read_text()) == PARAMS
    assert words(tmp_path, "--nodes=${envvar:NODES}", "--at=${envvar:NOWHERE}") == ["--nodes=4", "--at="]


def test_macros_that_there_are_not(tmp_path: Path) -> None:
    with pytest.raises(BadValue, match=r"macro \$\{nonsense\}; there are env, interpreter"):
        words(tmp_path, "${nonsense}")
    with pytest.raises(BadValue, match="names none"):
        words(tmp_path)
