"""docs/sql.md is true: its examples run on both engines, and it tells every column."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from recorder import Recorder
from runstone.index.index import Index
from runstone.model.home import Home
from runstone.model.records import ConsoleWritten
from runstone.query.sql import ask
from runstone.query.sql.tables import TABLES

PAGE = (Path(__file__).parents[3] / "docs" / "sql.md").read_text()
EXAMPLES = re.findall(r"^```sql\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)

ANSWERS = [
    [["baseline", "other", "other", 0.9], ["baseline", "one", "one", 0.5]],
    [["baseline", "other", 0.9]],
    [["DM-2", 0.2, None, float("-inf"), 300], ["DM-1", 0.1, "adam", 300.0, 300]],
    [[0, 2, 0.0, 0.0, 0.0], [100, 2, 150.0, 100.0, 200.0], [200, 2, 300.0, 200.0, 400.0], [300, 2, float("-inf"), float("-inf"), 300.0]],
    [[300, float("inf")], [299, -299.0], [298, -298.0], [297, -297.0], [296, -296.0]],
    [["one", 2]],
    [["other", "train/loss", 1, 301]],
]  # fmt: skip


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Index:
    home = Home(tmp_path_factory.mktemp("told"))
    for number, (name, config) in enumerate(
        [("one", {"lr": 0.1, "optimizer": {"name": "adam"}}), ("other", {"lr": 0.2})], 1
    ):
        run = Recorder(home, name, config=config, group="baseline", tags=["a", "b"] if number == 1 else [])
        for step in range(301):
            run.log({"train/loss": float(step * number) if (step, number) != (300, 2) else float("-inf")}, step)
        run.log({"val/acc": 0.5 if number == 1 else 0.9}, 300)
        run.event(ConsoleWritten, stream="stderr", lines=["UserWarning: x", "fine", "a Warning"])
        run.finish()
    index = Index(home)
    index.refresh(30)
    return index


@pytest.mark.parametrize("engine", ["sqlite", "duckdb"])
@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_examples_give_what_they_say(told: Index, number: int, engine: str) -> None:
    if engine == "duckdb":
        pytest.importorskip("duckdb")
    assert ask(told, EXAMPLES[number], engine).rows == ANSWERS[number]  # type: ignore[arg-type]


def test_every_table_and_column_is_told() -> None:
    for table in TABLES:
        section = PAGE.partition(f"### `{table.name}`")[2].partition("###")[0]
        for column in table.columns:
            assert f"| `{column.name}` | {column.type} | {column.says} |" in section
