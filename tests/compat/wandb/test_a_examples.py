"""The examples of W&B's documentation about logging, word by word but for the import."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import runstone.compat.wandb as wandb
from reading import read_points
from runstone.model.home import Home
from runstone.sdk.existing import read_run
from wandb_names import name

# Many of them leave files open.
pytestmark = [
    pytest.mark.filterwarnings("ignore:.*unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

SECTION = "Documented examples"
Example = Callable[[str], dict[str, Any]]


def history(run: str, *keys: str) -> list[tuple[float, ...]]:
    """The rows of a run that have all of these."""
    return [tuple(row[key] for key in keys) for row in wandb.Api().run(run).scan_history(list(keys))]


def kinds(run: str) -> dict[str, str]:
    """The types of the media of a run, by key."""
    return {item.item.key: item.item.type for item in wandb.Api().run(run).native.media()}


@name(SECTION, "Quickstart")
def test_quickstart(example: Example, home: Home) -> None:
    names = example("""
        import wandb
        import random

        wandb.login()

        # Project that the run is recorded to
        project = "my-awesome-project"

        # Dictionary with hyperparameters
        config = {
            'epochs' : 10,
            'lr' : 0.01
        }

        with wandb.init(project=project, config=config) as run:
            offset = random.random() / 5
            print(f"lr: {config['lr']}")

            # Simulate a training run
            for epoch in range(2, config['epochs']):
                acc = 1 - 2**-config['epochs'] - random.random() / config['epochs'] - offset
                loss = 2**-config['epochs'] + random.random() / config['epochs'] + offset
                print(f"epoch={epoch}, accuracy={acc}, loss={loss}")
                run.log({"accuracy": acc, "loss": loss})
    """)
    rows = history(names["run"].id, "accuracy", "loss")
    assert rows[-1] == (names["acc"], names["loss"])
    assert len(rows) == 8
    assert read_run(home, names["run"].id).state == "finished"


@name(SECTION, "Configure a run: dict, argparse, absl, files, after the fact")
def test_configs(example: Example, home: Home) -> None:
    Path("config-defaults.yaml").write_text("batch_size:\n  desc: Batch size\n  value: 32\n")
    names = example("""
        import argparse
        import random

        import wandb

        def train_model(run):
            lr = run.config["learning_rate"]
            epochs = run.config["epochs"]
            for epoch in range(epochs):
                acc = 1 - 2 ** -epoch - random.random() / (epoch + 1)
                run.log({"accuracy": acc})

        parser = argparse.ArgumentParser()
        parser.add_argument("-b", "--batch-size", type=int, default=32)
        parser.add_argument("-e", "--epochs", type=int, default=50)
        parser.add_argument("-lr", "--learning_rate", type=float, default=0.001)
        args = parser.parse_args(["--epochs", "3"])

        with wandb.init(project="config_example", config=vars(args)) as run:
            run.config["epochs"] = 3
            run.config.update({"lr": 0.1, "channels": 16})
            config_dictionary = dict(
                yaml="my_yaml_file",
                params={"hidden_layer_sizes": [32, 64], "activation": "ReLU"},
            )
            wandb.config.update(config_dictionary)
            train_model(run)

        api = wandb.Api()
        stored = api.run(run.path)
        stored.config["bar"] = 32
        stored.update()
    """)
    config = wandb.Api().run(names["run"].path).config
    assert config["bar"] == 32
    assert (config["batch_size"], config["epochs"], config["params"]["hidden_layer_sizes"]) == (32, 3, [32, 64])


@name(SECTION, "Log objects: summaries, custom axes, `train/*`")
def test_metrics(example: Example) -> None:
    example("""
        import wandb
        import random

        with wandb.init(id="axes") as run:
            # define our custom x axis metric
            run.define_metric("custom_step")
            # define which metrics will be plotted against it
            run.define_metric("validation_loss", step_metric="custom_step")

            for i in range(10):
                log_dict = {
                    "train_loss": 1 / (i + 1),
                    "custom_step": i**2,
                    "validation_loss": 1 / (i + 1),
                }
                run.log(log_dict)

        with wandb.init(id="globs") as run:
            # set all other train/ metrics to use this step
            run.define_metric("train/step")
            run.define_metric("train/*", step_metric="train/step")

            for i in range(10):
                log_dict = {
                    "train/step": 2**i,  # exponential growth w/ internal W&B step
                    "train/loss": 1 / (i + 1),  # x-axis is train/step
                    "train/accuracy": 1 - (1 / (1 + i)),  # x-axis is train/step
                    "val/loss": 1 / (1 + i),  # x-axis is internal wandb step
                }
                run.log(log_dict)

        random.seed(1)
        with wandb.init(id="summaries", project="define-metric-demo") as run:
            # summary values for each metric
            run.define_metric("loss", summary="min")
            run.define_metric("acc", summary="max")
            for i in range(10):
                log_dict = {
                    "loss": random.uniform(0, 1 / (i + 1)),
                    "acc": random.uniform(1 / (i + 1), 1),
                }
                run.log(log_dict)
            run.summary["best_accuracy"] = 0.5
    """)
    defined = {found.name: found.step_metric for found in wandb.Api().run("axes").native.metrics()}
    assert defined["validation_loss"] == "custom_step"
    assert not defined["train_loss"]
    defined = {found.name: found.step_metric for found in wandb.Api().run("globs").native.metrics()}
    assert (defined["train/accuracy"], bool(defined["val/loss"])) == ("train/step", False)
    summary = wandb.Api().run("summaries").summary
    assert summary["loss"] == {"min": min(loss for (loss,) in history("summaries", "loss"))}
    assert summary["best_accuracy"] == 0.5


@name(SECTION, "Log media: images, masks, boxes, histograms, 3D, molecules, audio, video, HTML, text, figures")
def test_media(example: Example) -> None:
    pytest.importorskip("PIL")
    Path("some.html").write_text("<p>hello")
    Path("6lu7.pdb").write_text("ATOM      1  N   SER A   1      26.981  -9.542  -5.099  1.00 19.47           N\n")
    example("""
        import numpy as np
        import wandb
        from PIL import Image

        with wandb.init(project="media", id="media") as run:
            examples = []
            for i in range(3):
                pixels = np.random.randint(low=0, high=256, size=(100, 100, 3))
                image = wandb.Image(pixels, caption=f"random field {i}")
                examples.append(image)
            run.log({"examples": examples})

            examples = []
            for i in range(3):
                pixels = np.random.randint(low=0, high=256, size=(100, 100, 3), dtype=np.uint8)
                pil_image = Image.fromarray(pixels, mode="RGB") if False else Image.fromarray(pixels)
                examples.append(wandb.Image(pil_image, caption=f"random field {i}"))
            run.log({"pil": examples})
            pil_image.save("myimage.jpg")
            run.log({"file": wandb.Image("myimage.jpg")})

            predicted_mask = np.empty((100, 100), dtype=np.uint8)
            predicted_mask[:50, :50] = 0
            predicted_mask[50:, :50] = 1
            predicted_mask[:50, 50:] = 2
            predicted_mask[50:, 50:] = 3
            class_labels = {0: "person", 1: "tree", 2: "car", 3: "road"}
            masked_image = wandb.Image(
                pixels,
                masks={
                    "predictions": {"mask_data": predicted_mask, "class_labels": class_labels},
                    "ground_truth": {"mask_data": predicted_mask, "class_labels": class_labels},
                },
            )
            run.log({"img_with_masks": masked_image})

            class_id_to_label = {1: "car", 2: "road", 3: "building"}
            img = wandb.Image(
                pixels,
                boxes={
                    "predictions": {
                        "box_data": [
                            {
                                # one box expressed in the default relative/fractional domain
                                "position": {"minX": 0.1, "maxX": 0.2, "minY": 0.3, "maxY": 0.4},
                                "class_id": 2,
                                "box_caption": class_id_to_label[2],
                                "scores": {"acc": 0.1, "loss": 1.2},
                            },
                            {
                                # another box expressed in the pixel domain
                                "position": {"middle": [15, 20], "width": 8, "height": 12},
                                "domain": "pixel",
                                "class_id": 3,
                                "box_caption": "a building",
                                "scores": {"acc": 0.5, "loss": 0.7},
                            },
                        ],
                        "class_labels": class_id_to_label,
                    },
                },
            )
            run.log({"driving_scene": img})

            grads = np.random.randn(1000)
            run.log({"gradients": wandb.Histogram(grads)})
            np_hist_grads = np.histogram(grads, density=True, range=(0.0, 1.0))
            run.log({"density": wandb.Histogram(np_histogram=np_hist_grads)})
            run.summary.update({"in_summary": wandb.Histogram(np_histogram=np_hist_grads)})

            point_cloud = np.array([[0, 0, 0, 1], [0, 0, 1, 13], [0, 1, 0, 2], [0, 1, 0, 4]])
            run.log({"point_cloud": wandb.Object3D(point_cloud)})
            run.log(
                {
                    "point_scene": wandb.Object3D(
                        {
                            "type": "lidar/beta",
                            "points": np.array([[0.4, 1, 1.3], [1, 1, 1], [1.2, 1, 1.2]]),
                            "boxes": np.array(
                                [
                                    {
                                        "corners": [
                                            [0, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 0],
                                            [1, 1, 0], [0, 1, 1], [1, 0, 1], [1, 1, 1],
                                        ],
                                        "label": "Box",
                                        "color": [123, 321, 111],
                                    },
                                ]
                            ),
                            "vectors": np.array(
                                [
                                    {"start": [0, 0, 0], "end": [0.1, 0.2, 0.5], "color": [255, 0, 0]},
                                ]
                            ),
                        }
                    )
                }
            )
            run.log({"protein": wandb.Molecule("6lu7.pdb")})
            run.log({"whale songs": wandb.Audio(np.sin(np.arange(8000) / 9), caption="OooOoo", sample_rate=32)})
            # axes are (time, channel, height, width)
            frames = np.random.randint(low=0, high=256, size=(10, 3, 100, 100), dtype=np.uint8)
            run.log({"video": wandb.Video(frames, fps=4)})
            run.log({"custom_file": wandb.Html(open("some.html"))})
            run.log({"custom_string": wandb.Html('<a href="https://mysite">Link</a>')})
            run.log({"bare": wandb.Html(open("some.html"), inject=False)})

            columns = ["Text", "Predicted Sentiment", "True Sentiment"]
            data = [["I love my phone", "1", "1"], ["My phone sucks", "0", "-1"]]
            table = wandb.Table(data=data, columns=columns)
            run.log({"text": table})
            table = wandb.Table(columns=columns)
            table.add_data("I love my phone", "1", "1")
            table.add_data("My phone sucks", "0", "-1")
            run.log({"more text": table})
    """)
    assert kinds("media") == {
        **dict.fromkeys(("examples", "pil", "file", "img_with_masks", "driving_scene"), "image"),
        **dict.fromkeys(("gradients", "density", "in_summary"), "histogram"),
        **dict.fromkeys(("point_cloud", "point_scene"), "object3d"),
        **dict.fromkeys(("custom_file", "custom_string", "bare"), "html"),
        **dict.fromkeys(("text", "more text"), "table"),
        "protein": "molecule",
        "whale songs": "audio",
        "video": "video",
    }
    assert len(wandb.Api().run("media").native.media("examples")) == 3


@name(SECTION, "Log plots: `run.log({'chart': plt})`, Plotly and matplotlib in tables")
def test_plots(example: Example) -> None:
    pytest.importorskip("matplotlib").use("Agg")
    example("""
        import matplotlib.pyplot as plt
        import wandb

        with wandb.init(id="plots") as run:
            plt.plot([1, 2, 3, 4])
            plt.ylabel("some interesting numbers")
            run.log({"chart": plt})
            run.log({"image of it": wandb.Image(plt)})
            table = wandb.Table(columns=["plotly_figure"])
            path_to_plotly_html = "./plotly_figure.html"
            open(path_to_plotly_html, "w").write("<div>figure</div>")
            table.add_data(wandb.Html(path_to_plotly_html))
            run.log({"test_table": table})
            plt.close("all")
    """)
    assert kinds("plots") == {"chart": "image", "image of it": "image", "test_table": "table"}


@name(SECTION, "Custom charts: `wandb.plot.*`, `plot_table` with a chart of one's own")
def test_charts(example: Example) -> None:
    example("""
        import math
        import random
        import wandb

        with wandb.init(id="charts", project="custom-charts") as run:
            offset = random.random()
            data = [[i, random.random() + math.sin(i / 10) + offset] for i in range(100)]
            table = wandb.Table(data=data, columns=["x", "y"])
            run.log({"my_custom_plot_id": wandb.plot.line(table, "x", "y", title="Custom Y vs X Line Plot")})
            table = wandb.Table(data=data, columns=["class_x", "class_y"])
            run.log({"my_custom_id": wandb.plot.scatter(table, "class_x", "class_y")})
            data = [[label, val] for (label, val) in zip(["a", "b"], [1, 2])]
            table = wandb.Table(data=data, columns=["label", "value"])
            run.log({"my_bar_chart_id": wandb.plot.bar(table, "label", "value", title="Custom Bar Chart")})
            data = [[s] for s in [0.1, 0.4, 0.2]]
            table = wandb.Table(data=data, columns=["scores"])
            run.log({"my_histogram": wandb.plot.histogram(table, "scores", title="Histogram")})
            xs = [0, 1, 2]
            run.log(
                {
                    "my_line_series": wandb.plot.line_series(
                        xs=[0, 1, 2, 3, 4],
                        ys=[[10, 20, 30, 40, 50], [0.5, 11, 72, 3, 41]],
                        keys=["metric Y", "metric Z"],
                        title="Two Random Metrics",
                        xname="x units",
                    )
                }
            )
            ground_truth = [0, 1, 1, 0]
            predictions = [[0.9, 0.1], [0.2, 0.8], [0.6, 0.4], [0.3, 0.7]]
            run.log({"pr": wandb.plot.pr_curve(ground_truth, predictions, labels=["a", "b"])})
            run.log({"roc": wandb.plot.roc_curve(ground_truth, predictions)})
            cm = wandb.plot.confusion_matrix(y_true=ground_truth, preds=[0, 1, 0, 1], class_names=["a", "b"])
            run.log({"conf_mat": cm})
            # Use the table to populate a custom chart that lies on their server
            table = wandb.Table(data=[[0.1, 0.5]], columns=["step", "height"])
            my_custom_chart = wandb.plot_table(
                vega_spec_name="carey/new_chart", data_table=table, fields={"x": "step", "y": "height"}
            )
            run.log({"custom_chart": my_custom_chart})
    """)
    found = kinds("charts")
    assert {found[key] for key in ("my_custom_plot_id", "my_custom_id", "my_bar_chart_id", "roc", "conf_mat")} == {
        "figure"
    }
    assert found["my_line_series_table"] == found["custom_chart_table"] == "table"


@name(SECTION, "Tables: growing ones, in artifacts, taken out again")
def test_tables(example: Example, home: Home) -> None:
    example("""
        import wandb

        with wandb.init(project="tables", id="tables") as run:
            my_table = wandb.Table(columns=["a", "b"], data=[["1a", "1b"], ["2a", "2b"]])
            run.log({"Table Name": my_table})

            # a table in an artifact
            my_data = [[0, 1.5, 0], [1, 2.5, 1]]
            columns = ["id", "prediction", "truth"]
            test_table = wandb.Table(data=my_data, columns=columns)
            artifact = wandb.Artifact("predictions", type="predictions")
            artifact.add(test_table, "my_table")
            run.log_artifact(artifact)

            # a table that grows
            table = wandb.Table(columns=["step", "loss"], log_mode="INCREMENTAL")
            for step in range(4):
                table.add_data(step, 1 / (step + 1))
                run.log({"growing": table}, step=step + 10)

        with wandb.init(project="tables", id="more") as run:
            table = run.use_artifact("predictions:latest").get("my_table")
            run.log({"table": table})
            numbers = table.get_column("prediction", convert_to="numpy")
            table.add_column("half", [number / 2 for number in numbers])
            df = table.get_dataframe() if False else None
            for index, row in table.iterrows():
                print(index, row)
    """)
    (found,) = wandb.Api().run("more").native.media("table")
    assert found.item.facts["rows"] == 2
    assert [item.item.facts["rows"] for item in wandb.Api().run("tables").native.media("growing")] == [1, 1, 1, 1]


@name(SECTION, "Alerts")
def test_alerts(example: Example) -> None:
    example("""
        import datetime

        import wandb
        from wandb import AlertLevel

        with wandb.init(project="alerts", id="alerts") as run:
            acc, threshold = 0.2, 0.3
            if acc < threshold:
                run.alert(
                    title="Low accuracy",
                    text=f"Accuracy {acc} is below the acceptable threshold {threshold}",
                )
                run.alert(
                    title="Low accuracy again",
                    text=f"Accuracy {acc} is below the acceptable threshold {threshold}",
                    level=AlertLevel.WARN,
                    wait_duration=datetime.timedelta(minutes=5),
                )
                wandb.alert(title="by the module", text="too", level=wandb.AlertLevel.ERROR, wait_duration=300)
    """)
    found = wandb.Api().run("alerts").native.alerts()
    assert sorted((alert.title, alert.level) for alert in found) == [
        ("Low accuracy", "info"),
        ("Low accuracy again", "warn"),
        ("by the module", "error"),
    ]


@name(SECTION, "Resume a run, and files of the one before")
def test_resuming(example: Example, home: Home) -> None:
    example("""
        import os
        import wandb

        run_id = "resumed-run"
        CHECKPOINT_PATH = "checkpoint.tar"
        for attempt in range(2):
            run = wandb.init(project="preemptible", id=run_id, resume="allow", config={"epochs": 4})
            epoch = 0
            if wandb.run.resumed:
                checkpoint = wandb.restore(CHECKPOINT_PATH)
                epoch = int(checkpoint.read()) + 1
            while epoch < run.config.epochs:
                run.log({"epoch": epoch, "loss": 1 / (epoch + 1)})
                with open(os.path.join(wandb.run.dir, CHECKPOINT_PATH), "w") as file:
                    file.write(str(epoch))
                wandb.save(os.path.join(wandb.run.dir, CHECKPOINT_PATH))
                epoch += 1
                if attempt == 0 and epoch == 2:
                    run.mark_preempting()
                    break
            run.finish()
    """)
    assert history("resumed-run", "_step", "epoch") == [(0, 0), (1, 1), (2, 2), (3, 3)]


@name(SECTION, "Fork a run, rewind a run")
def test_forking(example: Example) -> None:
    names = example("""
        import math
        import wandb

        # Initialize the first run and log some metrics
        original_run = wandb.init(project="forks")
        for i in range(300):
            original_run.log({"metric": i})
        original_run.finish()

        # Fork from the first run at step 200
        forked_run = wandb.init(project="forks", fork_from=f"{original_run.id}?_step=200")
        for i in range(200, 300):
            if i < 250:
                forked_run.log({"metric": i})
            else:
                subtle_spike = i + (2 * math.sin(i / 3.0))
                forked_run.log({"metric": subtle_spike})
            # Additionally log the new metric at all steps
            forked_run.log({"additional_metric": i * 1.1})
        forked_run.finish()

        # Rewind the first run from a specific step, then go on
        run2 = wandb.init(project="forks", resume_from=f"{original_run.id}?_step=200")
        for i in range(200, 300):
            run2.log({"metric": i, "additional_metric": i * 1.1}, step=i)
        run2.finish()
    """)
    fork, rewound = names["forked_run"].id, names["run2"].id
    assert rewound == names["original_run"].id
    assert history(fork, "_step", "metric")[200:203] == [(200, 200), (201, 200), (203, 201)]
    assert len(history(rewound, "additional_metric")) == 100


@name(SECTION, "Distributed training: groups, one process each, a shared run, `wandb.setup`")
def test_processes(home: Home, python: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    done = python("""
import multiprocessing as mp
import runstone.compat.wandb as wandb

