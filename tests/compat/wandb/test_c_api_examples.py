"""The examples of W&B's documentation about `wandb.Api`, word by word but for the import."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import runstone.compat.wandb as wandb
from runstone.model.home import Home
from wandb_names import name

# Many of them leave files open.
pytestmark = [
    pytest.mark.filterwarnings("ignore:.*unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

SECTION = "Documented examples"
Example = Callable[[str], dict[str, Any]]


@pytest.fixture
def recorded(home: Home) -> None:
    """Three runs of a project."""
    for number in range(3):
        config = {"experiment_name": ["foo", "bar", "baz"][number], "lr": 0.1 * number, "_hidden": 1}
        with wandb.init(project="exports", id=f"r{number}", name=f"foo-{number}", config=config, tags=["t"]) as run:
            for step in range(1, 6):
                run.log({"accuracy": step * number / 10, "loss": 1 / step, "val": {"acc": step}})
            Path("model-best.h5").write_bytes(b"weights")
            run.save("model-best.h5")
    Path("model-best.h5").unlink()


@name(SECTION, "Export: runs of a project into a CSV, one run, its history, metrics, files")
def test_exports(recorded: None, example: Example) -> None:
    pytest.importorskip("pandas")
    names = example("""
        import pandas as pd
        import wandb

        api = wandb.Api()
        entity, project = "<entity>", "exports"
        runs = api.runs(entity + "/" + project)

        summary_list, config_list, name_list = [], [], []
        for run in runs:
            # .summary contains output keys/values for
            # metrics such as accuracy.
            #  We call ._json_dict to omit large files
            summary_list.append(run.summary._json_dict)

            # .config contains the hyperparameters.
            #  We remove special values that start with _.
            config_list.append({k: v for k, v in run.config.items() if not k.startswith("_")})

            # .name is the human-readable name of the run.
            name_list.append(run.name)

        runs_df = pd.DataFrame({"summary": summary_list, "config": config_list, "name": name_list})
        runs_df.to_csv("project.csv")

        run = api.run("<entity>/exports/r2")
        if run.state == "finished":
            accuracies = [row["accuracy"] for i, row in run.history().iterrows()]
        metrics_dataframe = run.history()
        metrics_dataframe.to_csv("metrics.csv")
        history = run.scan_history()
        losses = [row["loss"] for row in history]
        best = run.scan_history(keys=["accuracy", "loss"], page_size=2, min_step=2, max_step=4)
        some = [(row["_step"], row["accuracy"]) for row in best]

        system_metrics = run.history(stream="events")
        lines = [run.history(keys=["loss"], samples=3, pandas=False), run.history(x_axis="_timestamp")]
        run.file("model-best.h5").download()
        for file in run.files():
            file.download(root="files", replace=True)
        loss = run.summary.get("loss")

        # the command that ran it
        import json

        with run.file("wandb-metadata.json").download() as meta_file:
            meta = json.load(meta_file)
        program = ["python"] + [meta["program"]] + meta["args"]
    """)
    assert names["program"][0] == "python"
    assert names["name_list"] == ["foo-0", "foo-1", "foo-2"]
    assert names["summary_list"][2]["accuracy"] == 1.0
    assert names["config_list"][1] == {"experiment_name": "bar", "lr": 0.1}
    assert names["accuracies"] == pytest.approx([0.2, 0.4, 0.6, 0.8, 1.0])
    assert names["losses"] == [1 / step for step in range(1, 6)]
    assert names["some"] == [(2, pytest.approx(0.6)), (3, pytest.approx(0.8))]
    assert Path("model-best.h5").read_bytes() == Path("files/model-best.h5").read_bytes() == b"weights"
    assert names["loss"] == 0.2


@name(
    SECTION, "Filters and orders of `runs`: `$or`, `$and`, `$regex`, `$gt`, `$in`, `created_at`, `+summary_metrics.…`"
)
def test_filters(recorded: None, example: Example) -> None:
    names = example("""
        import wandb

        api = wandb.Api(timeout=29)
        either = api.runs(
            path="my_entity/exports",
            filters={"$or": [{"config.experiment_name": "foo"}, {"config.experiment_name": "bar"}]},
        )
        regex = api.runs(path="my_entity/exports", filters={"config.experiment_name": {"$regex": "b.*"}})
        named = api.runs(path="my_entity/exports", filters={"display_name": {"$regex": "^foo.*"}})
        summed = api.runs("exports", filters={"summary_metrics.accuracy": {"$gt": 0.4}}, order="-summary_metrics.accuracy")
        ordered = api.runs("exports", order="+summary_metrics.accuracy")
        tagged = api.runs("exports", filters={"tags": {"$in": ["t", "other"]}, "state": "finished"})
        both = api.runs(
            "exports", {"$and": [{"created_at": {"$gt": "2019-01-01T00:00:00"}}, {"config.lr": {"$lte": 0.1}}]}
        )
        none = api.runs("exports", filters={"jobType": "eval"})
        found = {name: [run.id for run in runs] for name, runs in list(globals().items()) if isinstance(runs, type(either))}
        count = len(tagged)
        first = either[0]
    """)
    assert names["found"] == {
        "either": ["r0", "r1"],
        "regex": ["r1", "r2"],
        "named": ["r0", "r1", "r2"],
        "summed": ["r2", "r1"],
        "ordered": ["r0", "r1", "r2"],
        "tagged": ["r0", "r1", "r2"],
        "both": ["r0", "r1"],
        "none": [],
    }
    assert names["count"] == 3


@name(
    SECTION, "Change runs afterwards: summary, config, names, tags; files and artifacts; rename a metric, delete a run"
)
def test_changes(recorded: None, example: Example) -> None:
    names = example("""
        import numpy as np
        import wandb

        api = wandb.Api()
        run = api.run("exports/r1")
        run.summary["accuracy"] = 0.9
        run.summary["tensor"] = np.arange(3.0)
        run.summary.update()

        run.config["learning_rate"] = 0.01
        run.name = "renamed"
        run.tags.append("new")
        run.notes = "by hand"
        run.update()

        # rename a metric
        run.summary["new_name"] = run.summary["loss"]
        del run.summary["loss"]
        run.summary.update()

        with open("file_name.extension", "w") as file:
            file.write("late")
        run.upload_file("file_name.extension")

        artifact = wandb.Artifact("late", type="dataset")
        artifact.add_file("file_name.extension")
        run.log_artifact(artifact, aliases=["v"])
        other = api.run("exports/r2")
        other.use_artifact(api.artifact("exports/late:latest"))
        api.run("exports/r0").delete()
        again = wandb.Api().run("exports/r1")
        used = wandb.Api().run("exports/r2").used_artifacts()
        left = [run.id for run in wandb.Api().runs("exports")]
    """)
    again = names["again"]
    assert (again.name, again.notes, sorted(again.tags), again.state) == (
        "renamed",
        "by hand",
        ["new", "t"],
        "finished",
    )
    assert again.config == {"experiment_name": "bar", "lr": 0.1, "learning_rate": 0.01}
    assert {key: again.summary.get(key) for key in ("accuracy", "tensor", "new_name", "loss")} == {
        "accuracy": 0.9,
        "tensor": [0.0, 1.0, 2.0],
        "new_name": 0.2,
        "loss": None,
    }
    assert again.file("file_name.extension").size == 4
    assert [made.name for made in again.logged_artifacts()] == ["late:v0"]
    assert [made.name for made in names["used"]] == ["late:v0"]
    assert names["left"] == ["r1", "r2"]
    assert [row["loss"] for row in again.scan_history(["loss"])] == [1 / step for step in range(1, 6)]
