"""Completions know what the runs have."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from recorder import Recorder
from runstone.index.index import Index
from runstone.query.completion import complete


@pytest.fixture
def filled(index: Index, record: Callable[..., Recorder]) -> Index:
    """Runs of two projects."""
    for number in range(6):
        run = record(
            f"r{number}",
            project="cv" if number < 4 else "nlp",
            config={"lr": 0.1 * (number % 2 + 1), "net": f"res net{number % 2}", "opt": {"name": "adam"}},
            tags=["baseline", "big"][: number % 3],
        )
        run.log({"val/acc": 0.5}, 0)
    index.refresh()
    return index


def texts(index: Index, text: str, project: str | None = None) -> list[str]:
    return [item.text for item in complete(index, text, len(text), project).items]


def test_fields_that_runs_have_are_offered(filled: Index) -> None:
    assert texts(filled, "config.l") == ["config.lr"]
    assert "config.opt/name" in texts(filled, "opt")
    assert texts(filled, "state = finished and summary.v") == ["summary.val/acc"]
    assert "metrics.val/acc.max" in texts(filled, "metrics.val")


def test_values_that_fields_hold_are_offered_the_most_frequent_first(filled: Index) -> None:
    assert texts(filled, "tag = ") == ["baseline", "big"]
    assert texts(filled, "tag = bi") == ["big"]
    assert texts(filled, "config.net = ") == ['"res net0"', '"res net1"']
    assert texts(filled, "config.lr = ") == ["0.1", "0.2"]
    assert texts(filled, "state = run") == ["running"]
    assert texts(filled, "project = ", "nlp") == ["nlp"]
    assert texts(filled, "config.none = ") == []


def test_each_says_how_many_runs_have_it_and_what_it_would_replace(filled: Index) -> None:
    found = complete(filled, "config.lr < 1 and conf", 22)
    assert (found.start, found.end) == (18, 22)
    assert "6 runs" in found.items[0].detail
    assert complete(filled, "", 0).items
