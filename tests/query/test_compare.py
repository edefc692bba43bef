"""Runs beside each other: what is the same, what differs, and by how much."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recorder import Recorder
from runstone.blobs.store import BlobStore
from runstone.index.index import Index
from runstone.model.errors import BadQuery, RunNotFound
from runstone.model.home import Home
from runstone.model.records import EnvironmentCaptured
from runstone.model.values import flatten
from runstone.query.answers.compare import Comparison
from runstone.query.compare.comparison import CompareAsk, compare
from runstone.query.compare.equality import same
from runstone.query.compare.patches import patch_diff
from runstone.query.compare.rows import rows

Begin = Callable[..., Recorder]

KEYS = st.text("abc", min_size=1, max_size=2)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 2),
    st.sampled_from([0.0, -0.0, 1.0, 0.5, math.nan, math.inf, 2.0**63, 1e308]),
    st.sampled_from(["", "1", "text"]),
    st.just(2**63 - 1),
)
LEAVES = SCALARS | st.lists(SCALARS, max_size=2)
TREES = st.recursive(
    st.dictionaries(KEYS, LEAVES, max_size=4), lambda inner: st.dictionaries(KEYS, LEAVES | inner, max_size=4)
)


def spelt(value: Any) -> str:
    """A text that is the same for values that are."""
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, int | float):
        return (
            "nan"
            if value != value
            else str(int(value))
            if math.isfinite(value) and value == int(value)
            else repr(value)
        )
    if isinstance(value, list):
        return f"[{','.join(map(spelt, value))}]"
    if isinstance(value, dict):
        return f"{{{','.join(f'{key}:{spelt(value[key])}' for key in sorted(value))}}}"
    return repr(value)


@given(LEAVES, LEAVES)
def test_same_is_what_is_spelt_the_same(one: Any, other: Any) -> None:
    assert same(one, other) == (spelt(one) == spelt(other))


@given(st.lists(TREES, min_size=2, max_size=5), st.data())
def test_rows_say_what_plain_dicts_say(trees: list[dict[str, Any]], data: st.DataObject) -> None:
    reference = data.draw(st.integers(0, len(trees) - 1))
    flats = [flatten(tree) for tree in trees]
    found = {row.key: row for row in rows(trees, reference)}
    assert list(found) == sorted({key for flat in flats for key in flat})
    for key, row in found.items():
        told = [spelt(flat[key]) if key in flat else None for flat in flats]
        assert row.missing == [at for at, flat in enumerate(flats) if key not in flat]
        assert [spelt(value) for at, value in enumerate(row.values) if at not in row.missing] == [
            value for value in told if value is not None
        ]
        assert row.changed == [at for at, value in enumerate(told) if value != told[reference]]
        assert row.differs == (len(set(told)) > 1)
        base = flats[reference].get(key)
        for at, distance in enumerate(row.distances):
            value = flats[at].get(key)
            numbers = [kind for kind in (value, base) if type(kind) in (int, float) and math.isfinite(kind)]
            assert distance == (value - base if len(numbers) == 2 else None)
            expected = value / base if len(numbers) == 2 and base else None
            assert row.ratios[at] == (expected if expected is not None and math.isfinite(expected) else None)
    assert [row.key for row in rows(trees, reference, differences_only=True)] == [
        key for key, row in found.items() if row.differs
    ]


def git(commit: str, diff: str | None, home: Home) -> dict[str, Any]:
    facts: dict[str, Any] = {"commit": commit, "branch": "main", "dirty": diff is not None}
    if diff is not None:
        facts["diff"] = BlobStore(home).put(diff.encode())._asdict()
    return facts


def patch(name: str, *lines: str) -> str:
    return f"diff --git a/{name} b/{name}\n--- a/{name}\n+++ b/{name}\n@@ -1 +1 @@\n" + "".join(f"{x}\n" for x in lines)


@pytest.fixture
def filled(home: Home, index: Index, record: Begin) -> Index:
    """`a`, `b` and `c`, each with all there is to compare."""
    diffs = {"a": patch("m.py", "-x", "+y"), "b": patch("m.py", "-x", "+z") + patch("n.py", "+new"), "c": None}
    for number, (name, diff) in enumerate(diffs.items()):
        run = record(name, config={"lr": 0.1 * (number + 1), "seed": [1, 2], "model": {"width": 64}}, tags=["t", name])
        packages = {"numpy": "2.0", "Typing_Extensions" if number else "typing-extensions": "4"}
        if number:
            packages["extra"] = f"1.{number}"
        parts = {
            "host": "box",
            "pid": number,
            "packages": packages,
            "git": git("c0" if number < 2 else "c1", diff, home),
        }
        run.event(EnvironmentCaptured, parts=parts)
        for step in range(10):
            run.log({"loss": (10.0 - step) * (number + 1)}, step)
        run.finish()
    index.refresh()
    return index


def asked(index: Index, *names: str, **more: Any) -> Comparison:
    return compare(index, CompareAsk(runs=names, **more))


def test_each_section(filled: Index) -> None:
    found = asked(filled, "a", "b")
    assert [run.id for run in found.runs] == ["a", "b"]
    tables = {
        name: {row.key: row for row in getattr(found, name)}
        for name in ("facts", "config", "summary", "metrics", "environment", "packages", "code")
    }
    assert tables["config"]["lr"].differs
    assert tables["config"]["lr"].ratios == [1.0, 2.0]
    assert not tables["config"]["seed"].differs
    assert not tables["config"]["model/width"].differs
    assert tables["facts"]["tags"].values == [["a", "t"], ["b", "t"]]
    assert tables["summary"]["loss"].values == [1.0, 2.0]
    assert tables["metrics"]["loss.max"].distances == [0.0, 10.0]
    assert set(tables["environment"]) == {"host"}
    assert tables["packages"]["extra"].missing == [0]
    assert tables["packages"]["extra"].changed == [1]
    assert not tables["packages"]["typing-extensions"].differs
    assert not tables["code"]["commit"].differs


def test_the_code_that_was_not_committed(filled: Index) -> None:
    first, second, third = asked(filled, "a", "b", "c").code_changes
    assert (first.same_commit, first.same_patch, first.diff, first.note) == (True, True, "", "")
    assert (second.same_commit, second.same_patch) == (True, False)
    assert "-+y\n++z\n" in second.diff
    assert second.diff.endswith(patch("n.py", "+new"))
    assert (third.same_commit, third.same_patch) == (False, False)
    assert third.diff.endswith("-y\n+x\n")


def test_only_the_commits_differ(home: Home, index: Index, record: Begin) -> None:
    for name, commit in (("a", "c0"), ("b", "c1"), ("n", None)):
        run = record(name)
        if commit:
            run.event(EnvironmentCaptured, parts={"git": git(commit, "diff --git a/x b/x\n+1\n", home)})
    index.refresh()
    _, b, n = asked(index, "a", "b", "n").code_changes
    assert (b.same_commit, b.same_patch, b.diff) == (False, True, "")
    assert "git diff c0 c1" in b.note
    assert (n.same_commit, n.same_patch) == (None, None)
    assert "not recorded" in n.note
    record("m")
    index.refresh()
    base, other = asked(index, "n", "m").code_changes
    assert (base.same_commit, other.same_commit) == (True, None)
    assert "either run" in other.note


def test_a_lost_patch_is_told_and_costs_nothing_else(home: Home, filled: Index) -> None:
    for stored in BlobStore(home):
        BlobStore(home).path(stored.sha256).unlink()
    found = asked(filled, "a", "b")
    assert "is missing" in found.code_changes[1].note
    assert found.config


def test_a_patch_too_long_to_compare_is_told_in_figures() -> None:
    long = patch("m.py", *(f"+{n}" for n in range(5000)))
    assert "5,004 lines of a patch and 5 lines" in patch_diff(long, patch("m.py", "+1"), "a", "b")


def test_the_order_of_files_is_no_difference() -> None:
    one, other = patch("m.py", "+1"), patch("n.py", "+2")
    assert patch_diff(one + other, other + one, "a", "b") == ""


def test_the_reference(filled: Index) -> None:
    found = asked(filled, "a", "b", reference="b")
    assert found.reference == 1
    assert {row.key: row.ratios for row in found.config if row.differs} == {"lr": [0.5, 1.0]}
    found = asked(filled, "a", "b", reference="c", differences_only=True, sections=["config"])
    assert [run.id for run in found.runs] == ["c", "a", "b"]
    assert [row.key for row in found.config] == ["lr"]
    assert found.packages == found.code_changes == []


def test_what_cannot_be_compared(filled: Index) -> None:
    for names in ((), ("a",), ("a", "a", "1")):
        with pytest.raises(BadQuery, match="2 to 100"):
            asked(filled, *names)
    with pytest.raises(RunNotFound):
        asked(filled, "a", "nobody")
    with pytest.raises(BadQuery, match="no section 'colour'"):
        asked(filled, "a", "b", sections=["colour"])
