"""Filters: what they let through is what a plain reading of each run would, whatever the conditions."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recorder import Recorder
from runstone.index.index import Index
from runstone.model.errors import BadQuery
from runstone.model.home import Home
from runstone.model.records import Described, SummaryUpdated
from runstone.query import fields, runs
from runstone.query.filtering import Filter
from runstone.query.language.syntax import And, Compare, Condition, Exists, Field, Matches, Not, OneOf, Or, Text, Value
from runstone.query.runs import RunsAsk

VALUES: list[Any] = [
    0.1,
    0.01,
    1,
    2,
    -3.5,
    True,
    False,
    None,
    "auto",
    "Adam",
    "1",
    "",
    math.nan,
    math.inf,
    [1, 2],
    "übung",
]
KEYS = ["lr", "opt/name", "seed"]
TAGS = ["baseline", "big", "Best run"]


def facts_of(number: int) -> dict[str, Any]:
    """What run `number` has: every value under every key somewhere, and every key missing somewhere."""
    config = {
        key: VALUES[(number * (place + 1) + place) % len(VALUES)]
        for place, key in enumerate(KEYS)
        if (number + place) % 5
    }
    return {
        "name": f"Net-{number % 7}",
        "config": config,
        "tags": [tag for place, tag in enumerate(TAGS) if number >> place & 1],
        "project": ["cv", "nlp/bert"][number % 2],
    }


COUNT = 48


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """Runs with all kinds of values."""
    home = Home(tmp_path_factory.mktemp("filtering"))
    for number in range(COUNT):
        facts = facts_of(number)
        nested: dict[str, Any] = {}
        for key, value in facts.pop("config").items():
            branch, _, leaf = key.rpartition("/")
            (nested.setdefault(branch, {}) if branch else nested)[leaf] = value
        run = Recorder(home, f"r{number:02}", config=nested, **facts)
        for step in range(3):
            run.log({"val/acc": float((number * 7 + step) % 11)}, step)
        if number % 3:
            run.finish()
        else:
            run.writer.close()
    found = Index(home)
    found.refresh()
    yield found
    found.close()


def value_of(number: int, field: Field) -> Any:
    """The value that a run has under a field; KeyError where it has none."""
    facts = facts_of(number)
    if field.source == "config":
        value = facts["config"][field.key.replace(".", "/")]
        return json.dumps(value, separators=(",", ":")) if isinstance(value, list) else value
    if field.source == "metrics":
        logged = [float((number * 7 + step) % 11) for step in range(3)]
        return {"max": max(logged), "min": min(logged), "last": logged[-1]}[field.key.rpartition(".")[2]]
    return {"tag": facts["tags"], "name": facts["name"], "project": facts["project"]}[field.key]


def meets(number: int, condition: Condition) -> bool:
    """The plain reading of a condition."""
    match condition:
        case And(terms):
            return all(meets(number, term) for term in terms)
        case Or(terms):
            return any(meets(number, term) for term in terms)
        case Not(term):
            return not meets(number, term)
        case Text(text):
            facts = facts_of(number)
            words = [facts["name"], f"r{number:02}", *facts["tags"]]
            return any(text.lower() in word.lower() for word in words)
        case OneOf(field, values):
            return any(meets(number, Compare(field, "=", value)) for value in values)
        case Compare(field, "!=", value):
            return not meets(number, Compare(field, "=", value))
    assert condition.field is not None
    try:
        found = value_of(number, condition.field)
    except KeyError:
        return isinstance(condition, Compare) and condition.value.is_null and condition.operator == "="
    if isinstance(found, list) and condition.field.key == "tag":
        return bool(found) if isinstance(condition, Exists) else any(has(tag, condition) for tag in found)
    return has(found, condition)


def has(found: Any, condition: Condition) -> bool:
    """Whether a value meets a condition on it alone."""
    match condition:
        case Exists():
            return True
        case Matches(_, pattern):
            return isinstance(found, str) and re.search(pattern, found, re.IGNORECASE) is not None
        case Compare(_, sign, value):
            if value.is_null:
                return sign == "=" and found is None
            if sign == "=":
                if isinstance(found, float | int):
                    number = value.number
                    return number is not None and (found == number or (found != found and number != number))
                return found == value.text
            other: Any = value.number if value.number is not None else value.text
            if found is None or isinstance(found, str) != isinstance(other, str):
                return False
            compare: Callable[[Any, Any], bool] = {
                "<": lambda a, b: a < b,
                "<=": lambda a, b: a <= b,
                ">": lambda a, b: a > b,
                ">=": lambda a, b: a >= b,
            }[sign]
            return compare(found, other)
    raise AssertionError(condition)


FIELDS = st.sampled_from(
    [*(Field("config", key) for key in KEYS), Field("config", "opt.name"), Field("config", "none")]
)
VALUE = st.one_of(
    st.sampled_from([0.1, 1.0, 0.0, -3.5, math.nan, math.inf]).map(lambda number: Value(str(number), number)),
    st.sampled_from(["auto", "Adam", "", "übung"]).map(Value),
    st.just(Value("null", is_null=True)),
)
LEAVES: st.SearchStrategy[Condition] = st.one_of(
    st.builds(Compare, FIELDS, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), VALUE),
    st.builds(OneOf, FIELDS, st.lists(VALUE, max_size=3).map(tuple)),
    st.builds(Matches, FIELDS, st.sampled_from(["^a", "A", "u.*g$", "[0-9]"])),
    st.builds(Exists, FIELDS),
    st.builds(Compare, st.just(Field("run", "tag")), st.sampled_from(["=", "!="]), st.sampled_from(TAGS).map(Value)),
    st.builds(Matches, st.just(Field("run", "tag")), st.sampled_from(["^b", "run$"])),
    st.just(Exists(Field("run", "tag"))),
    st.builds(Compare, st.just(Field("run", "name")), st.just("="), st.just(Value("Net-3"))),
    st.builds(
        Compare, st.just(Field("metrics", "val/acc.max")), st.sampled_from([">", "<="]), st.just(Value("5", 5.0))
    ),
    st.builds(Text, st.sampled_from(["net-1", "R0", "BEST", "nowhere"])),
)
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(And, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Or, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Not, inner),
    ),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(condition=CONDITIONS)
def test_a_filter_lets_through_what_a_plain_reading_does(index: Index, condition: Condition) -> None:
    with index.read() as snapshot:
        present = fields.present(snapshot)
        mask = Filter(snapshot, "", len(present)).mask(condition)
        names = snapshot.connection.execute("SELECT key, id FROM run").fetchall()
    found = {int(name[1:]) for key, name in names if mask[key]}
    assert found == {number for number in range(COUNT) if meets(number, condition)}


def ids(index: Index, text: str) -> list[str]:
    return [run.id for run in runs.list_runs(index, RunsAsk(filter=text, sort=["number"])).runs]


def test_times_and_durations_are_read_as_people_write_them(index: Index) -> None:
    assert len(ids(index, "created > yesterday")) == COUNT
    assert ids(index, "created < 2001-01-01") == []
    assert len(ids(index, "created = today or created = yesterday")) == COUNT
    assert len(ids(index, "created > 1h and duration < 1h30m")) == COUNT
    assert ids(index, "duration >= 2d") == []
    assert ids(index, "ended = null") == ids(index, "state = running") != []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("state = asleep", "asleep"),
        ("tag = big and created > soonish", "soonish"),
        ("duration > long", "long"),
        ('config.lr = 1 or name ~ "(["', '"(["'),
    ],
)
def test_a_value_that_a_field_cannot_have_is_pointed_at(index: Index, text: str, place: str) -> None:
    with pytest.raises(BadQuery) as caught:
        ids(index, text)
    assert caught.value.text == text
    assert caught.value.start is not None
    assert text[caught.value.start : caught.value.end] == place


def test_a_pattern_made_to_explode_is_answered_like_any_other(index: Index) -> None:
    assert ids(index, 'name ~ "(a+)+$" or name ~ "(.*)*(.*)*(.*)*x"') == []
    with pytest.raises(BadQuery):
        ids(index, 'name ~ "((a{1,1000}){1,1000}){1,1000}"')


def test_a_run_that_changes_moves_or_goes_is_seen_at_once(tmp_path: Any) -> None:
    home = Home(tmp_path / "home")
    index = Index(home)
    recorded = [Recorder(home, name, project="cv", config={"lr": 1}) for name in ("a", "b", "c")]
    index.refresh()
    assert ids(index, "summary.verdict = good or config.lr = 1") == ["a", "b", "c"]
    assert ids(index, "metrics.loss.min < 0.5") == []
    recorded[0].event(SummaryUpdated, changes={"verdict": "good"})
    recorded[0].log({"loss": 0.25}, 0)
    recorded[1].event(Described, name="renamed", project="nlp")
    index.refresh()
    assert ids(index, "summary.verdict = good") == ["a"]
    assert ids(index, "metrics.loss.min < 0.5") == ["a"]
    assert ids(index, "name = renamed and project = nlp") == ["b"]
    recorded[0].log({"loss": 0.75}, 0)
    Recorder(home, "d", project="cv", config={"lr": 2})
    for path in home.run_path("c").iterdir():
        path.unlink()
    home.run_path("c").rmdir()
    index.refresh()
    index.refresh()
    assert ids(index, "metrics.loss.min < 0.5") == [], "the later write of a step wins"
    assert ids(index, "exists(config.lr)") == ["a", "b", "d"]
    index.rebuild()
    assert ids(index, "exists(config.lr)") == ["a", "b", "d"]
    index.close()


def test_what_a_fork_inherits_counts_for_its_metrics(
    tmp_path: Any, record: Callable[..., Recorder], index: Index
) -> None:
    del index
    from runstone.model.records import Parent

    home = Home(tmp_path / "forks")
    parent = Recorder(home, "parent")
    for step in range(10):
        parent.log({"loss": float(10 - step)}, step)
    child = Recorder(home, "child", parent=Parent(run="parent", step=4))
    child.log({"loss": 3.5}, 5)
    rewound = Recorder(home, "rewound")
    for step in range(10):
        rewound.log({"loss": float(10 - step)}, step)
    rewound.rewind(2, 1)
    found = Index(home)
    found.refresh()
    page = runs.list_runs(
        found, RunsAsk(sort=["number"], fields=["metrics.loss.min", "metrics.loss.count", "metrics.loss.max"])
    )
    assert [run.metrics for run in page.runs] == [
        {"loss.min": 1.0, "loss.count": 10, "loss.max": 10.0},
        {"loss.min": 3.5, "loss.count": 6, "loss.max": 10.0},
        {"loss.min": 8.0, "loss.count": 3, "loss.max": 10.0},
    ]
    found.close()
