"""Processes that open one id at the same time share one run, which is begun once."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import pytest

import runstone as rs
from reading import read_points, read_records
from runstone.journal.registry import Registry
from runstone.model.home import Home
from runstone.model.records import Started

# Children wait until the parent closes the pipe: then all begin at once.
RANKS = """
import os
import runstone as rs

ROUNDS, RANKS = 5, 4
for number in range(ROUNDS):
    read, write = os.pipe()
    children = []
    for rank in range(RANKS):
        child = os.fork()
        if child == 0:
            os.close(write)
            os.read(read, 1)
            with rs.init("ddp", id=f"shared-{number}", resume=True) as run:
                run.log({f"loss/{rank}": float(rank)})
            os._exit(0)
        children.append(child)
    os.close(write)
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * RANKS
    os.close(read)
"""


def test_ranks_that_begin_at_once_share_a_run(
    home: Home, python: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    done = python(RANKS)
    assert done.returncode == 0, done.stderr
    for number in range(5):
        run = f"shared-{number}"
        assert set(read_points(home, run)) == {f"loss/{rank}" for rank in range(4)}
        assert len([record for record in read_records(home, run) if isinstance(record, Started)]) == 1
    assert Registry(home).find("5") == "shared-4"
    assert Registry(home).find("6") is None


def test_a_call_that_was_wrong_leaves_nothing_behind(home: Home) -> None:
    with pytest.raises(rs.Misuse):
        rs.init("a/../b", id="mine", resume=True)
    assert home.run_ids() == []
