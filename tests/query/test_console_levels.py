"""The console by level: positions, counts and searches agree with a plain walk over all lines."""

from __future__ import annotations

import logging
from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

import runstone as rs
from recorder import Recorder
from runstone.index.index import Index
from runstone.model.errors import BadValue
from runstone.model.home import Home
from runstone.model.log_level import LOG_LEVELS, level_of_number
from runstone.model.records import ConsoleWritten
from runstone.query import console
from runstone.query.answers.console import ConsoleLine

COUNT = 2_500


@pytest.fixture
def spoken(home: Home, index: Index, record: Callable[..., Recorder]) -> list[ConsoleLine]:
    """A run with lines of every level and none on both streams, in many chunks."""
    run = record("run")
    for at in range(COUNT):
        level = [None, *LOG_LEVELS][at % 6] if at % 7 else None
        run.event(
            ConsoleWritten,
            stream="stderr" if at % 5 == 0 else "stdout",
            lines=[f"line {at}"],
            level=level,
            logger="net" if level else None,
        )
    run.finish()
    index.refresh()
    found = console.read(index, "run", 0, 10 * COUNT)
    assert found.total == len(found.lines) == COUNT
    return found.lines


@pytest.mark.parametrize(("stream", "level"), list(product([None, "stdout", "stderr"], [None, *LOG_LEVELS])))
def test_a_filter_gives_what_a_walk_over_all_lines_gives(
    index: Index, spoken: list[ConsoleLine], stream: console.Stream | None, level: console.LogLevel | None
) -> None:
    wanted = [
        line
        for line in spoken
        if stream in (None, line.stream)
        and (level is None or (line.level is not None and LOG_LEVELS.index(line.level) >= LOG_LEVELS.index(level)))
    ]
    found = console.read(index, "run", 0, 10 * COUNT, stream, level)
    assert (found.lines, found.total) == (wanted, len(wanted))
    middle = console.read(index, "run", len(wanted) // 2, 10, stream, level)
    assert middle.lines == wanted[len(wanted) // 2 :][:10]
    assert console.read(index, "run", -3, 3, stream, level).lines == wanted[-3:]
    matches = console.search(index, "run", "7", stream=stream, level=level)
    assert [match.line for match in matches.found] == [line.line for line in wanted if "7" in line.text]
    assert all(wanted[match.position].line == match.line for match in matches.found)


def test_what_logging_says_has_its_level_and_logger(
    home: Home, index: Index, eventually: Callable[..., object]
) -> None:
    logger = logging.getLogger("net.train")
    logger.propagate = False
    logger.setLevel(logging.DEBUG)
    with rs.init("p", id="run") as run:
        handler = run.logging_handler()
        logger.addHandler(handler)
        run.write_logs("INFO: printed")
        run.write_logs("plain")
        logger.debug("unheard")
        logger.warning("careful\nin two lines")
        logger.log(45, "between error and critical")
        with pytest.raises(BadValue, match="levels are"):
            run.write_logs("x", level="loud")  # type: ignore[arg-type]
    logger.error("after the end")
    logger.removeHandler(handler)
    lines = rs.Api().run("run").logs()
    assert [(line.text, line.level, line.logger) for line in lines] == [
        ("INFO: printed", "info", None),
        ("plain", None, None),
        ("WARNING | net.train | careful", "warning", "net.train"),
        ("in two lines", "warning", "net.train"),
        ("Level 45 | net.train | between error and critical", "error", "net.train"),
    ]


@given(st.integers(-100, 200))
def test_numbers_between_levels_belong_to_the_one_below(number: int) -> None:
    level = level_of_number(number)
    assert getattr(logging, level.upper()) <= max(number, logging.DEBUG)
    assert number < logging.CRITICAL or level == "critical"
