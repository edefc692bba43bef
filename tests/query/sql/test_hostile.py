"""A query that would never end, or fill the memory, gets a message in time, and nobody else waits for it."""

from __future__ import annotations

from collections.abc import Callable
from subprocess import CompletedProcess

import pytest

from runstone.index.index import Index
from runstone.model.errors import BadQuery
from runstone.query.sql import ask

ENDLESS = {
    "cross join": "select count(*) from points a, points b, points c",
    "endless recursion": "with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) from n",
    "a sort of everything": "select a.step from points a, points b order by a.step * b.step limit 1",
    "text that doubles": "with recursive n(x) as (select 'x' union all select x || x from n) select max(length(x)) from n",
    "a large group": "select max(length(c)) from (select string_agg(a.run, ',') as c from points a, points b)",
}
SQLITE_ONLY = {
    "zeroblob": "select zeroblob(1000000000)",
    "a pattern": f"select count(*) from config a, config b where a.text like '{'%é' * 2000}'",
    "printf": "select printf('%.*c', 1000000000, 'x')",
    "one long step": "select instr(x, substr(x, 1, length(x) / 2) || 'b') from"
    " (select replace(hex(zeroblob(4000000)), '0', 'a') as x)",
}
DUCKDB_ONLY = {
    "repeat": "select length(repeat('x', 2000000000))",
    "a range": "select list(range) from range(10000000000)",
    "a pattern": "select count(*) from points where regexp_matches(repeat('a', 30) || step, '(a*)*b')",
}
CASES = [
    *(("sqlite", query) for query in (*ENDLESS.values(), *SQLITE_ONLY.values())),
    *(("duckdb", query) for query in (*ENDLESS.values(), *DUCKDB_ONLY.values())),
]


# In a process of its own, since a step that cannot be stopped may go on for long.
CHILD = """
import os, sys, threading, time
from runstone.index.index import Index
from runstone.model.errors import BadQuery
from runstone.model.home import Home
from runstone.query import metrics
from runstone.query.sql import ask
_, home, engine, query = sys.argv
index = Index(Home(home))
ended, slowest = [], 0.0
def attack():
    try:
        ask(index, query, engine, timeout_secs=1.0)
        ended.append('answered')
    except BadQuery as error:
        ended.append(str(error))
began = time.monotonic()
thread = threading.Thread(target=attack)
thread.start()
while thread.is_alive():
    asking = time.monotonic()
    assert metrics.stats(index, 'late')
    slowest = max(slowest, time.monotonic() - asking)
assert time.monotonic() - began < 30, time.monotonic() - began
assert slowest < 10, slowest
print(ended[0], flush=True)
os._exit(0)
"""


@pytest.mark.parametrize(("engine", "query"), CASES, ids=[f"{engine}-{query[:50]}" for engine, query in CASES])
def test_it_ends_in_time_and_others_go_on(
    asked: Index, python: Callable[..., CompletedProcess[str]], engine: str, query: str
) -> None:
    if engine == "duckdb":
        pytest.importorskip("duckdb")
    done = python(CHILD, str(asked.home.path), engine, query)
    assert done.returncode == 0, done.stderr
    # DuckDB finds a pattern in linear time, whatever it is.
    assert done.stdout.strip() != "answered" or "regexp" in query


def test_a_pattern_of_regexp_takes_linear_time(asked: Index) -> None:
    query = f"select '{'a' * 5000}' regexp '(a*)*b', 'abc' regexp '^A', null regexp 'a'"
    assert ask(asked, query).rows == [[0, 0, None]]
    with pytest.raises(BadQuery, match=r"missing \)"):
        ask(asked, "select 'a' regexp '('")


@pytest.mark.parametrize("engine", ["sqlite", "duckdb"])
def test_the_next_question_is_answered(asked: Index, engine: str) -> None:
    if engine == "duckdb":
        pytest.importorskip("duckdb")
    with pytest.raises(BadQuery, match="longer than"):
        ask(asked, ENDLESS["endless recursion"], engine, timeout_secs=0.5)  # type: ignore[arg-type]
    assert ask(asked, "select count(*) from runs", engine).rows == [[6]]  # type: ignore[arg-type]


def test_nonsense_limits_are_refused(asked: Index) -> None:
    for options in ({"limit": -1}, {"timeout_secs": 0.0}, {"engine": "oracle"}):
        with pytest.raises(BadQuery):
            ask(asked, "select 1", **options)  # type: ignore[arg-type]
