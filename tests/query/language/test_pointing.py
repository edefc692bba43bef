"""Where in a text something is wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runstone.query.language.pointing import point


@pytest.mark.parametrize(
    ("text", "start", "end", "expected"),
    [
        ("lr = 1", 0, 2, ["lr = 1", "^^"]),
        ("state =", 7, 7, ["state =", "       ^"]),
        ("a\n\tb ?", 5, 6, ["a  b ?", "     ^"]),
        ("学習 ?", 3, 4, ["学習 ?", "     ^"]),
        ("", 0, 0, ["", "^"]),
        ("\x1b[31m", 0, 1, [" [31m", "^"]),
    ],
)
def test_carets_stand_below_the_place(text: str, start: int, end: int, expected: list[str]) -> None:
    assert point(text, start, end).split("\n") == expected


def test_a_long_text_is_cut_around_the_place() -> None:
    text = "a " * 200 + "? " + "b " * 200
    line, carets = point(text, 400, 401).split("\n")
    assert line.startswith("…")
    assert line.endswith("…")
    assert len(line) == 82
    assert line[carets.index("^")] == "?"


@given(st.text(), st.integers(-5, 300), st.integers(-5, 300))
def test_it_is_always_two_lines(text: str, start: int, end: int) -> None:
    line, carets = point(text, start, end).split("\n")
    assert "^" in carets
    assert set(carets) <= {" ", "^"}
    assert len(line) <= 82
