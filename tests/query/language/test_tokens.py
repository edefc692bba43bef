"""What is one word and what is an operator."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runstone.query.language.tokens import EXPRESSION, FILTER, Lexicon, is_word, quote, scan


def texts(text: str, lexicon: Lexicon) -> list[str]:
    return [token.text for token in scan(text, lexicon)[:-1]]


@pytest.mark.parametrize(
    "word",
    [
        "summary.val/acc",
        "config.model.layers-3",
        "2026-11-20T12:30",
        "2026-11-20T12:30+02:00",
        "1e-3",
        "-5",
        "-inf",
        "resnet-50",
        "/data/imagenet",
        "alice@host",
        "#7",
        "50%",
        "Größe",
        "学習率",
        "🔥",
    ],
)
def test_a_bare_word_of_a_filter_is_one_token(word: str) -> None:
    (token, _) = scan(word, FILTER)
    assert token == ("word", word, 0, len(word), None)
    assert is_word(word, FILTER)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("config.lr<1e-3", ["config.lr", "<", "1e-3"]),
        ("a!=-5", ["a", "!=", "-5"]),
        ("!a&&b||(c)", ["!", "a", "&&", "b", "||", "(", "c", ")"]),
        ("a==b<>c", ["a", "==", "b", "<>", "c"]),
        ("name!~'x y'", ["name", "!~", "x y"]),
        ("a\u00a0b\nc", ["a", "b", "c"]),
    ],
)
def test_a_filter_needs_no_spaces_around_signs(text: str, expected: list[str]) -> None:
    assert texts(text, FILTER) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("train/loss - val/loss", ["train/loss", "-", "val/loss"]),
        ("train/loss", ["train/loss"]),
        ("train / loss", ["train", "/", "loss"]),
        ("train/loss- val/loss", ["train/loss", "-", "val/loss"]),
        ("a -5", ["a", "-", "5"]),
        ("a*b", ["a", "*", "b"]),
        ("(a+b)%c^2", ["(", "a", "+", "b", ")", "%", "c", "^", "2"]),
        ("1-acc", ["1", "-", "acc"]),
        ("1/loss", ["1", "/", "loss"]),
        ("2/3", ["2", "/", "3"]),
        ("1e-3*a", ["1e-3", "*", "a"]),
        ("1e+3", ["1e+3"]),
        (".5", [".5"]),
        ("3d-iou", ["3d-iou"]),
        ("1.2.3", ["1.2.3"]),
        ("layers/0/w", ["layers/0/w"]),
        ("top-5/acc", ["top-5/acc"]),
        ("a--b", ["a", "-", "-", "b"]),
        ("2*-x", ["2", "*", "-", "x"]),
        ("ema(x,0.9)", ["ema", "(", "x", ",", "0.9", ")"]),
        ("`a b`-`c-d`", ["a b", "-", "c-d"]),
    ],
)
def test_an_expression_tells_names_from_operators(text: str, expected: list[str]) -> None:
    assert texts(text, EXPRESSION) == expected


def test_backquotes_hold_odd_names_behind_a_source_too() -> None:
    (token, _) = scan("metrics.`my metric (x)`.max", FILTER)
    assert token == ("name", "metrics.my metric (x).max", 0, 27, None)
    assert texts(r"`a\`b\\c`", FILTER) == ["a`b\\c"]


def test_backslashes_of_patterns_stay() -> None:
    assert texts(r'"\d+\.\"" ', FILTER) == [r'\d+\."']
    assert texts(r"'it\'s'", FILTER) == ["it's"]


@pytest.mark.parametrize(("text", "start"), [('a = "b', 4), ("`x", 0), ("a = 'b\\'", 4), ("a ? b", 2), ("a\x00", 1)])
def test_what_is_no_token_is_a_fault_where_it_stands(text: str, start: int) -> None:
    assert [token.start for token in scan(text, FILTER) if token.fault] == [start]


@given(st.text(), st.sampled_from([FILTER, EXPRESSION]))
def test_tokens_cover_all_but_spaces(text: str, lexicon: Lexicon) -> None:
    at = 0
    for token in scan(text, lexicon):
        assert text[at : token.start].strip() == ""
        assert token.end > token.start or token.kind == "end"
        at = token.end
    assert at == len(text)


@given(st.text(), st.sampled_from(["'", '"', "`"]), st.sampled_from([FILTER, EXPRESSION]))
def test_a_quoted_text_says_itself(text: str, mark: str, lexicon: Lexicon) -> None:
    (token, _) = scan(quote(text, mark), lexicon)
    assert (token.text, token.fault) == (text, None)
