"""What expressions say, how strongly operators bind, and that a printed expression says the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runstone.model.errors import BadQuery
from runstone.query.language.expression import Binary, Call, Expression, Metric, Negative, Number, metrics_of
from runstone.query.language.expressions import parse_expression, to_text
from trees import expressions, is_read_or_pointed_at, plain

A, B, C = Metric("a"), Metric("b"), Metric("c")
PIECES = [
    "a",
    "train/loss",
    "1",
    "1e-3",
    "ema(",
    "(",
    ")",
    ",",
    "-",
    "+",
    "*",
    "/",
    "%",
    "^",
    "**",
    " ",
    "`x y`",
    "`",
    "'",
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "ema(train/loss, 0.9) - val/loss",
            Binary("-", Call("ema", (Metric("train/loss"), Number(0.9))), Metric("val/loss")),
        ),
        ("a + b * c", Binary("+", A, Binary("*", B, C))),
        ("a - b - c", Binary("-", Binary("-", A, B), C)),
        ("a - (b - c)", Binary("-", A, Binary("-", B, C))),
        ("a % b / c", Binary("/", Binary("%", A, B), C)),
        ("a ^ b ^ c", Binary("^", A, Binary("^", B, C))),
        ("a ** b", Binary("^", A, B)),
        ("-a ^ b", Negative(Binary("^", A, B))),
        ("a ^ -b * c", Binary("*", Binary("^", A, Negative(B)), C)),
        ("-a * b", Binary("*", Negative(A), B)),
        ("a--b", Binary("-", A, Negative(B))),
        ("+a", A),
        ("-5", Number(-5.0)),
        ("-2 ^ 2", Negative(Binary("^", Number(2.0), Number(2.0)))),
        ("1-a", Binary("-", Number(1.0), A)),
        ("clip(a, -1, inf)", Call("clip", (A, Number(-1.0), Number(float("inf"))))),
        ("f()", Call("f", ())),
        ("`my metric (x)`/ 2", Binary("/", Metric("my metric (x)"), Number(2.0))),
        ("`5`", Metric("5")),
        ("ema", Metric("ema")),
    ],
)
def test_it_says(text: str, expected: Expression) -> None:
    assert plain(parse_expression(text)) == plain(expected)


def test_metrics_and_calls_know_where_they_stand() -> None:
    text = "2 * ema(`a b`, 0.9) - c"
    expression = parse_expression(text)
    assert [text[metric.start : metric.end] for metric in metrics_of(expression)] == ["`a b`", "c"]
    assert isinstance(expression, Binary)
    assert isinstance(expression.left, Binary)
    call: Any = expression.left.right
    assert text[call.start : call.end] == "ema(`a b`, 0.9)"


@pytest.mark.parametrize(
    ("text", "start", "end", "says"),
    [
        ("", 0, 0, "A metric, a number or a function is expected; here the text ends."),
        ("a +", 3, 3, "is expected; here the text ends"),
        ("a b", 2, 3, "An operator is expected; here there is `b`"),
        ("a */ b", 3, 4, "here there is `/`"),
        ("ema(a, )", 7, 8, "is expected"),
        ("ema(a", 5, 5, "`)` is expected or `,` after an argument of `ema(…)`"),
        ("2(a)", 1, 2, "An operator is expected"),
        ("(a", 2, 2, "to close the parenthesis"),
        ("a)", 1, 2, "An operator is expected"),
        ("'a' + b", 0, 3, "backquotes"),
        ("a = b", 2, 3, "'=' means nothing here"),
        ("`a", 0, 2, "never closed"),
    ],
)
def test_a_wrong_expression_is_pointed_at(text: str, start: int, end: int, says: str) -> None:
    with pytest.raises(BadQuery) as caught:
        parse_expression(text)
    assert (caught.value.text, caught.value.start, caught.value.end) == (text, start, end)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a" * 10_001, "10,001 characters"),
        ("(" * 9999, "100 levels"),
        ("-" * 9999 + "a", "100 levels"),
        ("2^" * 4000 + "a", "100 levels"),
        ("f(" * 3000, "100 levels"),
        ("-(" * 3000, "100 levels"),
        ("a+" * 4000 + "a", "100 operations"),
        ("f(" + "a," * 4000 + "a)", "1,000 terms"),
    ],
)
def test_hostile_expressions_meet_a_limit(text: str, says: str) -> None:
    with pytest.raises(BadQuery, match=says):
        parse_expression(text)


@pytest.mark.parametrize("text", ["+".join(["a"] * 100), "(" * 99 + "a" + ")" * 99, "-" * 49 + "a", "2^" * 99 + "a"])
def test_what_lies_within_the_limits_is_read_and_printed(text: str) -> None:
    expression = parse_expression(text)
    assert list(metrics_of(expression))
    assert plain(parse_expression(to_text(expression))) == plain(expression)


@pytest.mark.parametrize(
    "text", ["a + b * c", "(a + b) * c", "a - (b - c)", "(a ^ b) ^ c", "(-2) ^ 2", "a - -b", "f(a, -1)", "`a b` % `1`"]
)
def test_it_is_printed_with_no_more_parentheses_than_it_needs(text: str) -> None:
    assert to_text(parse_expression(text)) == text


@given(expressions)
def test_a_printed_expression_says_the_same(expression: Expression) -> None:
    assert plain(parse_expression(to_text(expression))) == plain(folded(expression))


@settings(max_examples=300)
@given(st.text() | st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_any_text_is_an_expression_or_pointed_at(text: str) -> None:
    assert is_read_or_pointed_at(parse_expression, text)


def folded(tree: Any) -> Any:
    """A tree in which a minus before a number belongs to it."""
    if isinstance(tree, Negative) and isinstance(inner := folded(tree.operand), Number):
        return Number(-inner.value)
    if isinstance(tree, Negative | Binary | Call):
        return type(tree)(*map(folded, tree))
    return tuple(map(folded, tree)) if type(tree) is tuple else tree
