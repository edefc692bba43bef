"""Fields that filters and sorts read in a way of their own."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from recorder import Recorder
from runstone.index.index import Index
from runstone.model.records import Heartbeat
from runstone.query import runs
from runstone.query.runs import RunsAsk

LRS: list[Any] = [0.1, 1, -3.5, True, False, None, "auto", "Adam", "1", math.nan, math.inf]


def test_tags_are_counted(index: Index, record: Callable[..., Recorder]) -> None:
    for run, tags in (("none", []), ("one", ["a"]), ("two", ["a", "b"]), ("others", ["a", "c"])):
        record(run, tags=tags)
    index.refresh()

    def found(text: str) -> set[str]:
        return set(runs.list_ids(index, RunsAsk(filter=text)).ids)

    assert found("tag = a and tag_count = 1") == {"one"}
    assert found("tag = a and tag = b and tag_count = 2") == {"two"}
    assert found("tag_count = 0") == {"none"}
    assert runs.list_ids(index, RunsAsk(sort=["-tag_count", "id"])).ids == ["others", "two", "one", "none"]


@pytest.mark.parametrize("field", ["config.x", "id", "state", "tag", "number"])
def test_one_of_many_values_is_what_each_of_them_is(index: Index, record: Callable[..., Recorder], field: str) -> None:
    for number, value in enumerate(LRS):
        config = {} if value is None else {"x": value}
        record(f"r{number}", config=config, tags=["t", "u"][: number % 3]).finish()
    index.refresh()
    words = {
        "config.x": ["0.1", "true", "1", "auto", '"1"', "Adam", "nan", "inf", "7", "-3.5"],
        "id": [f"r{number}" for number in (1, 3, 4, 99)] * 3,
        "state": ["finished", "failed"] * 5,
        "tag": ["u", "v"] * 5,
        "number": [str(number) for number in range(3, 14)],
    }[field]
    many = runs.list_ids(index, RunsAsk(filter=f"{field} in ({', '.join(words)})")).ids
    one_by_one = runs.list_ids(index, RunsAsk(filter=" or ".join(f"{field} = {word}" for word in words))).ids
    assert many == one_by_one
    assert many


def test_a_run_that_only_lives_is_as_old_as_its_heartbeat(index: Index, record: Callable[..., Recorder]) -> None:
    run, other = record("alive"), record("ended")
    other.finish()
    index.refresh()
    assert runs.list_ids(index, RunsAsk(filter="duration_secs > 1h")).ids == []
    run.writer.clock.follow(run.writer.now() + 2 * 3600 * 1_000_000)
    run.event(Heartbeat)
    index.refresh()
    (shown,) = runs.list_runs(index, RunsAsk(filter="duration_secs > 1h")).runs
    assert (shown.id, shown.duration_secs > 7200) == ("alive", True)
    assert runs.list_ids(index, RunsAsk(sort=["-duration_secs"])).ids == ["alive", "ended"]
    assert runs.list_ids(index, RunsAsk(filter=f"updated_time = {shown.updated_time}")).total <= 1
