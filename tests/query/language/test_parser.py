"""What filters say, and where wrong ones are pointed at."""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from runstone.model.errors import BadQuery
from runstone.query.language.fields import parse_field
from runstone.query.language.parser import parse_filter
from runstone.query.language.syntax import (
    EVERYTHING,
    And,
    Compare,
    Condition,
    Exists,
    Field,
    Matches,
    Not,
    OneOf,
    Or,
    Text,
    Value,
)
from trees import is_read_or_pointed_at, plain

PIECES = [
    *(
        "and",
        "or",
        "not",
        "in",
        "exists",
        "null",
        "&&",
        "||",
        "!",
        "(",
        ")",
        ",",
        "=",
        "==",
        "!=",
        "<>",
        "<",
        ">=",
        "~",
    ),
    *("!~", '"x"', "'", '"', "`", "``", "config.lr", "config.", "metrics.a.max", "metrics.a", "state", "tag", "1e-3"),
    *("-5", "nan", "word", "\\", "?", " ", "\n", "{", "}", "config.`a b`"),
]


def run(key: str) -> Field:
    return Field("run", key)


def config(key: str) -> Field:
    return Field("config", key)


LR = Compare(config("lr"), "<", Value("1e-3", 1e-3))
RUNNING = Compare(run("state"), "=", Value("running"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", EVERYTHING),
        (" \n", EVERYTHING),
        ("()", EVERYTHING),
        ("config.lr < 1e-3", LR),
        ("config.lr<1e-3 and state=running", And((LR, RUNNING))),
        ("config.lr<1e-3 AND state==running", And((LR, RUNNING))),
        ("config.lr<1e-3 && state = 'running'", And((LR, RUNNING))),
        ("config.lr<1e-3 state = running", And((LR, RUNNING))),
        ("config.lr < 1e-3 or state = running", Or((LR, RUNNING))),
        ("a or b c or d and e", Or((Text("a"), And((Text("b"), Text("c"))), And((Text("d"), Text("e")))))),
        ("(a or b) c", And((Or((Text("a"), Text("b"))), Text("c")))),
        ("not a b", And((Not(Text("a")), Text("b")))),
        ("!(a || b)", Not(Or((Text("a"), Text("b"))))),
        ("not not a", Not(Not(Text("a")))),
        ("state in (failed, 'crashed')", OneOf(run("state"), (Value("failed"), Value("crashed")))),
        ("state NOT IN (failed)", Not(OneOf(run("state"), (Value("failed"),)))),
        ("id in ()", OneOf(run("id"), ())),
        ('name ~ "res.*50"', Matches(run("name"), "res.*50")),
        ("name !~ resnet", Not(Matches(run("name"), "resnet"))),
        (r'~ "\d+$"', Matches(None, r"\d+$")),
        ("!~ x y", And((Not(Matches(None, "x")), Text("y")))),
        ("exists(config.lr)", Exists(config("lr"))),
        ("not exists (summary.`val acc`)", Not(Exists(Field("summary", "val acc")))),
        ("config.lr = null", Compare(config("lr"), "=", Value("null", None, True))),
        ('config.lr = "null"', Compare(config("lr"), "=", Value("null"))),
        ("config.amp = true", Compare(config("amp"), "=", Value("true", 1.0))),
        ("config.amp = False", Compare(config("amp"), "=", Value("False", 0.0))),
        ("config.n = '5'", Compare(config("n"), "=", Value("5"))),
        ("config.n > -inf", Compare(config("n"), ">", Value("-inf", -math.inf))),
        ("0.1 < config.n <= 0.5", And((Compare(config("n"), ">", Value("0.1", 0.1)), Compare(config("n"), "<=", Value("0.5", 0.5))))),
        ("5 = config.n", Compare(config("n"), "=", Value("5", 5.0))),
        ("-7d <= created", Compare(run("created_time"), ">=", Value("-7d"))),
        ("'adam' != config.o", Compare(config("o"), "!=", Value("adam"))),
        ("resnet-50 'two words'", And((Text("resnet-50"), Text("two words")))),
        ("exists", Text("exists")),
        ("tag = a and tags = b", And((Compare(run("tag"), "=", Value("a")), Compare(run("tag"), "=", Value("b"))))),
        ("config.path = /data/x-1", Compare(config("path"), "=", Value("/data/x-1"))),
        ("duration > 1h30m", Compare(run("duration_secs"), ">", Value("1h30m"))),
        ("metrics.val/acc.v2.max > 1", Compare(Field("metrics", "val/acc.v2.max"), ">", Value("1", 1.0))),
        ("metric.`my metric`.first_step = 0", Compare(Field("metrics", "my metric.first_step"), "=", Value("0", 0.0))),
    ],
)  # fmt: skip
def test_it_says(text: str, expected: Condition) -> None:
    assert plain(parse_filter(text)) == plain(expected)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("tags", "tag"),
        ("created", "created_time"),
        ("createdAt", "created_time"),
        ("updated", "updated_time"),
        ("ended", "ended_time"),
        ("duration", "duration_secs"),
        ("displayName", "name"),
        ("display_name", "name"),
        ("jobType", "job_type"),
        ("State", "state"),
        ("group", "group"),
        ("summary_metrics.acc", "summary.acc"),
        ("metric.loss.min", "metrics.loss.min"),
    ],
)
def test_fields_have_the_names_that_people_know(name: str, key: str) -> None:
    assert str(parse_field(name)) == key
    condition = parse_filter(f"{name} = x")
    assert isinstance(condition, Compare)
    assert str(condition.field) == key


