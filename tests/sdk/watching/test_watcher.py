"""Models that are watched: histograms of what they learn with, at the steps at which it was logged."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

import runstone as rs
from runstone.model.errors import BadValue

torch = pytest.importorskip("torch")


def model() -> Any:
    return torch.nn.Sequential(torch.nn.Linear(4, 3), torch.nn.ReLU(), torch.nn.Linear(3, 1))


def train(run: Any, *models: Any, batches: int) -> None:
    for _ in range(batches):
        for each in models:
            each.zero_grad()
            each(torch.randn(8, 4)).square().mean().backward()
        run.log({"loss": 1.0})


def steps(key: str) -> list[int]:
    return [item.item.step for item in rs.Api().run("a1").media(key)]


def test_gradients_and_parameters_ride_on_the_next_log() -> None:
    watched = model()
    with rs.init(id="a1") as run:
        run.watch(watched, log="all", log_freq=3)
        train(run, watched, batches=7)
    assert steps("gradients/0.weight") == steps("parameters/2.bias") == [0, 3, 6]
    (first, *_) = rs.Api().run("a1").media("gradients/0.weight")
    assert first.item.facts["count"] == 12
    assert len(first.item.facts["counts"]) == 64


def test_gradients_alone_by_default_and_nothing_in_evaluation() -> None:
    watched = model()
    with rs.init(id="a1") as run:
        run.watch(watched, log_freq=1)
        train(run, watched, batches=2)
        watched.eval()
        with torch.no_grad():
            watched(torch.randn(1, 4))
    keys = {item.item.key for item in rs.Api().run("a1").media()}
    assert keys == {f"gradients/{at}.{kind}" for at, kind in itertools.product((0, 2), ("weight", "bias"))}


def test_several_models_and_their_trees() -> None:
    one, two = model(), model()
    with rs.init(id="a1") as run:
        run.watch([one, two], log_freq=1, log_graph=True)
        with pytest.raises(ValueError, match="watched already"):
            run.watch(one)
        train(run, one, two, batches=1)
        run.unwatch(one)
        train(run, one, two, batches=1)
        run.watch(one, idx=0, log=None)
        run.unwatch()
        train(run, one, two, batches=1)
    assert steps("gradients/0.weight") == [0]
    assert steps("gradients/graph_1.0.weight") == [0, 1]
    (graph,) = rs.Api().run("a1").media("graph_1")
    assert graph.item.facts["nodes"] == 4


def test_what_is_odd_about_gradients_never_ends_a_training() -> None:
    embedding = torch.nn.Embedding(10, 4, sparse=True)
    odd = torch.nn.Linear(4, 1)
    with rs.init(id="a1") as run:
        run.watch([embedding, odd], log="all", log_freq=1)
        loss = odd(embedding(torch.tensor([1, 2]))).sum() * float("nan")
        loss.backward()
        run.log({"loss": 1.0})
    (sparse,) = rs.Api().run("a1").media("gradients/weight")
    assert sparse.item.facts["nan"] == 8
    assert rs.Api().run("a1").state == "finished"


def test_what_is_no_model_is_refused() -> None:
    with rs.init() as run:
        for wrong in ({"models": 3}, {"models": model(), "log": "weights"}, {"models": model(), "log_freq": 0}):
            with pytest.raises(BadValue):
                run.watch(**wrong)  # type: ignore[arg-type]


def test_hooks_are_gone_when_the_run_is_over() -> None:
    watched = model()
    with rs.init(id="a1") as run:
        run.watch(watched, log="all", log_freq=1)
    assert not watched._forward_hooks
    watched(torch.randn(8, 4)).sum().backward()


def test_a_trainer_that_calls_the_parts_alone() -> None:
    """As Lightning does: `training_step` is no forward pass of the model."""
    watched = model()
    with rs.init(id="a1") as run:
        run.watch(watched, log="parameters", log_freq=2)
        for _ in range(4):
            hidden = watched[1](watched[0](torch.randn(8, 4)))
            watched[2](hidden).mean().backward()
            run.log({"loss": 1.0})
    assert steps("parameters/2.bias") == steps("parameters/0.weight") == [0, 2]
