"""Filters as dicts say what the filter language says."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runstone.model.errors import BadQuery
from runstone.query.language.mongo import from_mongo, parse
from runstone.query.language.parser import parse_filter
from runstone.query.language.printing import to_text
from runstone.query.language.syntax import Compare
from trees import is_read_or_pointed_at, plain

DOCUMENTS = [
    ({}, ""),
    ({"config.lr": 0.001}, "config.lr = 0.001"),
    ({"config.lr.value": {"$lt": 1, "$gte": 0.5}}, "config.lr < 1 and config.lr >= 0.5"),
    ({"config.model.value.layers.0": 3}, "config.model/layers/0 = 3"),
    ({"config.value": 3}, "config.value = 3"),
    ({"config.a.b": 3}, "config.a.b = 3"),
    ({"state": "finished", "tags": "baseline"}, "state = finished and tag = baseline"),
    ({"$and": [{"state": "finished"}, {"tags": "a"}]}, "state = finished and tag = a"),
    ({"$or": [{"state": "failed"}, {"state": "crashed"}]}, "state = failed or state = crashed"),
    ({"$nor": [{"state": "failed"}, {"tags": "a"}]}, "not (state = failed or tag = a)"),
    ({"$not": {"state": "failed"}}, "not state = failed"),
    ({"state": {"$in": ["failed", "killed"]}}, "state in (failed, killed)"),
    ({"state": {"$nin": ("failed",)}}, "state not in (failed)"),
    ({"summary_metrics.acc": {"$ne": None}}, "summary.acc != null"),
    ({"config.amp": True}, "config.amp = true"),
    ({"config.seed": "5"}, "config.seed = '5'"),
    ({"config.n": math.inf}, "config.n = inf"),
    ({"config.my key": {"$exists": True}}, "exists(config.`my key`)"),
    ({"config.lr": {"$exists": False}}, "not exists(config.lr)"),
    ({"display_name": {"$regex": "^res\\d+", "$options": "i"}}, r'name ~ "^res\d+"'),
    ({"name": {"$not": {"$regex": "x"}}}, "name !~ x"),
    ({"jobType": "train", "group": "g"}, "job_type = train and group = g"),
    ({"created_at": {"$gt": "2026-11-20T12:30"}}, "created_time > '2026-11-20T12:30'"),
]


@pytest.mark.parametrize(("document", "text"), DOCUMENTS)
def test_a_document_says(document: dict[str, Any], text: str) -> None:
    assert plain(from_mongo(document)) == plain(parse_filter(text))
    assert plain(parse("\n" + json.dumps(document))) == plain(parse_filter(text))
    assert plain(parse(text)) == plain(parse_filter(text))


def test_numbers_and_times_of_python() -> None:
    moment = datetime(2026, 11, 20, tzinfo=UTC)
    said = {"config.a": np.int64(5), "config.b": np.float32(0.5), "config.c": 10**5000, "created": {"$lt": moment}}
    assert (
        to_text(from_mongo(said))
        == "config.a = 5 and config.b = 0.5 and config.c = inf and created_time < 2026-11-20T00:00:00+00:00"
    )


@pytest.mark.parametrize(
    ("text", "pointed", "says"),
    [
        ('{"username": "me"}', '"username"', "no user"),
        ('{"lr": 1}', '"lr"', "config.<key>"),
        ('{"a": {"config.lr": 1}}', '"a"', "There is no field `a`"),
        ('{"config.lr": {"$near": 1}}', '"$near"', "$gte"),
        ('{"config.lr": {"nested": 1}}', '"nested"', "no test of a field"),
        ('{"$where": "x"}', '"$where"', "$nor"),
        ('{"$or": {"state": "x"}}', '"$or"', "list of conditions"),
        ('{"$or": ["x"]}', '"x"', "dict of conditions"),
        ('{"state": {"$in": "x"}}', '"$in"', "list of values"),
        ('{"state": ["x"]}', None, "not a list"),
        ('{"name": {"$regex": 5}}', '"$regex"', "wants a text"),
        ('{"config.a": {"$gt": null}}', '"$gt"', "null"),
        ('{"config.a": {"$gt": 1}, "config.a": {"$lt": 2}}', '"config.a"', "twice"),
        ('{"name": {"$regex": "x", "$options": "s"}}', '"$options"', "no test"),
        ('{"state": "\\ud800"}', None, "half of a character"),
    ],
)
def test_wrong_json_is_pointed_at(text: str, pointed: str | None, says: str) -> None:
    with pytest.raises(BadQuery) as caught:
        parse(text)
    error = caught.value
    assert says in str(error)
    assert error.text == text
    assert text[error.start : error.end] == (pointed or text)


def test_broken_json_is_pointed_at() -> None:
    with pytest.raises(BadQuery, match="no JSON") as caught:
        parse('{"a": }')
    assert caught.value.start == 6


@pytest.mark.parametrize("document", [[], "x", 5, None, {5: 6}, {"config.a": object()}, {"config.a": b"x"}])
def test_what_is_no_document_is_told(document: Any) -> None:
    with pytest.raises(BadQuery):
        from_mongo(document)


def test_a_document_that_holds_itself_is_too_deep() -> None:
    document: dict[str, Any] = {}
    document["$or"] = [document]
    with pytest.raises(BadQuery, match="100 levels"):
        from_mongo(document)
    tests: dict[str, Any] = {}
    tests["$not"] = tests
    with pytest.raises(BadQuery, match="100 levels"):
        from_mongo({"config.a": tests})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"a":' * 1900, "brackets"),
        ('{"state":' + "[" * 9000, "brackets"),
        ('{"$not":' * 101 + "{}" + "}" * 101, "100 levels"),
        ("{" + '"x"' * 4000, "characters"),
        ('{"id": ' + "1" * 9000 + ', "id": 1}', "twice"),
    ],
)
def test_hostile_json_meets_a_limit(text: str, says: str) -> None:
    with pytest.raises(BadQuery, match=says):
        parse(text)


def test_many_conditions_meet_a_limit_and_many_values_do_not() -> None:
    with pytest.raises(BadQuery, match="1,000 conditions"):
        from_mongo({"$or": [{"id": "a"}] * 1001})
    condition = from_mongo({"id": {"$in": [f"run-{number}" for number in range(20_000)]}})
    assert len(condition) == 2


@pytest.mark.parametrize("digits", [399, 9000])
def test_long_numbers_are_infinite(digits: int) -> None:
    condition = parse('{"config.n": ' + "1" * digits + "}")
    assert isinstance(condition, Compare)
    assert condition.value.number == math.inf


KEYS = ["$and", "$or", "$not", "$in", "$exists", "$regex", "$gt", "$options", "config.lr", "state", "tags", "x", ""]
documents = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.sampled_from(["running", "x"]) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3),
)


@settings(max_examples=200)
@given(st.dictionaries(st.sampled_from(KEYS), documents, max_size=4))
def test_any_document_is_a_filter_or_pointed_at(document: dict[str, Any]) -> None:
    assert is_read_or_pointed_at(parse, json.dumps(document))


@given(st.text(st.sampled_from('{}[]":,$or a1\\u')).map(lambda rest: "{" + rest))
def test_any_json_is_a_filter_or_pointed_at(text: str) -> None:
    assert is_read_or_pointed_at(parse, text)
