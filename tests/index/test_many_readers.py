"""Many threads ask while the index is made, removed and broken: each gets an answer, and nobody an error."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import runstone as rs
from runstone.index import database
from runstone.index.index import Index
from runstone.model.home import Home
from runstone.model.place import DATABASE_NAME, place
from runstone.query.projects import list_projects

THREADS = 8


@pytest.fixture
def runs(home: Home) -> None:
    """Three runs."""
    for number in range(3):
        with rs.init("p", id=f"run-{number}") as run:
            run.log({"loss": 1.0})


def test_the_first_questions_of_many_threads_are_answered(home: Home, runs: None) -> None:
    for _ in range(10):
        database.remove(place(home) / DATABASE_NAME)
        index = Index(home)
        together = threading.Barrier(THREADS + 1)
        # Each catches up first, as every door does: who only reads may come while the journals are being taken in.
        counts = ask_at_once(index, together, index.refresh, catch_up=True)
        assert counts == [3] * THREADS
        index.close()


def test_an_index_that_is_removed_again_and_again_answers_all_the_same(home: Home, runs: None) -> None:
    index = Index(home)
    path = place(home) / DATABASE_NAME
    index.refresh()
    for _ in range(10):
        together = threading.Barrier(THREADS + 1)
        seen = ask_at_once(index, together, lambda: database.remove(path))
        # Who comes while it is made anew sees what is in by then.
        assert set(seen) <= {0, 1, 2, 3}
        index.refresh(60.0)
        assert count_runs(index) == 3
    index.close()


def test_a_broken_index_is_made_anew_once_and_not_by_each_reader(home: Home, runs: None) -> None:
    index = Index(home)
    path = place(home) / DATABASE_NAME
    index.refresh()
    index.close()
    made = count_calls(database.make)
    for _ in range(5):
        for suffix in ("-wal", "-shm"):
            Path(f"{path}{suffix}").unlink(missing_ok=True)
        path.write_bytes(b"rot" * 5000)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(database, "make", made)
            made.count = 0
            together = threading.Barrier(THREADS + 1)
            seen = ask_at_once(index, together, lambda: None)
        # Who comes while it is made anew sees what is in by then; who met the broken one waits for all of it.
        assert 3 in seen
        assert set(seen) <= {0, 1, 2, 3}
        assert count_runs(index) == 3
        assert made.count == 1
        index.close()


def test_a_reader_of_a_replaced_index_leaves_no_old_connection_behind(home: Home, runs: None) -> None:
    index = Index(home)
    index.refresh()
    with index.read():
        rs.init("p", id="new").finish()
        database.make(place(home) / DATABASE_NAME)
        index.refresh()
        assert count_runs(index) == 4
    assert [count_runs(index) for _ in range(3)] == [4, 4, 4]
    index.close()


def count_runs(index: Index) -> int:
    """How many runs a reader sees."""
    return sum(project.runs for project in list_projects(index))


def ask_at_once(
    index: Index, together: threading.Barrier, meanwhile: Callable[[], object], *, catch_up: bool = False
) -> list[int]:
    """How many runs each of THREADS threads sees, after it has caught up with the journals or as it finds them."""

    def ask() -> int:
        together.wait()
        if catch_up:
            index.refresh(60.0)
        return count_runs(index)

    with ThreadPoolExecutor(THREADS) as pool:
        asked = [pool.submit(ask) for _ in range(THREADS)]
        together.wait()
        meanwhile()
        return [question.result() for question in asked]


class count_calls:  # noqa: N801 - used as a function
    """Calls a function and counts how often."""

    def __init__(self, function: Callable[[Path], None]) -> None:
        self.function, self.count = function, 0

    def __call__(self, path: Path) -> None:
        self.count += 1
        self.function(path)
