"""What is offered at a cursor, written as `|`."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runstone.query.language.completion import MAX_ITEMS, Completion, Expected, Suggestion, complete, expect
from runstone.query.language.parser import parse_filter
from runstone.query.language.syntax import RUN_FIELDS, Field

FIELDS = [
    Suggestion("config.lr", 812, "number · 812 runs"),
    Suggestion("config.lr_decay", 3),
    Suggestion("config.layers", 900),
    Suggestion("config.optimizer/lr", 50),
    Suggestion("config.my key", 1),
    Suggestion("summary.val/acc", 700),
    Suggestion("metrics.val/acc.max", 700),
]
VALUES = {
    "tag": [Suggestion("baseline", 5), Suggestion("best", 50), Suggestion("old base", 7), Suggestion("null", 1)],
    "lr": [Suggestion("0.001", 400), Suggestion("0.01", 412)],
    "state": [Suggestion("running", 2)],
}


def fields(prefix: str) -> Iterable[Suggestion]:
    return FIELDS


def values(field: Field, prefix: str) -> Iterable[Suggestion]:
    return VALUES.get(field.key, [])


def expected_at(marked: str) -> Expected:
    return expect(marked.replace("|", "", 1), marked.index("|"))


def completed(marked: str) -> Completion:
    return complete(marked.replace("|", "", 1), marked.index("|"), fields, values)


def offered(marked: str) -> list[str]:
    return [item.text for item in completed(marked).items]


@pytest.mark.parametrize(
    ("marked", "kinds", "prefix", "replaced"),
    [
        ("|", ("field", "word"), "", ""),
        ("config.l|", ("field", "word"), "config.l", "config.l"),
        ("config.l|r = 5", ("field", "word"), "config.l", "config.lr"),
        ("config.`my k|", ("field", "word"), "config.my k", "config.`my k"),
        ("state |", ("operator",), "", ""),
        ("state n|", ("operator",), "n", "n"),
        ("state !|", ("operator",), "!", "!"),
        ("state not |", ("operator",), "", ""),
        ("!|", ("field", "word"), "", ""),
        ("not (|", ("field", "word"), "", ""),
        ("state in (run|", ("value",), "run", "run"),
        ("state in (failed, |)", ("value",), "", ""),
        ("state in (failed |", (), "", ""),
        ("state in (failed) |", ("word", "field"), "", ""),
        ("tag = |", ("value",), "", ""),
        ("tag=|", ("value",), "", ""),
        ('tag = "ol|', ("value",), "ol", '"ol'),
        ("tag = 'ol|d' x", ("value",), "ol", "'old'"),
        ('tag = "ol| and state = running', ("value",), "ol", '"ol'),
        ("tag = b|aseline and x", ("value",), "b", "baseline"),
        ("tag = baseline |", ("word", "field"), "", ""),
        ("tag = baseline an|", ("word", "field"), "an", "an"),
        ("tag = baseline and |", ("field", "word"), "", ""),
        ("name ~ |", (), "", ""),
        ('name ~ "x" |', ("word", "field"), "", ""),
        ("0.1 < |", ("field",), "", ""),
        ("0.1 < config.lr |", ("word", "field"), "", ""),
        ("0.1 < config.lr < |", (), "", ""),
        ("exists(|", ("field",), "", ""),
        ("exists(config.l|", ("field",), "config.l", "config.l"),
        ("exists(config.lr) |", ("word", "field"), "", ""),
        ("lr = |", (), "", ""),
        ('"quoted|', (), "quoted", '"quoted'),
        ('{"state": |', (), "", ""),
    ],
)
def test_what_may_stand_at_the_cursor(marked: str, kinds: tuple[str, ...], prefix: str, replaced: str) -> None:
    expected = expected_at(marked)
    text = marked.replace("|", "", 1)
    assert (expected.kinds, expected.prefix, text[expected.start : expected.end]) == (kinds, prefix, replaced)


def test_values_are_those_of_the_field() -> None:
    expected = expected_at("a and created > |")
    assert expected.field is not None
    assert expected.field.key == "created_time"


@pytest.mark.parametrize(
    ("marked", "first"),
    [
        ("config.l|", ["config.layers", "config.lr", "config.lr_decay"]),
        ("lr|", ["config.lr", "config.optimizer/lr", "config.lr_decay"]),
        ("acc|", ["metrics.val/acc.max", "summary.val/acc"]),
        ("config.m|", ["config.`my key`"]),
        ("stat|", ["state"]),
        ("|", sorted(RUN_FIELDS)),
        ("tag = |", ["best", '"old base"', "baseline", '"null"']),
        ("tag = b|", ["best", "baseline", '"old base"']),
        ("tag = 'b|", ["'best'", "'baseline'", "'old base'"]),
        ("config.lr = |", ["0.01", "0.001"]),
        ("state = |", ["running", "crashed"]),
        ("state = f|", ["failed", "finished"]),
        ("state n|", ["not in (", "in ("]),
        ("state !|", ["!=", "!~"]),
        ("state = running |", ["and", "or", *sorted(RUN_FIELDS)]),
        ("state = running a|", ["and"]),
        ("no|", ["notes", "not"]),
        ("ex|", ["exit_code", "exists("]),
    ],
)
def test_the_likeliest_is_offered_first(marked: str, first: list[str]) -> None:
    assert offered(marked)[: len(first)] == first


def test_what_a_catalog_says_of_a_field_is_shown() -> None:
    (item, *_) = completed("config.lr|").items
    assert item == ("config.lr", "field", "number · 812 runs")


def test_no_more_is_offered_than_can_be_looked_at() -> None:
    many = [Suggestion(f"config.key{number}", number) for number in range(1000)]
    items = complete("config.", 7, lambda prefix: many, values).items
    assert len(items) == MAX_ITEMS
    assert items[0].text == "config.key999"


@pytest.mark.parametrize("marked", ["config.m|", "tag = ol|", "tag = 'ol|", "st|ate = running", "tag = n|"])
def test_what_is_chosen_can_be_read(marked: str) -> None:
    text = marked.replace("|", "", 1)
    completion = completed(marked)
    for item in completion.items:
        chosen = text[: completion.start] + item.text + text[completion.end :]
        if item.kind in ("field", "value"):
            parse_filter(chosen)


PIECES = [
    "state",
    " ",
    "in",
    "(",
    ")",
    ",",
    "'",
    '"',
    "`",
    "=",
    "!",
    "~",
    "and",
    "not",
    "config.lr",
    "5",
    "<",
    "exists",
    "{",
]


@settings(max_examples=300)
@given(st.text() | st.lists(st.sampled_from(PIECES), max_size=15).map("".join), st.integers(-2, 40))
def test_any_text_can_be_half_written(text: str, at: int) -> None:
    completion = complete(text, at, fields, values)
    assert 0 <= completion.start <= min(max(at, 0), len(text)) <= completion.end <= len(text)
