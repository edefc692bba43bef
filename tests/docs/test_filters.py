"""The page on filters is true: every example is read, and everything that there is, is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from runstone.model.states import State
from runstone.query.language.expressions import parse_expression
from runstone.query.language.mongo import parse
from runstone.query.language.parser import OPERATORS, parse_filter
from runstone.query.language.syntax import METRIC_FIGURES, RUN_FIELDS

PAGE = (Path(__file__).parents[2] / "docs" / "filters.md").read_text()


def examples(kind: str) -> list[str]:
    blocks = re.findall(rf"^```{kind}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


@pytest.mark.parametrize("text", examples("filter"))
def test_its_filters_are_read(text: str) -> None:
    parse_filter(text)


@pytest.mark.parametrize("text", examples("expression"))
def test_its_expressions_are_read(text: str) -> None:
    parse_expression(text)


@pytest.mark.parametrize("text", examples("json"))
def test_its_dicts_are_read(text: str) -> None:
    parse(text)


def test_every_field_state_figure_and_operator_is_told() -> None:
    words = [*RUN_FIELDS, *METRIC_FIGURES, *State, *OPERATORS]
    assert [word for word in words if f"`{word}`" not in PAGE] == []
