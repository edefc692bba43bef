"""`runstone sql`: what it prints."""

from __future__ import annotations

import json
import math

import pytest

from runstone.cli.app import main
from runstone.sdk.init import init


def run(*arguments: str) -> int:
    """The exit code of a command line."""
    try:
        main(["sql", *arguments])
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


@pytest.fixture(autouse=True)
def _recorded() -> None:
    with init("p", id="one", config={"text": "a, [b]"}) as recorded:
        recorded.log({"loss": 1.5}, step=1)
        recorded.log({"loss": math.nan}, step=2)


def test_it_lists_the_tables(capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 0
    out = capsys.readouterr().out
    assert "points" in out
    assert "NULL for NaN" in out
    assert run("--json") == 0
    assert {table["name"] for table in json.loads(capsys.readouterr().out)} >= {"runs", "points", "logs"}


def test_a_table_json_and_csv(capsys: pytest.CaptureFixture[str]) -> None:
    query = "select p.step, p.value, c.text from points p join config c on c.run = p.run order by step"
    assert run(query) == 0
    assert capsys.readouterr().out.splitlines()[1:3] == ["   1    1.5  a, [b]", "   2   NULL  a, [b]"]
    assert run(query, "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["rows"] == [[1, 1.5, "a, [b]"], [2, None, "a, [b]"]]
    assert (answer["columns"], answer["types"], answer["cut"]) == (
        ["step", "value", "text"],
        ["integer", "real", "text"],
        False,
    )
    assert run(query, "--csv") == 0
    assert capsys.readouterr().out == 'step,value,text\n1,1.5,"a, [b]"\n2,,"a, [b]"\n'


def test_what_is_cut_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("select step from points", "--limit", "1") == 0
    assert "--limit" in capsys.readouterr().err


def test_what_is_wrong_is_pointed_at(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("select nowhere from runs") == 1
    assert capsys.readouterr().err.splitlines()[-2:] == ["select nowhere from runs", "       ^^^^^^^"]
    assert run("select 1", "--csv", "--json") == 1
