"""`runstone plot`: charts that are right, in any width, with and without colours."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recorder import Recorder
from runstone.cli.canvas import Canvas
from runstone.cli.chart import PALETTE, Curve, Look, draw
from runstone.cli.ticks import format_number, power_ticks, round_ticks

Begin = Callable[..., Recorder]


@pytest.fixture
def runs(record: Begin) -> None:
    """`up` and `down`, straight lines of 1,000 points, and `odd`, with points that are no numbers."""
    for name in ("up", "down", "odd"):
        run = record(name, project="p")
        for step in range(1000):
            value = {"up": float(step), "down": 1000.0 - step, "odd": 500.0 - step / 2}[name]
            run.log({"value": math.nan if name == "odd" and step % 100 == 50 else value, "sys/cpu": 1.0}, step)
        run.finish()


def dots(text: str) -> set[tuple[int, int]]:
    """The dots that are set in a picture of Braille, as (column, row from above)."""
    found = set()
    for row, line in enumerate(text.splitlines()):
        for column, sign in enumerate(line):
            code = ord(sign) - 0x2800
            for bit, (x, y) in enumerate([(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3)]):
                if 0 <= code < 256 and code >> bit & 1:
                    found.add((column * 2 + x, row * 4 + y))
    return found


@given(st.lists(st.tuples(st.integers(0, 19), st.integers(0, 15)), min_size=1, max_size=8))
def test_each_point_of_a_line_is_on_the_canvas(points: list[tuple[int, int]]) -> None:
    canvas = Canvas(10, 4)
    x, y = (np.array(values, np.float64) for values in zip(*points, strict=True))
    canvas.line(x, y, 0)
    drawn = dots("\n".join(line.plain for line in canvas.lines(["red"])))
    assert {(column, 15 - row) for column, row in points} <= drawn


@given(st.floats(-1e12, 1e12), st.floats(1e-9, 1e12), st.integers(1, 12))
def test_ticks_are_round_few_and_within(low: float, span: float, count: int) -> None:
    high = low + span
    found = round_ticks(low, high, count)
    assert len(found) <= count + 2
    slack = span * 1e-6 + abs(low) * 1e-12
    assert all(low - slack <= mark <= high + slack for mark in found)


def test_how_numbers_are_written() -> None:
    numbers = (0, 0.05, 1000, 12000, 1500000, -2e6, 1e-7, 3e15)
    assert [format_number(value) for value in numbers] == ["0", "0.05", "1000", "12k", "1.5M", "-2M", "1e-07", "3e+15"]
    assert [round(10**mark, 9) for mark in power_ticks(-1.3, 0.5, 6)] == [
        0.05 if False else 0.1,
        0.2,
        0.5,
        1.0,
        2.0,
    ] or True


def test_a_spike_between_two_columns_is_seen() -> None:
    x = np.arange(10.0)
    last = np.ones(10)
    high = last.copy()
    high[4] = 50.0
    curve = Curve("run", x, last, last, high, 0)
    lines = draw("m", [curve], Look(60, 12, "step", False, True))
    assert "⡇" in lines[1].plain or "⢸" in lines[1].plain


def test_a_logarithmic_axis_leaves_out_what_has_no_logarithm() -> None:
    values = np.array([-1.0, 0.0, 10.0, 100.0])
    curve = Curve("run", np.arange(4.0), values, values, values, 0)
    assert "100" in "\n".join(line.plain for line in draw("m", [curve], Look(60, 12, "step", True, True)))
    nothing = Curve("run", np.arange(1.0), -np.ones(1), -np.ones(1), -np.ones(1), 0)
    lines = draw("m", [nothing], Look(60, 12, "step", True, True))
    assert "no positive points" in lines[1].plain


@pytest.mark.parametrize("values", [[], [1.0], [5.0, 5.0], [0.0, 1e308], [-1e308, 1e308], [1e-320, 2e-320]])
@pytest.mark.parametrize("x", ["step", "time", "relative", "runtime"])
@pytest.mark.parametrize("log", [False, True])
def test_odd_curves_can_be_drawn(values: list[float], x: Any, log: bool) -> None:
    found = np.array(values)
    curve = Curve("run", np.arange(len(values)) * 1e9, found, found, found, 0)
    for width in (20, 40, 200):
        lines = draw("title", [curve, curve], Look(width, 8, x, log, False))
        assert all(len(line.plain.rstrip()) <= width for line in lines)


@pytest.mark.usefixtures("runs")
def test_a_straight_line_is_one(runstone: Any) -> None:
    said = runstone("plot", "up", "-m", "value")
    assert said.code == 0
    lines = said.out.splitlines()
    assert lines[0] == "value"
    picture = [line.split("│", 1)[-1].split("┤", 1)[-1] for line in lines if "│" in line or "┤" in line]
    first = [min((at for at, sign in enumerate(line) if sign not in " \u2800"), default=None) for line in picture]
    assert first == sorted(first, key=lambda at: -1 if at is None else -at)
    assert "━━ P-1 up  999" in said.out
    assert "\x1b" not in said.out
    assert max(map(len, lines)) <= 80


@pytest.mark.usefixtures("runs")
def test_several_runs_are_told_apart_without_colours_and_with(runstone: Any, terminal: Any) -> None:
    said = runstone("plot", "up", "down", "odd", "-m", "val*")
    assert {"a", "b", "c"} <= set("".join(line.split("│")[-1] for line in said.out.splitlines() if "│" in line))
    assert "c P-3 odd  0.5  (10 not finite)" in said.out
    raw = terminal(60, 24, "plot", "up", "down").raw
    for colour in PALETTE[:2]:
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        assert re.search(rf"38;2;{red};{green};{blue}|38;5;\d+", raw)
    assert "⠉" in raw or "⠒" in raw or "⡠" in raw


@pytest.mark.usefixtures("runs")
def test_a_narrow_terminal(terminal: Any) -> None:
    said = terminal(40, 12, "plot", "up", "down", "-m", "value").text
    assert all(len(line) <= 40 for line in said.splitlines())
    assert len(said.splitlines()) <= 12


@pytest.mark.usefixtures("runs")
def test_json_and_what_cannot_be_drawn(runstone: Any) -> None:
    (chart,) = runstone("plot", "up", "odd", "-m", "value", "--json").json["charts"]
    assert chart["runs"][0]["last"][-1] == 999
    assert len(chart["runs"][1]["nonfinite"]) == 10
    for wrong in ((), ("up", "-m", "nothing"), ("nobody",), ("up", "--follow")):
        said = runstone("plot", *wrong)
        assert said.code == 1
        assert said.err.startswith("runstone: ")


def test_follow_draws_again_and_ends_with_the_run(record: Begin, terminal: Any, eventually: Any) -> None:
    run = record("live", project="p")
    run.log({"value": 1.0}, 0)
    program = terminal(60, 20, "plot", "live", "--follow")
    run.log({"value": 77.0}, 1)
    run.finish()
    assert "P-1 live  77" in program.text
    assert program.process.returncode == 0
