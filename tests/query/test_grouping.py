"""Groups of runs and facts of columns, beside a plain reckoning."""

from __future__ import annotations

import itertools
import math
import statistics
from collections import Counter
from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np
import pytest

from recorder import Recorder
from runstone.index.index import Index
from runstone.model.errors import BadQuery
from runstone.query.answers.groups import RunGroup
from runstone.query.column_facts import ColumnAsk, describe, varying
from runstone.query.group_order import Level
from runstone.query.grouping import GroupsAsk, list_groups
from runstone.query.selection import Selection

LRS: list[Any] = [0.1, 1, True, "auto", None, math.nan, "zero"]
RUNS = [
    {"lr": LRS[number % 7], "net": f"net{number % 3}", "acc": [0.5, math.nan, 0.25, 1.0][number % 4] + number / 100}
    for number in range(42)
]


@pytest.fixture
def filled(index: Index, record: Callable[..., Recorder]) -> Index:
    """Runs with numbers, truth values, texts, NaN and nothing."""
    for number, facts in enumerate(RUNS):
        config = {"net": facts["net"]}
        if number % 7 != 4:
            config["lr"] = facts["lr"]
        run = record(f"r{number}", project="p", config=config, tags=["a", "b"][: number % 3])
        run.log({"acc": facts["acc"]}, 0)
        if number % 2:
            run.finish()
    index.refresh()
    return index


def key_of(value: Any) -> str:
    return f"{type(value).__name__} {value}"


def test_groups_are_those_of_a_plain_reckoning(filled: Index) -> None:
    page = list_groups(filled, GroupsAsk(by=["config.lr", "config.net"], aggregate=["summary.acc"], limit=1000))
    expected: dict[tuple[str, str], list[int]] = {}
    for number, facts in enumerate(RUNS):
        expected.setdefault((key_of(facts["lr"]), facts["net"]), []).append(number)
    assert (page.total, page.runs, page.next_cursor) == (len(expected), len(RUNS), None)
    for group in page.groups:
        lr, net = group.values
        members = expected.pop((key_of(lr), net))
        assert group.runs == len(members)
        assert group.states == Counter("finished" if number % 2 else "running" for number in members)
        values = [RUNS[number]["acc"] for number in members if not math.isnan(RUNS[number]["acc"])]
        spread = group.aggregates["summary.acc"]
        assert spread.count == len(values)
        assert spread.mean == (pytest.approx(statistics.fmean(values)) if values else None)
        assert spread.median == (pytest.approx(statistics.median(values)) if values else None)
        assert spread.std == (pytest.approx(statistics.stdev(values)) if len(values) > 1 else None)
        assert (spread.min, spread.max) == ((min(values), max(values)) if values else (None, None))
    assert not expected


def test_groups_come_in_the_order_of_their_values_whatever_these_are(filled: Index) -> None:
    page = list_groups(filled, GroupsAsk(by=["config.lr"]))
    assert [key_of(group.values[0]) for group in page.groups] == list(
        map(key_of, [0.1, 1, math.nan, True, "auto", "zero", None])
    )
    down = list_groups(filled, GroupsAsk(by=["config.lr"], sort="-config.lr"))
    assert [key_of(group.values[0]) for group in down.groups[1:]] == [
        key_of(group.values[0]) for group in page.groups[:-1][::-1]
    ]


@pytest.mark.parametrize("sort", [None, "runs", "-runs", "config.net", "-mean:summary.acc", "ci_low:summary.acc"])
def test_pages_hold_each_group_once(filled: Index, sort: str | None) -> None:
    def ask(limit: int, cursor: str | None = None) -> GroupsAsk:
        by = ["config.lr", "config.net", "state"]
        return GroupsAsk(by=by, aggregate=["summary.acc"], sort=sort, limit=limit, cursor=cursor)

    whole = list_groups(filled, ask(1000)).groups
    paged: list[RunGroup] = []
    cursor = None
    for _ in itertools.count():
        page = list_groups(filled, ask(4, cursor))
        paged += page.groups
        cursor = page.next_cursor
        if cursor is None:
            break
    assert repr(paged) == repr(whole)
    for offset in (0, 1, 5, len(whole) - 1, len(whole), len(whole) + 7):
        page = list_groups(filled, msgspec.structs.replace(ask(4), offset=offset))
        assert repr(page.groups) == repr(whole[offset : offset + 4])
        assert (page.next_cursor is None) == (offset + 4 >= len(whole))
    if sort == "-mean:summary.acc":
        means = [group.aggregates["summary.acc"].mean for group in whole]
        known = [mean for mean in means if mean is not None]
        assert means == [*sorted(known, reverse=True), *[None] * (len(means) - len(known))]


def test_tags_make_groups_of_runs_with_the_same_tags(filled: Index) -> None:
    page = list_groups(filled, GroupsAsk(by=["tag"]))
    assert [(group.values, group.runs) for group in page.groups] == [([["a"]], 14), ([["a", "b"]], 14), ([None], 14)]


