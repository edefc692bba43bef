"""The examples of W&B's documentation about artifacts and registries, word by word but for the import."""

from __future__ import annotations

import os
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


@pytest.fixture(autouse=True)
def _files() -> None:
    for path in ("dataset.h5", "images/cat.png", "images/dogs/dog.png", "model.pt", "file.txt"):
        Path(path).parent.mkdir(exist_ok=True)
        Path(path).write_text(path)


@name(SECTION, "Artifacts: create, log, use, download, get a path, a folder, a single file")
def test_artifacts(example: Example, home: Home) -> None:
    names = example("""
        import wandb

        # Create a W&B run
        with wandb.init(project="artifacts-example", job_type="add-dataset") as run:
            artifact = wandb.Artifact(name="my_data", type="dataset", description="raw", metadata={"source": "web"})
            artifact.add_file(local_path="./dataset.h5", name="training_dataset")
            artifact.add_dir(local_path="images", name="pictures")
            with artifact.new_file("hello.txt", mode="w") as new:
                new.write("hello")
            run.log_artifact(artifact, aliases=["best", "v1.0"], tags=["t"])
            run.log_artifact(artifact_or_path="model.pt", name="artifact-from-path", type="model")
            logged_artifact = run.log_artifact("file.txt")
            logged_artifact.wait()

        with wandb.init(project="artifacts-example", job_type="train") as run:
            artifact = run.use_artifact("my_data:latest")
            datadir = artifact.download()
            pinned = run.use_artifact(artifact_or_name="entity/artifacts-example/my_data:best", type="dataset")
            path = artifact.get_entry("training_dataset").download()
            older = artifact.get_path("hello.txt").download()
            some = artifact.download(path_prefix="pictures/dogs", root="some")
            single = run.use_artifact("artifact-from-path:v0").file()
            names_of_files = [file.name for file in artifact.files()]
            checked = artifact.checkout(root="whole")
            artifact.verify(root="whole")

        api = wandb.Api()
        artifact = api.artifact("entity/artifacts-example/my_data:latest")
        api_dir = artifact.download(root="api")
        producer_run = artifact.logged_by()
        consumer_runs = artifact.used_by()
        logged = [made.name for made in producer_run.logged_artifacts()]
        used = [each.name for each in consumer_runs[0].used_artifacts()]
    """)
    assert Path(names["datadir"], "pictures/dogs/dog.png").read_text() == "images/dogs/dog.png"
    assert Path(names["path"]).read_text() == "dataset.h5"
    assert Path(names["older"]).read_text() == "hello"
    assert sorted(os.listdir("some/pictures")) == ["dogs"]
    assert Path(names["single"]).read_text() == "model.pt"
    assert sorted(names["names_of_files"]) == [
        "hello.txt",
        "pictures/cat.png",
        "pictures/dogs/dog.png",
        "training_dataset",
    ]
    assert names["producer_run"].job_type == "add-dataset"
    assert [each.job_type for each in names["consumer_runs"]] == ["train"]
    assert "my_data:v0" in names["logged"]
    assert "my_data:v0" in names["used"]


@name(SECTION, "Artifacts: update, aliases, tags, TTL, new versions, drafts, incremental ones, delete")
def test_versions(example: Example) -> None:
    names = example("""
        from datetime import timedelta

        import wandb

        with wandb.init(project="versions", id="w") as run:
            for number in range(3):
                artifact = wandb.Artifact("numbers", type="dataset")
                with artifact.new_file("n.txt") as file:
                    file.write(str(number))
                run.log_artifact(artifact)
            # change one, during a run
            artifact = run.use_artifact("numbers:v1")
            artifact.description = "the second"
            artifact.metadata["size"] = 1
            artifact.aliases.append("mine")
            artifact.tags = ["good"]
            artifact.ttl = timedelta(days=30)
            artifact.save()

            # a new version of what there is
            saved_artifact = run.use_artifact("numbers:latest")
            draft_artifact = saved_artifact.new_draft()
            draft_artifact.add_file("file.txt", "modified_file.txt")
            draft_artifact.remove("n.txt")
            run.log_artifact(draft_artifact)

            # what nearly stays the same
            artifact = wandb.Artifact("numbers", type="dataset", incremental=True)
            artifact.add_file("model.pt")
            run.log_artifact(artifact)

        api = wandb.Api()
        second = api.artifact("versions/numbers:mine")
        facts = (second.version, second.description, second.metadata, second.tags, second.ttl)
        second.aliases = ["replaced"]
        second.save()
        third = api.artifact("versions/numbers:v2")
        third.ttl = None
        third.save()
        third.delete()
        incremental = sorted(file.name for file in api.artifact("versions/numbers:latest").files())
        for artifact in api.artifacts("dataset", "versions/numbers"):
            if not artifact.aliases:
                artifact.delete()
        left = [artifact.version for artifact in api.artifact_versions("dataset", "versions/numbers")]
        api.artifact("versions/numbers:latest").delete(delete_aliases=True)
    """)
    assert names["facts"][:4] == ("v1", "the second", {"size": 1}, ["good"])
    assert names["facts"][4].days == 30
    assert names["incremental"] == ["model.pt", "modified_file.txt"]
    assert names["left"] == ["v4", "v1"]


