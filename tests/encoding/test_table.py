"""Tables as bytes: whatever was written is read again, a piece at a time, and broken bytes are told from whole ones."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import runstone.encoding.table as form
from runstone.encoding.column import Column, Texts, column_of, join
from runstone.encoding.table import TableReader, write_table
from runstone.model.errors import BlobDamaged, FormatTooNew
from runstone.model.values import to_json

int64 = st.integers(-(1 << 63), (1 << 63) - 1)
plain = st.recursive(
    st.none() | st.booleans() | int64 | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


def cells_of(kind: st.SearchStrategy[Any], rows: int) -> st.SearchStrategy[list[Any]]:
    return st.lists(kind, min_size=rows, max_size=rows)


@st.composite
def tables(draw: st.DrawFn) -> dict[str, list[Any]]:
    rows = draw(st.integers(0, 20))
    kinds = [st.booleans(), int64, st.floats(), st.text(), st.integers() | st.floats(), plain]
    kinds = [
        kind.map(lambda cell: cell if type(cell) is not int or -(1 << 63) <= cell < 1 << 63 else 0) for kind in kinds
    ]
    names = draw(st.lists(st.text(), max_size=5, unique=True))
    return {
        name: draw(cells_of(draw(st.sampled_from(kinds + [kind | st.none() for kind in kinds])), rows))
        for name in names
    }


def same(left: Any, right: Any) -> bool:
    """Equal, NaN to NaN; whole numbers among others may come back as floats of the same value."""
    return bool(msgspec.json.encode(to_json(left)) == msgspec.json.encode(to_json(right))) or left == right


@given(tables(), st.integers(1, 7), st.integers(1, 30), st.data())
def test_what_was_written_is_read_whole_and_in_pieces(
    table: dict[str, list[Any]], block_rows: int, block_bytes: int, data: st.DataObject
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(form, "_BLOCK_ROWS", block_rows)
        patch.setattr(form, "_BLOCK_TEXT_BYTES", block_bytes)
        reader = TableReader(write_table({name: column_of(cells) for name, cells in table.items()}))
    rows = len(next(iter(table.values()), []))
    assert (reader.names, reader.rows) == (list(table), rows)
    start, stop = sorted((data.draw(st.integers(0, rows)), data.draw(st.integers(0, rows))))
    for name, cells in table.items():
        assert same(reader.column(name).to_list(), cells)
        assert same(reader.column(name, start, stop).to_list(), cells[start:stop])
    if table:
        assert same(reader.cells(start, stop), [list(row) for row in zip(*table.values(), strict=True)][start:stop])


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ([1.5, None, math.nan, math.inf], "number"),
        ([1, 2.5], "number"),
        ([(1 << 53) + 1, 2.5], "other"),
        ([1, None, -(1 << 63)], "integer"),
        ([True, None], "boolean"),
        ([True, 1], "other"),
        (["a", None, ""], "text"),
        (["a", 1], "other"),
        ([[1], {"a": math.nan}], "other"),
        ([None], "other"),
        ([], "other"),
    ],
)
def test_a_column_has_the_narrowest_type_that_keeps_its_cells(cells: list[Any], kind: str) -> None:
    column = column_of(cells)
    assert column.type == kind
    assert same(column.to_list(), cells)


@given(st.lists(st.text()), st.data())
def test_texts_are_a_sequence(texts: list[str], data: st.DataObject) -> None:
    found = Texts.of(texts)
    start, stop = data.draw(st.integers(-9, 9)), data.draw(st.integers(-9, 9))
    assert list(found) == texts == [found[at] for at in range(len(found))]
    assert list(found[start:stop]) == texts[start:stop]
    assert list(found[::-1]) == texts[::-1]
    if texts:
        assert found[-1] == texts[-1]
    with pytest.raises(IndexError):
        found[len(texts)]


def test_half_a_surrogate_pair_is_written_out() -> None:
    assert list(Texts.of(["a\ud800"])) == ["a\\ud800"]


@given(
    st.lists(
        st.lists(st.none() | int64 | st.floats() | st.text(max_size=3), min_size=1, max_size=4), min_size=1, max_size=4
    )
)
def test_columns_are_joined_whatever_their_types(parts: list[list[Any]]) -> None:
    assert same(join([column_of(part) for part in parts]).to_list(), [cell for part in parts for cell in part])


def test_a_million_rows_are_read_a_block_at_a_time(tmp_path: Path) -> None:
    rows = 1_000_000
    path = tmp_path / "table"
    texts = Texts(np.arange(1, rows + 1), b"x" * rows)
    path.write_bytes(write_table({"i": Column("integer", np.arange(rows)), "t": Column("text", texts)}))
    reader = TableReader(path)
    assert reader.cells(700_000, 700_002) == [[700_000, "x"], [700_001, "x"]]
    assert reader.column("i").values.sum() == rows * (rows - 1) // 2
    assert [len(head.blocks) for head in reader.columns] == [16, 16]


def test_tables_of_earlier_versions_are_read() -> None:
    old = b'{"columns": ["a", "b"], "rows": [[1, "x"], [{"$float": "NaN"}, null]]}'
    assert same(TableReader(old).cells(), [[1.0, "x"], [math.nan, None]])
    for broken in (b"{", b'{"columns": ["a"]}', b'{"columns": ["a"], "rows": [[]]}'):
        with pytest.raises(BlobDamaged):
            TableReader(broken)


whole = write_table({"a": column_of([1, 2, None]), "b": column_of(["x", "yy", "z"]), "c": column_of([True, [1], 2])})


@given(st.integers(0, len(whole) - 1), st.integers(1, 255), st.booleans())
def test_broken_bytes_are_an_error_or_do_not_matter(at: int, flip: int, cut: bool) -> None:
    broken = whole[:at] if cut else whole[:at] + bytes([whole[at] ^ flip]) + whole[at + 1 :]
    try:
        reader = TableReader(broken)
        for head in reader.columns:
            reader.column(head.name).to_list()
    except (BlobDamaged, FormatTooNew):
        pass


def test_a_block_that_says_it_is_enormous_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = write_table({"a": Column("text", Texts(np.array([1 << 20]), b"x" * (1 << 20)))})
    monkeypatch.setattr(form, "_MAX_BLOCK_BYTES", 1 << 16)
    with pytest.raises(BlobDamaged, match="larger than any"):
        TableReader(bomb).column("a")


def test_a_later_version_is_told() -> None:
    with pytest.raises(FormatTooNew):
        TableReader(whole[:7] + b"\x02" + whole[8:])
