"""The console is searched as it reads: without escapes, by position, a stretch at a time."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from recorder import Recorder
from runstone.index.index import Index
from runstone.model.errors import BadQuery, RunNotFound
from runstone.model.records import ConsoleWritten
from runstone.query import console
from runstone.query.line_search import line_search
from runstone.query.patterns import searcher
from runstone.query.plain_text import plain_text, raw_finder

E = "\x1b["


@pytest.mark.parametrize(
    ("line", "reads"),
    [
        (f"a{E}1;31mb{E}38;5;196mc{E}0md", "abcd"),
        (f"\x1b]0;title\x07{E}2Ksee \x1b]8;;https://example.org\x1b\\here\x1b]8;;\x1b\\{E}?25h.", "see here."),
        ("10%\r20%\r30%\r", "30%"),
        ("a\x1b[", "a["),
        ("tab\there\x07", "tab\there"),
        ("größe 日本語", "größe 日本語"),
    ],
)
def test_a_line_as_it_reads(line: str, reads: str) -> None:
    assert plain_text(line) == reads


@given(st.text(st.sampled_from("ab\x1b[]m0;1\r\t\x07\\")))
def test_what_reads_has_nothing_left_to_take(line: str) -> None:
    assert not set(plain_text(line)) & set("\r\x07\x1b")


LINES = st.text(st.sampled_from("abBİ\u212ak[]m0;1 \r\t\x07\x1b\\"), max_size=30)


@given(st.lists(LINES, min_size=1, max_size=4), st.data())
def test_no_chunk_is_passed_over_that_has_the_text(lines: list[str], data: st.DataObject) -> None:
    read = plain_text(data.draw(st.sampled_from(lines)))
    begin = data.draw(st.integers(0, len(read)))
    text = read[begin : begin + data.draw(st.integers(1, 6))]
    may_have = raw_finder(text)
    packed = msgspec.msgpack.encode([(n, False, line) for n, line in enumerate(lines)])
    assert may_have is None or may_have(packed)


PATTERNS = st.sampled_from(
    [
        "a", "^a", "b$", "^$", "a.*b", r"a\sb", "[^x]b", r"\Aa", r"b\z", "a|^b", r"\bk\b", r"\B", "(?-m)^a", "(?i:A)$", "(?s)a.b", "x{0}", "a\n?b",
    ]
)  # fmt: skip


@given(PATTERNS, st.lists(st.text(st.sampled_from("abkAB x;\n"), max_size=4), max_size=90))
@example("^b", ["a"] * 17 + ["b"])
@example(r"\Ab", ["a"] * 17 + ["b"])
@example("(?-m)^b", ["a"] * 17 + ["b"])
def test_many_lines_at_once_are_searched_as_each_by_itself(pattern: str, lines: list[str]) -> None:
    one = searcher(pattern)
    assert list(line_search(pattern)(lines)) == [place for place, line in enumerate(lines) if one(line)]


def test_chunks_without_the_text_are_passed_over() -> None:
    may_have = raw_finder("NaN in 7 (layer)")
    assert may_have is not None
    assert may_have(f"x\x93nan{E}0m in 7 (la{E}1;31myer)".encode("latin-1"))
    assert not may_have(b"nan in 8 (layer)")
    assert raw_finder("größe") is None


@pytest.fixture
def filled(index: Index, record: Callable[..., Recorder]) -> Index:
    """300 lines; every third went to stderr."""
    run = record("talker")
    for n in range(300):
        stream = "stderr" if n % 3 == 2 else "stdout"
        run.event(ConsoleWritten, stream=stream, lines=[f"{E}3{n % 7}mLi{E}0mne {n}."])
    run.finish()
    index.refresh()
    return index


def positions(index: Index, text: str, **more: object) -> list[int]:
    return [match.position for match in console.search(index, "talker", text, **more).found]  # type: ignore[arg-type]


def test_a_text_and_a_pattern(filled: Index) -> None:
    assert positions(filled, "line 12.") == [12]
    assert positions(filled, "LINE 1") == [n for n in range(300) if str(n).startswith("1")]
    assert positions(filled, r"^line 2\d\d\.$", regex=True) == list(range(200, 300))
    assert positions(filled, r"\d\d\d\.", regex=False) == []


def test_a_stretch_at_a_time(filled: Index) -> None:
    found: list[int] = []
    first = 0
    while first < 300:
        answer = console.search(filled, "talker", "5", first=first, limit=70)
        assert answer.total == 300
        assert answer.scanned == min(300, first + 70)
        found += [match.position for match in answer.found]
        first = answer.scanned
    assert found == [n for n in range(300) if "5" in str(n)]
    assert console.search(filled, "talker", "5", first=1000).found == []


def test_one_stream_counts_its_own_positions(filled: Index) -> None:
    (match,) = console.search(filled, "talker", "line 101.", stream="stderr").found
    assert (match.position, match.line) == (33, 101)
    assert positions(filled, "line 101.", stream="stdout") == []


def test_what_cannot_be_searched(filled: Index) -> None:
    with pytest.raises(BadQuery, match="is no pattern"):
        positions(filled, "(", regex=True)
    assert positions(filled, "(") == []
    with pytest.raises(RunNotFound):
        console.search(filled, "nobody", "x")