@name(SECTION, "Artifacts: references to files, buckets and addresses")
def test_references(example: Example, tmp_path: Path) -> None:
    names = example("""
        import os
        import wandb

        with wandb.init(project="references") as run:
            artifact = wandb.Artifact("mnist", type="dataset")
            artifact.add_reference("file://" + os.path.abspath("images"))
            artifact.add_reference("s3://my-bucket/models/cnn.h5", name="cnn.h5", checksum=False)
            artifact.add_reference("https://example.org/data.zip", checksum=False)
            run.log_artifact(artifact)
            artifact = run.use_artifact("mnist:latest", type="dataset")
            folder = artifact.download(allow_missing_references=True)
            entry = artifact.get_entry("cnn.h5")
            where = entry.ref_target()
    """)
    assert Path(names["folder"], "cat.png").read_text() == "images/cat.png"
    assert names["where"] == "s3://my-bucket/models/cnn.h5"


@name(SECTION, "Models: `log_model`, `use_model`, `link_model`; registries: link, use, aliases, collections")
def test_registries(example: Example) -> None:
    names = example("""
        import wandb

        path = "model.pt"
        with wandb.init(project="llm-evaluation", job_type="train", id="reg") as run:
            run.log_model(path=path, name="fine-tuned-review-autocompletion", aliases=["best"])
            downloaded_model_path = run.use_model(name="fine-tuned-review-autocompletion:best")
            run.link_model(path=path, registered_model_name="Fine-Tuned-Review-Autocompletion", aliases=["staging"])

            logged_artifact = run.log_artifact(
                artifact_or_path="file.txt", name="classifiers", type="model", aliases=["production"]
            )
            logged_artifact = logged_artifact.wait()
            target_path = "wandb-registry-model/zoo-classifier"
            run.link_artifact(artifact=logged_artifact, target_path=target_path, aliases=["prod"])
            logged_artifact.link("wandb-registry-model/other")

        with wandb.init(project="llm-evaluation", job_type="use") as run:
            fetched = run.use_artifact("wandb-registry-model/zoo-classifier:prod")
            download_path = fetched.download()
            by_version = run.use_artifact(artifact_or_name="wandb-registry-model/zoo-classifier:v0")

        api = wandb.Api()
        same = api.artifact("wandb-registry-model/zoo-classifier:latest")
        portfolio = api.artifact_collection("model", "wandb-registry-model/zoo-classifier")
        types = [each.name for each in api.artifact_types("llm-evaluation")]
        collections = [each.name for each in api.artifact_type("model", "llm-evaluation").collections()]
        registries = [each.name for each in api.registries()]
        inside = sorted(each.name for each in api.registry("model").collections())
        versions = [each.version for each in api.registry("model").versions()]
    """)
    assert Path(names["downloaded_model_path"]).read_text() == "model.pt"
    assert Path(names["download_path"], "file.txt").read_text() == "file.txt"
    assert names["by_version"].digest == names["same"].digest == names["fetched"].digest
    assert names["portfolio"].name == "zoo-classifier"
    assert "model" in names["types"]
    assert {"fine-tuned-review-autocompletion", "classifiers"} <= set(names["collections"])
    assert names["registries"] == ["model"]
    assert {"zoo-classifier", "other"} <= set(names["inside"])
    assert set(names["versions"]) == {"v0"}


@name(SECTION, "Distributed artifacts: `upsert_artifact`, `finish_artifact`")
def test_distributed(example: Example) -> None:
    names = example("""
        import wandb

        for rank in range(2):
            with wandb.init(project="parallel", group="reads", job_type="writer") as run:
                artifact = wandb.Artifact(name="big", type="dataset")
                with artifact.new_file(f"{rank}.txt") as file:
                    file.write(str(rank))
                run.upsert_artifact(artifact)
        with wandb.init(project="parallel", group="reads", job_type="finisher") as run:
            artifact = wandb.Artifact(name="big", type="dataset")
            run.finish_artifact(artifact)
        files = sorted(file.name for file in wandb.Api().artifact("parallel/big:latest").files())
    """)
    assert names["files"] == ["0.txt", "1.txt"]


@name(SECTION, "Code: `log_code`, `save_code`, `Settings(code_dir=…)`")
def test_code(example: Example) -> None:
    for path in ("train.py", "notes.ipynb", "src/net.py", "src/data.csv"):
        Path(path).parent.mkdir(exist_ok=True)
        Path(path).write_text("1\n")
    names = example("""
        import wandb

        with wandb.init(project="code", id="c1") as run:
            run.log_code()
            run.log_code(
                "src",
                name="only-src",
                include_fn=lambda path: path.endswith(".py") or path.endswith(".ipynb"),
                exclude_fn=lambda path, root: path.endswith("data.py"),
            )
        with wandb.init(project="code", id="c2", settings=wandb.Settings(code_dir="src")) as run:
            pass
        made = {
            id: sorted(file.name for each in wandb.Api().run(f"code/{id}").logged_artifacts() for file in each.files())
            for id in ("c1", "c2")
        }
    """)
    assert names["made"] == {"c1": ["net.py", "src/net.py", "train.py"], "c2": ["net.py"]}


def test_an_artifact_that_is_not_there(run: wandb.Run) -> None:
    with pytest.raises((wandb.CommError, ValueError)):
        run.use_artifact("nothing:latest")
    with pytest.raises(wandb.errors.CommError):
        wandb.Api().artifact("cv/nothing:latest")
