"""encode∘decode = identity, for anything that can be logged, cut and flipped anywhere."""

from __future__ import annotations

import math
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reading import read_pieces, read_points
from runstone.journal import seal
from runstone.journal.writer import JournalWriter
from runstone.model.home import Home
from runstone.model.ids import from_file_name, to_file_name
from runstone.model.records import ConfigUpdated
from runstone.model.tree import Tree
from runstone.model.values import flatten, from_json, leaves, nest, pick, to_json, to_plain

names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
steps = st.integers(-(1 << 63), (1 << 63) - 1)
floats = st.floats(width=64)
rows = st.lists(
    st.tuples(st.lists(names, min_size=1, max_size=5, unique=True), steps, st.lists(floats, min_size=5, max_size=5)),
    max_size=40,
)
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(1 << 63), (1 << 63) - 1) | floats | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)


def same(one: Any, other: Any) -> bool:
    """Equality for which NaN is NaN and -0.0 is not 0.0."""
    if isinstance(one, float) and isinstance(other, float):
        return (math.isnan(one) and math.isnan(other)) or (
            one == other and math.copysign(1, one) == math.copysign(1, other)
        )
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return type(one) is type(other) and bool(one == other)


def write(home: Home, written: list[tuple[list[str], int, list[float]]]) -> dict[str, list[tuple[int, float]]]:
    expected: dict[str, list[tuple[int, float]]] = {}
    writer = JournalWriter(home, "r")
    by_layout: dict[tuple[str, ...], None] = {}
    for columns, step, values in written:
        writer.row(writer.layout(tuple(columns)), step, values[: len(columns)])
        by_layout.setdefault(tuple(columns))
    writer.close()
    # The reader gives the rows layout by layout, each in the order of writing.
    for layout in by_layout:
        for columns, step, values in written:
            if tuple(columns) == layout:
                for name, value in zip(columns, values, strict=False):
                    expected.setdefault(name, []).append((step, value))
    return expected


@settings(deadline=None, max_examples=60)
@given(rows)
def test_what_was_written_is_read_sealed_or_not(written: list[tuple[list[str], int, list[float]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Home(folder)
        expected = write(home, written)
        found = read_points(home, "r")
        assert found.keys() == expected.keys()
        assert all(same(sorted(found[name], key=str), sorted(expected[name], key=str)) for name in expected)
        (path,) = home.journals("r")
        original = path.read_bytes()
        sealed = seal.seal(path)
        assert same(read_points(home, "r"), found)
        assert seal.unseal(sealed).read_bytes() == original


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 3000), st.integers(0, 255), st.integers(0, 200))
def test_damage_anywhere_invents_nothing_and_never_stops_the_reader(where: int, mask: int, cut: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Home(folder)
        writer = JournalWriter(home, "r")
        for step in range(60):
            writer.row(writer.layout(("a", "b")), step, [float(step), -float(step)])
            if step % 9 == 0:
                writer.event(ConfigUpdated(time=writer.now(), changes={"step": step}))
        writer.close()
        (path,) = home.journals("r")
        data = bytearray(path.read_bytes())
        data[8 + where % (len(data) - 8)] ^= mask
        path.write_bytes(data[: len(data) - cut])
        found = read_points(home, "r")
        for name, sign in (("a", 1), ("b", -1)):
            for step, value in found.get(name, []):
                assert value == sign * step
        lost = 60 - max(
            len(found.get("a", [])), len(found.get("lost-layout-0-0", [])), len(found.get("lost-name-0", []))
        )
        assert lost <= 1 + math.ceil(cut / 45)
        assert sum(len(piece.damage) for piece in read_pieces(path)) <= 1


@given(plain)
def test_values_survive_json(value: Any) -> None:
    from msgspec import json

    assert same(from_json(json.decode(json.encode(to_json(to_plain(value))))), to_plain(value))


@given(st.dictionaries(st.text(min_size=1, max_size=5), plain, max_size=5))
def test_leaves_and_nest_are_inverse(tree: dict[str, Any]) -> None:
    assert same(nest(dict(leaves(tree))), tree)
    assert set(flatten(tree)) == {"/".join(path) for path, _ in leaves(tree)}
    paths = ["/".join(path) for path, _ in leaves(tree)]
    for key, value in flatten(tree).items():
        if paths.count(key) == 1:
            assert pick(tree, key) is value
    with pytest.raises(KeyError):
        pick(tree, "/".join(["none", *tree]))


@given(st.text(min_size=1, max_size=30))
def test_file_names_give_the_text_back(text: str) -> None:
    if text.isprintable():
        name = to_file_name(text)
        assert from_file_name(name) == text
        assert Path(name).name == name
        assert not name.startswith(".")


keys = st.sampled_from("abc")
changes = st.recursive(
    st.integers(0, 3), lambda inner: st.dictionaries(keys, inner, min_size=1, max_size=2), max_leaves=4
)


@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.dictionaries(keys, changes, min_size=1)),
        max_size=6,
        unique_by=lambda item: item[0],
    ),
    st.randoms(),
)
def test_config_is_the_same_in_whatever_order_the_writers_are_read(
    items: list[tuple[int, dict[str, Any]]], random: Any
) -> None:
    ordered, shuffled = Tree(), Tree()
    for time, change in sorted(items, key=lambda item: item[0]):
        ordered.merge(time, change)
    random.shuffle(items)
    for time, change in items:
        shuffled.merge(time, change)
    assert ordered.nested() == shuffled.nested()
