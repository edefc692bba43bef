"""Searching texts as lines finds what searching one after the other finds."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from runstone.encoding.column import Texts
from runstone.query.abandoning import Abandoned, while_asked
from runstone.query.patterns import searcher
from runstone.query.tables import matching

PATTERNS = [
    "a", "^a", "b$", "^$", "a*", "^ab?$", "[^a]", ".", r"\s", r"\bé", r"\Aa", r"b\z", "(?-m)^b", "(?s)a.b", r"\Qa", "a|^b|$", r"a\nb", r"\W", "A b",
]  # fmt: skip


@given(st.lists(st.text("abAé \n\0", max_size=5), max_size=12), st.sampled_from(PATTERNS), st.integers(1, 5))
@example(["", "a", ""], "^$", 3)
@example(["a\nb", "b"], "a$", 2)
@example([], "a", 1)
def test_the_rows_are_those_of_each_text_alone(texts: list[str], pattern: str, piece_rows: int) -> None:
    search = searcher(pattern)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matching, "_PIECE_ROWS", piece_rows)
        found = matching.rows_matching(Texts.of(texts), pattern, search)
    assert found.tolist() == [bool(search(text)) for text in texts]


def test_bytes_that_are_no_text_are_searched_too() -> None:
    texts = Texts(np.array([2, 4]), b"a\xff\xffb")
    assert matching.rows_matching(texts, "b", searcher("b")).tolist() == [False, True]


def test_nobody_searches_for_somebody_who_left() -> None:
    left = threading.Event()
    texts = Texts.of(["a", "b"])
    assert while_asked(left, lambda: matching.rows_matching(texts, "b", searcher("b"))).tolist() == [False, True]
    left.set()
    with pytest.raises(Abandoned):
        while_asked(left, lambda: matching.rows_matching(texts, "b", searcher("b")))
    assert matching.rows_matching(texts, "b", searcher("b")).any()
