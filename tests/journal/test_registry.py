"""The registry: numbers and display ids that are given once."""

from __future__ import annotations

import multiprocessing

import pytest

from runstone.journal.registry import Registry
from runstone.model.home import Home


@pytest.fixture
def registry(home: Home) -> Registry:
    home.path.mkdir()
    return Registry(home)


def test_numbers_count_in_the_home_and_display_ids_in_the_project(registry: Registry) -> None:
    assert registry.enter("a", "cv/resnet50/baseline")[:2] == (1, "CRB-1")
    assert registry.enter("b", "digits")[:2] == (2, "DIG-1")
    registry.ring("a", "0123-abc")
    assert registry.enter("c", "cv/resnet50/baseline")[:2] == (3, "CRB-2")


def test_two_projects_never_share_a_prefix(registry: Registry) -> None:
    ids = [
        registry.enter(f"r{n}", project).display_id for n, project in enumerate(["digits", "digit", "dig", "digraph"])
    ]
    assert ids == ["DIG-1", "DIG2-1", "DIG3-1", "DIG4-1"]


def test_runs_are_found_by_number_and_display_id(registry: Registry) -> None:
    for number in range(1, 25):
        registry.enter(f"run {number}/ü", "p q")
    assert registry.find("2") == "run 2/ü"
    assert registry.find("24") == "run 24/ü"
    assert registry.find("PQ-12") == "run 12/ü"
    assert registry.find("pq-1") == "run 1/ü"
    assert registry.find("25") is None
    assert registry.find("PQ-99") is None


def test_a_line_cut_short_by_a_full_disk_does_not_swallow_the_next(home: Home, registry: Registry) -> None:
    registry.enter("a", "p")
    with open(home.registry_path, "ab") as file:
        file.write(b"writer\tr")
    registry.enter("b", "p")
    assert [entry.run for entry in registry.entries()] == ["a", "b"]


def test_restored_from_the_journals_it_says_the_same(home: Home, registry: Registry) -> None:
    entries = [registry.enter(f"r{n}", f"p{n % 3}") for n in range(9)]
    home.registry_path.unlink()
    registry.restore(reversed(entries))
    assert list(registry.entries()) == entries
    assert registry.enter("next", "p0").number == 10


def _enter(home: Home, first: int) -> None:
    for number in range(first, first + 20):
        Registry(home).enter(f"r{number}", "p")


def test_processes_that_start_together_get_different_numbers(home: Home, registry: Registry) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_enter, args=(home, first)) for first in (0, 100, 200)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    entries = list(registry.entries())
    assert sorted(entry.number for entry in entries) == list(range(1, 61))
    assert len({entry.display_id for entry in entries}) == 60
