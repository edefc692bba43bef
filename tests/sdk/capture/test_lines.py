"""Lines as a terminal would show them in the end."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runstone.sdk.capture.lines import LIVE_SECS, MAX_LINE_CHARS, Bars, LineAssembler


class FakeClock:
    """A clock that goes when it is told."""

    def __init__(self) -> None:
        self.secs = 0.0

    def __call__(self) -> float:
        return self.secs


def all_lines(*chunks: bytes) -> list[str]:
    assembler = LineAssembler(FakeClock())
    return [line for chunk in chunks for line in assembler.feed(chunk)] + assembler.flush()


@settings(deadline=None)
@given(st.lists(st.text(st.characters(exclude_characters="\r\n\x1b", codec="utf-8"))), st.data())
def test_plain_lines_come_through_however_they_are_cut(lines: list[str], data: st.DataObject) -> None:
    whole = "".join(line + "\n" for line in lines).encode()
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)))))
    chunks = [whole[low:high] for low, high in zip([0, *cuts], [*cuts, len(whole)], strict=True)]
    assert all_lines(*chunks) == lines


def test_windows_line_ends_are_line_ends() -> None:
    assert all_lines(b"one\r\ntwo\r\n") == ["one", "two"]


def test_only_the_final_state_of_a_rewritten_line_is_kept() -> None:
    assert all_lines(b"\r 1%", b"\r 50%", b"\r100%\n", b"next\n") == ["100%", "next"]


def test_a_cleared_bar_leaves_nothing() -> None:
    assert all_lines(b"\r50%", b"\r    \r", b"done\n") == ["done"]
    assert all_lines(b"done\n", b"\r50%", b"\r    \r") == ["done"]
    assert all_lines(b"\r50%\r\x1b[K", b"done\n") == ["done"]


def test_an_unfinished_line_waits_for_the_end() -> None:
    assembler = LineAssembler()
    assert assembler.feed(b"loss: ") == []
    assert assembler.feed(b"0.5") == []
    assert assembler.flush() == ["loss: 0.5"]


def test_colours_stay_even_when_they_are_torn() -> None:
    assert all_lines(b"\x1b[3", b"1mred\x1b", b"[0m\n") == ["\x1b[31mred\x1b[0m"]


def test_nested_bars_are_recorded_once_each() -> None:
    # What tqdm writes for an inner bar at position 1: down, over it, and up again.
    assembler = LineAssembler(FakeClock())
    seen = []
    for step in range(50):
        seen += assembler.feed(f"\router {step}".encode())
        seen += assembler.feed(f"\n\rinner {step}\x1b[A".encode())
    seen += assembler.feed(b"\n\n") + assembler.flush()
    assert seen == ["outer 49", "inner 49"]


def test_a_live_display_of_several_rows_is_recorded_once_and_prints_above_it_at_once() -> None:
    clock = FakeClock()
    assembler = LineAssembler(clock)
    up = b"\r\x1b[2K\x1b[1A\x1b[2K"
    assert assembler.feed(b"bar a 0\nbar b 0") == ["bar a 0"]  # nobody knows yet that it will be rewritten
    seen = []
    for step in range(1, 30):
        clock.secs += 0.1
        seen += assembler.feed(up + f"bar a {step}\nbar b {step}".encode())
    assert seen == []
    assert assembler.feed(up + b"a message\nbar a 30\nbar b 30") == []
    assert assembler.feed(up + b"bar a 31\nbar b 31") == ["a message"]
    assert assembler.flush() == ["bar a 31", "bar b 31"]


def test_rows_of_a_live_display_are_recorded_when_it_has_kept_still() -> None:
    clock = FakeClock()
    assembler = LineAssembler(clock)
    assembler.feed(b"a\nb\n")
    assert assembler.feed(b"c\nd\n\x1b[2Ac2\nd2\n") == []
    assert assembler.holding
    clock.secs += LIVE_SECS + 1
    assert assembler.take() == ["c2", "d2"]
    assert not assembler.holding


def test_ordinary_lines_after_a_live_display_are_not_held_for_long() -> None:
    assembler = LineAssembler(FakeClock())
    assembler.feed(b"x\ny\x1b[Ax2\n")
    seen = assembler.feed(b"".join(b"line %d\n" % number for number in range(20)))
    assert seen[-1] == "line 19"


def test_a_line_without_end_is_cut_with_a_note() -> None:
    line = all_lines(b"a" * MAX_LINE_CHARS, b"b" * 1000, b"\n")[0]
    assert line == "a" * MAX_LINE_CHARS + " [1000 more characters were cut]"
    assert all_lines(b"x\n" + b"a" * (MAX_LINE_CHARS + 7) + b"\ny\n") == [
        "x",
        "a" * MAX_LINE_CHARS + " [7 more characters were cut]",
        "y",
    ]


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [b"text", b"\n", b"\r", b"\x1b[A", b"\x1b[9B", b"\x1b[2K", b"\x1b", b"[", b"3A", b"\xff", b"\x1b[m"]
        )
    )
)
def test_no_stream_of_controls_breaks_it(chunks: list[bytes]) -> None:
    assembler = LineAssembler()
    for chunk in chunks:
        for line in assembler.feed(chunk):
            assert "\n" not in line
    assembler.flush()
    assert assembler.feed(b"alive\n") == ["alive"]


@pytest.mark.parametrize("size", [1, 3, 1000])
@pytest.mark.parametrize(
    ("bars", "expected"),
    [
        ("last", ["first", "b 2", "plain", "done", "last"]),
        ("all", ["first", "b 0", "b 1", "b 2", "plain", "50%", "done", "last"]),
        ("none", ["first", "plain", "done", "last"]),
    ],
)
def test_what_is_handed_out_of_bars(bars: Bars, expected: list[str], size: int) -> None:
    printed = b"first\r\n\rb 0\rb 1\r\x1b[Kb 2\nplain\r\n\r50%\r    \rdone\nlast"
    assembler = LineAssembler(FakeClock(), bars)
    lines = [line for at in range(0, len(printed), size) for line in assembler.feed(printed[at : at + size])]
    assert lines + assembler.flush() == expected
