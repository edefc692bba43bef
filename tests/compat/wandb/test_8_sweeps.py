"""Sweeps: the documented examples, with only the import changed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import runstone.compat.wandb as wandb
from runstone.model.home import Home
from runstone.sdk.existing import read_run
from wandb_names import name

SWEEPS = "Sweeps"

EXAMPLE = """
import wandb

# 1: Define objective/training function
def objective(config):
    score = config.x**3 + config.y
    return score

def main():
    with wandb.init(project="my-first-sweep") as run:
        score = objective(run.config)
        run.log({"score": score})

# 2: Define the search space
sweep_configuration = {
    "method": "random",
    "metric": {"goal": "minimize", "name": "score"},
    "parameters": {
        "x": {"max": 0.1, "min": 0.01},
        "y": {"values": [1, 3, 7]},
    },
}

# 3: Start the sweep
sweep_id = wandb.sweep(sweep=sweep_configuration, project="my-first-sweep")

wandb.agent(sweep_id, function=main, count=10)
"""


@name(SWEEPS, "wandb.sweep", better="what is wrong in a definition is named, with what may stand there; `condition`")
@name(SWEEPS, "wandb.agent(function=…)", better="a trial that ends early ends its function, and not the process")
@name(SWEEPS, "Api().sweep", "Sweep.id, name, project, config, state, order, expected_run_count, url, path, load")
@name(SWEEPS, "Api().sweeps", "Sweep.runs", "Sweep.best_run")
def test_the_first_example(home: Home) -> None:
    Path("sweep.py").write_text(EXAMPLE)
    done = subprocess.run(
        [sys.executable, "-m", "runstone.compat.wandb", "sweep.py"],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (sweep,) = wandb.Api().sweeps("my-first-sweep")
    assert len(sweep.runs) == 10
    for run in sweep.runs:
        assert 0.01 <= run.config["x"] <= 0.1
        assert run.summary["score"] == run.config["x"] ** 3 + run.config["y"]
    best = sweep.best_run()
    assert best is not None
    assert best.summary["score"] == min(run.summary["score"] for run in sweep.runs)
    again = wandb.Api().sweep(f"team/my-first-sweep/{sweep.id}")
    assert (again.state, again.order, again.expected_run_count, again.url) == (
        "RUNNING",
        "+summary_metrics.score",
        None,
        None,
    )
    assert (again.config["method"], again.project, again.name, again.path[1:]) == (
        *("random", "my-first-sweep", sweep.id),
        ["my-first-sweep", sweep.id],
    )
    with pytest.raises(wandb.CommError, match="no sweep 'nothing'"):
        wandb.Api().sweep("nothing")


TRAIN = """
import argparse
import wandb

def train():
    parser = argparse.ArgumentParser()
    parser.add_argument("--batch_size", type=int)
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--lr", type=float)
    args = parser.parse_args()
    run = wandb.init(project="elsewhere", config=args)
    assert wandb.config.epochs == args.epochs
    for epoch in range(wandb.config.epochs):
        wandb.log({"epoch": epoch, "val_acc": args.lr * epoch, "sweep": run.sweep_id})

if __name__ == "__main__":
    train()
"""


@name(SWEEPS, "wandb.agent() with program and command", note="`import wandb` of the program means this package")
@name(SWEEPS, "Run.sweep_id", "config of a sweep", note="keys that the sweep set are locked")
def test_a_program_with_its_macros(home: Home) -> None:
    Path("train.py").write_text(TRAIN)
    sweep_id = wandb.sweep(
        {
            "program": "train.py",
            "method": "grid",
            "name": "sweep",
            "metric": {"goal": "maximize", "name": "val_acc"},
            "parameters": {"batch_size": {"values": [16, 32]}, "epochs": {"value": 3}, "lr": {"value": 0.5}},
            "command": ["${env}", "${interpreter}", "${program}", "${args}"],
        },
        project="cv",
    )
    wandb.agent(f"cv/{sweep_id}")
    sweep = wandb.Api().sweep(sweep_id)
    assert (sweep.state, sweep.name, sweep.expected_run_count) == ("FINISHED", "sweep", 2)
    assert [(run.project, run.summary["val_acc"]) for run in sweep.runs] == [("cv", 1.0)] * 2
    assert [run.config for run in sweep.runs] == [{"batch_size": size, "epochs": 3, "lr": 0.5} for size in (16, 32)]
    assert read_run(home, sweep.runs[0].id).facts.sweep == sweep_id


def test_locked_keys_of_a_sweep(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    def train() -> None:
        run = wandb.init(config={"x": 5, "net": {"depth": 1, "width": 8}})
        wandb.config.update({"x": 6, "seed": 1})
        wandb.config.x = 7
        run.log({"score": wandb.config.x})
        found.append(wandb.config.as_dict())

    found: list[dict[str, object]] = []
    sweep_id = wandb.sweep(
        {"method": "grid", "parameters": {"x": {"values": [1, 2]}, "net": {"parameters": {"depth": {"value": 3}}}}}
    )
    wandb.agent(sweep_id, train)
    assert found == [{"x": x, "net": {"depth": 3, "width": 8}, "seed": 1} for x in (1, 2)]
    assert wandb.run is None
    assert "the config's 'x' was set by 'sweep'" in capsys.readouterr().err


@name(SWEEPS, "wandb.controller", "controller.configure_…, create, run, step, done, print_status")
def test_the_controller(capsys: pytest.CaptureFixture[str]) -> None:
    sweep = wandb.controller()
    sweep.configure_search("random")
    sweep.configure_metric("loss", "minimize")
    sweep.configure_stopping("hyperband", min_iter=3)
    sweep.configure_program("train.py")
    sweep.configure_controller(type="local")
    sweep.configure_parameter("lr", min=0.1, max=0.2)
    sweep.configure_parameter("layers", value=3)
    with pytest.raises(wandb.UsageError, match="create"):
        sweep.step()
    sweep_id = sweep.create()
    assert wandb.Api().sweep(sweep_id).config == sweep.sweep_config
    wandb.agent(sweep_id, lambda: wandb.init().log({"loss": 1.0}), count=2)
    again = wandb.controller(sweep_id)
    again.step()
    again.print_status()
    assert "2 finished; best 1 by trial 0" in capsys.readouterr().out
    assert not again.done()


@name(SWEEPS, "method: custom", refused="`wandb.init` in a loop, with the same `group`")
@name(
    SWEEPS,
    "early_terminate: hyperband",
    better="a trial is judged at every bracket, also where it ran past one between two looks; `median`",
)
def test_what_a_definition_cannot_say() -> None:
    for wrong in ({"method": "custom", "parameters": {"x": {"value": 1}}}, {"method": "random"}):
        with pytest.raises(ValueError, match="No sweep was made"):
            wandb.sweep(wrong)


@name(SWEEPS, "distribution: beta, q_beta")
def test_values_of_a_beta_distribution(home: Home) -> None:
    shape = {"distribution": "beta", "a": 2, "b": 5}
    sweep_id = wandb.sweep(
        {"method": "random", "parameters": {"x": shape, "y": {**shape, "distribution": "q_beta", "q": 0.25}}}
    )
    found: list[tuple[float, float]] = []
    wandb.agent(sweep_id, lambda: found.append((wandb.init().config.x, wandb.config.y)), count=3)
    assert all(0 < x < 1 and y in (0.0, 0.25, 0.5, 0.75, 1.0) for x, y in found)
    assert len(set(found)) == 3