def test_not_a_number_is_a_number() -> None:
    condition = parse_filter("summary.loss = NaN")
    assert isinstance(condition, Compare)
    assert math.isnan(condition.value.number or 0)


def test_each_part_knows_where_it_stands() -> None:
    text = "a and config.`b c` in (x, 'y z') and name ~ 'q'"
    condition = parse_filter(text)
    assert isinstance(condition, And)
    _, one_of, matches = condition.terms
    assert isinstance(one_of, OneOf)
    assert isinstance(matches, Matches)
    places = [one_of.field, *one_of.values, matches]
    assert [text[place.start : place.end] for place in places] == ["config.`b c`", "x", "'y z'", "'q'"]


@pytest.mark.parametrize(
    ("text", "start", "end", "says"),
    [
        ("lr = 1", 0, 2, "config.<key>"),
        ("stat = running", 0, 4, "Did you mean `state`?"),
        ("conifg.lr = 1", 0, 9, "Did you mean `config.lr`?"),
        ("metrics.acc > 1", 0, 11, "metrics.val/acc.max"),
        ("config. = 1", 0, 7, "config.<key>"),
        ("state = ", 8, 8, "A value is expected after `=`; here the text ends."),
        ("state = and x", 8, 11, "`and`"),
        ("state in running", 9, 16, "`(` is expected after `in`"),
        ("state in (running", 17, 17, "`)` is expected or `,`"),
        ("state in (running,)", 18, 19, "A value is expected in the list"),
        ("(a or b", 7, 7, "`)` is expected to close"),
        ("a or b)", 6, 7, "here there is `)`"),
        ("a and", 5, 5, "A condition is expected"),
        ("or a", 0, 2, "A condition is expected"),
        ("not", 3, 3, "A condition is expected"),
        ("= 5", 0, 1, "a field and what it is compared with"),
        ("5 < 6", 4, 5, "There is no field"),
        ("5 < 'a'", 4, 7, "One side of `<` must be a field"),
        ("exists()", 7, 8, "A field is expected"),
        ("exists(lr)", 7, 9, "There is no field `lr`"),
        ("name ~ ", 7, 7, "A pattern in quotes"),
        ("name ~ ^a", 7, 8, "quotes"),
        ("config.a < null", 9, 10, "null"),
        ("summary.a > summary.b", 12, 21, "is a field"),
        ("state = 'run", 8, 12, "never closed"),
        ("tag = a*", 7, 8, "in quotes"),
        ("a & b", 2, 3, "'&' means nothing here"),
        ("config.a < 5 < 7", 13, 14, "`and` or `or` is expected"),
    ],
)
def test_a_wrong_filter_is_pointed_at(text: str, start: int, end: int, says: str) -> None:
    with pytest.raises(BadQuery) as caught:
        parse_filter(text)
    error = caught.value
    assert (error.text, error.start, error.end) == (text, start, end)
    assert says in str(error)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a" * 10_001, "10,001 characters"),
        ("(" * 5000 + "a" + ")" * 4999, "100 levels"),
        ("(" * 9999, "100 levels"),
        ("not " * 2000 + "a", "100 levels"),
        ("!" * 9999 + "a", "100 levels"),
        ("a " * 1001, "1,000 terms"),
        ("a or " * 1001 + "a", "1,000 terms"),
        ("1 = number = 1 " * 600, "1,000 terms"),
    ],
)
def test_hostile_filters_meet_a_limit(text: str, says: str) -> None:
    with pytest.raises(BadQuery, match=says):
        parse_filter(text)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 100 + "a" + ")" * 100,
        "not " * 100 + "a",
        "(not " * 50 + "a" + ")" * 50,
        "a " * 1000,
        "id in (" + ",".join("x" * 4 for _ in range(1900)) + ")",
        "a" * 10_000,
        '"' + "\\" * 9998 + '"',
        "1" * 5000 + "." + "1" * 4000 + "e",
    ],
)
def test_what_lies_within_the_limits_is_read(text: str) -> None:
    parse_filter(text)


@settings(max_examples=300)
@given(
    st.text()
    | st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join)
    | st.lists(st.sampled_from(PIECES)).map("".join)
)
@example("`")
@example("config.``")
def test_any_text_is_a_filter_or_pointed_at(text: str) -> None:
    assert is_read_or_pointed_at(parse_filter, text)


@pytest.mark.parametrize("text", ["config.my key", "config.`my key`"])
def test_a_field_by_itself_may_lack_its_backquotes(text: str) -> None:
    assert plain(parse_field(text)) == plain(config("my key"))


@pytest.mark.parametrize("key", ["a `b", "<img src=x onerror=`a`>", "a`"])
def test_a_key_that_holds_backquotes_is_asked_for_as_it_is(key: str) -> None:
    assert plain(parse_field(f"config.{key}")) == plain(config(key))


@pytest.mark.parametrize("text", ["", "lr", "config.", "config.`a", "config.`a` b", "metrics.a", "``"])
def test_what_is_no_field_is_told(text: str) -> None:
    with pytest.raises(BadQuery) as caught:
        parse_field(text)
    assert caught.value.text == text