def test_a_page_of_groups_goes_on_where_the_one_before_ended_whatever_changed(
    filled: Index, record: Callable[..., Recorder]
) -> None:
    for sort in (None, "-config.lr", "mean:summary.acc", "-runs"):
        ask = GroupsAsk(by=["config.lr", "config.net", "tag"], aggregate=["summary.acc"], sort=sort, limit=7)
        first = list_groups(filled, ask)
        known = [key_of(group.values) for group in first.groups]
        cursor = first.next_cursor
        # Groups that come before all others, and one behind them.
        for lr in (-5, 0.05, "zzz"):
            record(f"new {sort} {lr}", project="p", config={"lr": lr, "net": "net0"}).finish()
        filled.refresh()
        while cursor is not None:
            page = list_groups(filled, msgspec.structs.replace(ask, cursor=cursor))
            known += [key_of(group.values) for group in page.groups]
            cursor = page.next_cursor
        assert len(known) == len(set(known))
        whole = list_groups(filled, msgspec.structs.replace(ask, limit=1000))
        before = {key_of(group.values) for group in whole.groups} - set(known)
        assert all("-5" in group or "0.05" in group or "zzz" in group for group in before)


@pytest.mark.parametrize("text", ["-1", "9" * 30, "gA"])
def test_a_value_that_is_gone_still_has_its_place(filled: Index, text: str) -> None:
    with pytest.raises(BadQuery):
        list_groups(filled, GroupsAsk(by=["state"], cursor=text))
    level = Level(np.zeros(0, np.int64), [0.1, 2, math.nan, False, True, "a", "c", ["x", "y"], None])
    places = [level.place(value) for value in (0.05, 0.1, 1, math.nan, True, "b", "c", None)]
    assert places == [-0.5, 0, 0.5, 2, 4, 5.5, 6, 8]


def test_what_varies_among_runs_is_found_in_one_pass(filled: Index) -> None:
    found = varying(filled, Selection(project="p"))
    assert found.runs == len(RUNS)
    assert {key.key: (key.values, key.runs, key.type) for key in found.config} == {
        "lr": (6, 36, "mixed"),
        "net": (3, 42, "text"),
    }
    assert varying(filled, Selection(project="p", filter="config.net = net1 and config.lr = auto")).config == []


def test_no_runs_make_no_groups(filled: Index) -> None:
    page = list_groups(filled, GroupsAsk(by=["config.lr", "state"], aggregate=["summary.acc"], filter="nowhere"))
    assert (page.groups, page.total, page.runs) == ([], 0, 0)


@pytest.mark.parametrize(
    "ask",
    [
        GroupsAsk(by=[]),
        GroupsAsk(by=["state"] * 65),
        GroupsAsk(by=["flavour"]),
        GroupsAsk(by=["state"], aggregate=["flavour"]),
        GroupsAsk(by=["state"], sort="mean:summary.acc"),
        GroupsAsk(by=["state"], aggregate=["summary.acc"], sort="middle:summary.acc"),
        GroupsAsk(by=["state"], cursor="-1"),
        GroupsAsk(by=["state"], cursor="9" * 30),
        GroupsAsk(by=["state"], aggregate=["summary.acc"] * 51),
        GroupsAsk(by=["state"], offset=-1),
    ],
)
def test_what_cannot_be_grouped_is_refused(filled: Index, ask: GroupsAsk) -> None:
    with pytest.raises(BadQuery):
        list_groups(filled, ask)


def test_a_column_tells_what_it_holds(filled: Index) -> None:
    facts = describe(filled, ColumnAsk(field="config.lr"))
    assert (facts.runs, facts.numbers, facts.texts, facts.nothing) == (42, 24, 12, 6)
    assert (facts.spread.min, facts.spread.max, facts.distinct) == (0.1, 1.0, 5)
    assert sum(found.runs for found in facts.bins) == 18
    assert {key_of(top.value): top.runs for top in facts.top}.keys() >= {key_of("auto"), key_of(0.1)}
    net = describe(filled, ColumnAsk(field="config.net", filter="state = finished", top=2))
    assert (net.distinct, net.bins) == (3, [])
    assert [top.runs for top in net.top] == [7, 7]
    assert describe(filled, ColumnAsk(field="config.none")).nothing == 42
    tags = describe(filled, ColumnAsk(field="tag"))
    assert ({top.value: top.runs for top in tags.top}, tags.distinct) == ({"a": 28, "b": 14}, 2)
    assert describe(filled, ColumnAsk(field="config.lr", filter="nowhere")).runs == 0


def test_infinities_and_single_values_have_a_histogram_too(index: Index, record: Callable[..., Recorder]) -> None:
    for number, value in enumerate([math.inf, -math.inf, 1e308, -1e308]):
        record(f"r{number}", config={"wide": value, "same": 3})
    index.refresh()
    wide = describe(index, ColumnAsk(field="config.wide"))
    assert [(found.low, found.high, found.runs) for found in wide.bins] == [(-1e308, 1e308, 2)]
    same = describe(index, ColumnAsk(field="config.same"))
    assert [(found.low, found.high, found.runs) for found in same.bins] == [(3.0, 3.0, 4)]
