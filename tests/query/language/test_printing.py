"""A printed condition says the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from property_settings import examples
from runstone.query.language.parser import parse_filter
from runstone.query.language.printing import to_text
from runstone.query.language.syntax import EVERYTHING, And, Condition, Not, Or, Text
from trees import conditions, plain


@settings(max_examples=examples(100))
@given(conditions)
def test_a_printed_condition_says_the_same(condition: Condition) -> None:
    assert meaning(parse_filter(to_text(condition))) == meaning(condition)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not ()",
        "config.lr < 1e-3 and tag = baseline",
        "a and (b or c) and not (d or e)",
        "a and b or c",
        "not not a",
        "state not in (failed, crashed)",
        'name !~ "^res"',
        '~ "x"',
        "exists(config.`my key`)",
        "metrics.`a b`.max >= -5",
        'config.a = "null" and config.b = null',
        'config.a = "5" and config.b = 5',
        '"and" and "two words"',
    ],
)
def test_it_is_printed_as_one_would_write_it(text: str) -> None:
    assert to_text(parse_filter(text)) == text


def test_nothing_and_everything_are_told_apart() -> None:
    assert to_text(EVERYTHING) == ""
    assert to_text(Or(())) == "not ()"
    assert to_text(And((Or(()), Text("a")))) == "not () and a"


@pytest.mark.parametrize("text", ["(a or b (" * 50 + "x" + "))" * 50, "(not " * 49 + "(a or b)" + ")" * 49])
def test_the_deepest_condition_is_printed(text: str) -> None:
    condition = parse_filter(text)
    assert meaning(parse_filter(to_text(condition))) == meaning(condition)


def meaning(condition: Condition) -> Any:
    """A condition without what makes no difference: joints of one term, and joints of the same kind in each other."""
    match condition:
        case And(terms) | Or(terms):
            kind = type(condition)
            flat: list[Any] = []
            for term in terms:
                found = meaning(term)
                flat += found[1] if found[0] == kind.__name__ else [found]
            return flat[0] if len(flat) == 1 else (kind.__name__, flat)
        case Not(Or(())):
            return ("And", [])
        case Not(term):
            found = meaning(term)
            return ("Or", []) if found == ("And", []) else ("And", []) if found == ("Or", []) else ("Not", found)
    return plain(condition)