def do_work(n):
    with wandb.init(project="pool", group="experiment_1", job_type="eval", id=f"work-{n}", config=dict(n=n)) as run:
        run.log(dict(this=n * n))

def worker(rank):
    settings = wandb.Settings(mode="shared", x_primary=False, x_update_finish_state=False, x_label=f"rank_{rank}")
    run = wandb.init(id="shared", project="pool", settings=settings)
    run.log({f"rank_{rank}/loss": rank})
    run.finish()

def main():
    wandb.setup()
    with mp.get_context("fork").Pool(processes=2) as pool:
        pool.map(do_work, range(4))
    run = wandb.init(id="shared", project="pool", settings=wandb.Settings(mode="shared", x_primary=True, x_label="rank_0"))
    run.log({"rank_0/loss": 0})
    others = [mp.get_context("fork").Process(target=worker, args=(rank,)) for rank in (1, 2)]
    for each in others:
        each.start()
    for each in others:
        each.join()
        assert each.exitcode == 0
    assert not run.native.closed
    run.finish()

if __name__ == "__main__":
    main()
""")
    assert done.returncode == 0, done.stderr
    runs = wandb.Api().runs("pool", filters={"group": "experiment_1"})
    assert sorted(run.summary["this"] for run in runs) == [0, 1, 4, 9]
    assert read_points(home, "shared").keys() == {"rank_0/loss", "rank_1/loss", "rank_2/loss"}
    assert read_run(home, "shared").state == "finished"


@name(SECTION, "Save and restore files")
def test_files(example: Example) -> None:
    example("""
        import os
        import wandb

        with wandb.init(project="files", id="files") as run:
            os.makedirs("results/eval")
            os.makedirs("model/ckpt")
            for path in ("results/eval/a.json", "model/ckpt/step1.txt", "model-best.h5"):
                with open(path, "w") as file:
                    file.write(path)
            # Save a model file from the current directory
            wandb.save("model-best.h5")
            # Save all files that currently exist containing the substring "ckpt"
            wandb.save("model/ckpt*")
            # Save files starting with "step" as they're written
            wandb.save(os.path.join("model", "ckpt", "step*"), policy="live")
            run.save("results/eval/*", base_path="results")
            with open(os.path.join(run.dir, "mine.txt"), "w") as file:
                file.write("mine")

        os.remove("model-best.h5")
        with wandb.init(project="files") as run:
            # restore a model file from a specific run by user "vanpelt" in "my-project"
            best_model = wandb.restore("model-best.h5", run_path="vanpelt/files/files")
            assert open(best_model.name).read() == "model-best.h5"
    """)
    found = {file.name for file in wandb.Api().run("files").files()}
    assert found >= {"model-best.h5", "model/ckpt/step1.txt", "eval/a.json", "mine.txt"}


@name(SECTION, "Offline, disabled, silent")
def test_modes(example: Example, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WANDB_MODE", "offline")
    example("""
        import wandb
        import os

        os.environ["WANDB_API_KEY"] = "KEY"
        os.environ["WANDB_MODE"] = "offline"
        os.environ["WANDB_SILENT"] = "true"

        config = {"dataset": "CIFAR10", "machine": "offline cluster", "model": "CNN", "learning_rate": 0.01}

        with wandb.init(project="offline-demo", id="off") as run:
            for i in range(100):
                run.log({"accuracy": i})
    """)
    assert len(history("off", "accuracy")) == 100


@name(SECTION, "PyTorch: `watch`, images of batches")
@pytest.mark.filterwarnings("ignore")
def test_pytorch(example: Example) -> None:
    pytest.importorskip("torch")
    example("""
        import torch
        import torch.nn as nn
        import torch.nn.functional as F
        import wandb

        class Net(nn.Module):
            def __init__(self):
                super().__init__()
                self.fc = nn.Linear(16, 4)

            def forward(self, x):
                return F.log_softmax(self.fc(x.flatten(1)), dim=1)

        run = wandb.init(project="pytorch-intro", id="torch", config={"lr": 0.1, "epochs": 1})
        config = run.config
        model = Net()
        optimizer = torch.optim.SGD(model.parameters(), lr=config.lr)
        run.watch(model, F.nll_loss, log="all", log_freq=2)
        for batch_idx in range(4):
            data, target = torch.rand(8, 1, 4, 4), torch.randint(0, 4, (8,))
            optimizer.zero_grad()
            output = model(data)
            loss = F.nll_loss(output, target)
            loss.backward()
            optimizer.step()
            if batch_idx % 2 == 0:
                run.log({"loss": loss})
        images_t = torch.rand(4, 3, 8, 8)
        run.log({"examples": [wandb.Image(image) for image in images_t], "grid": wandb.Image(images_t)})
        torch.save(model.state_dict(), "model.pt")
        run.save("model.pt")
        run.log_model("model.pt", name="net")
        run.finish()
    """)
    found = kinds("torch")
    assert {found[f"{what}/fc.{part}"] for what in ("gradients", "parameters") for part in ("weight", "bias")} == {
        "histogram"
    }
    assert found["examples"] == found["grid"] == "image"
    assert len(history("torch", "loss")) == 2


def test_an_array_in_the_summary(run: wandb.Run) -> None:
    run.summary.update({"tensor": np.random.default_rng(0).random(1000)})
    run.summary["list"] = [1, 2]
    run.finish()
    assert wandb.Api().run("a1").summary["list"] == [1, 2]
