"""Artifacts, as scripts log, use and link them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import runstone.compat.wandb as wandb
from wandb_names import name

METHODS, ARTIFACT, API = "Methods of a run", "wandb.Artifact", "wandb.Api"


@pytest.fixture
def weights() -> Path:
    """A file."""
    path = Path("weights.bin")
    path.write_bytes(b"one")
    return path


@name(METHODS, "log_artifact", "use_artifact", note="digests are those of wandb")
@name(
    ARTIFACT,
    "Artifact(name, type, description, metadata, incremental)",
    "add_file",
    "add_dir",
    "add_reference",
    "new_file",
    "add",
    "get",
)
@name(
    ARTIFACT,
    "download",
    "files",
    "verify",
    "wait",
    "version, aliases, digest, size, metadata, description, tags, ttl, state",
)
@name("The module", "wandb.log_artifact, use_artifact, log_model, use_model, link_model", "wandb.Artifact")
def test_a_version_is_logged_and_used(run: wandb.Run, weights: Path, tmp_path: Path) -> None:
    artifact = wandb.Artifact("digits", "dataset", description="some", metadata={"rows": 2})
    artifact.add_file(weights, name="w.bin", is_tmp=True)
    Path("more").mkdir()
    Path("more/a.txt").write_text("a")
    artifact.add_dir("more", name="more")
    artifact.add_reference(f"file://{weights.absolute()}", name="ref.bin")
    with artifact.new_file("note.txt") as file:
        file.write("hi")
    artifact.add(wandb.Table(columns=["x"], data=[[1], [2]]), "table")
    logged = wandb.log_artifact(artifact, aliases=["best"])
    assert isinstance(logged, wandb.Artifact)
    logged.wait()
    assert (logged.version, logged.metadata, logged.state.lower()) == ("v0", {"rows": 2}, "committed")
    run.finish()
    second = wandb.init(project="cv")
    used = second.use_artifact("digits:best", type="dataset")
    assert isinstance(used, wandb.Artifact)
    folder = used.download(root=tmp_path / "there")
    assert Path(folder, "w.bin").read_bytes() == b"one"
    assert list(used.get("table")) == [[1], [2]]
    used.verify(root=folder)
    with pytest.raises(wandb.CommError, match="nothing"):
        second.use_artifact("nothing:latest")
    second.finish()
    api = wandb.Api()
    assert [found.version for found in api.run("a1").logged_artifacts()] == ["v0"]
    assert [found.version for found in api.run(second.id).used_artifacts()] == ["v0"]


@name(METHODS, "log_model", "use_model", "link_model", "link_artifact")
@name(METHODS, "upsert_artifact", "finish_artifact")
def test_models_and_parts(run: wandb.Run, weights: Path) -> None:
    run.log_model(weights, name="net", aliases=["prod"])
    assert Path(run.use_model("net:prod")).read_bytes() == b"one"
    linked = run.link_model(weights, "detector", name="net")
    assert linked is not None
    part = wandb.Artifact("parts", "dataset")
    part.add_file(weights, name="0.bin")
    run.upsert_artifact(part, distributed_id="d")
    last = wandb.Artifact("parts", "dataset")
    last.add_file(weights, name="1.bin")
    made = run.finish_artifact(last, distributed_id="d").wait()
    assert sorted(file.path for file in made.files()) == ["0.bin", "1.bin"]
    portfolio = run.link_artifact(made, "registry/dataset/parts")
    assert portfolio is not None


@name(
    API,
    "artifact",
    "artifacts",
    "artifact_versions",
    "artifact_exists",
    "artifact_collection",
    "artifact_collections",
    "artifact_collection_exists",
    "artifact_types",
)
@name("A run of wandb.Api", "logged_artifacts", "used_artifacts")
@name(API, "artifact_type, registry, registries, create_registry", note="a registry is the project `registry/…`")
@name(
    ARTIFACT,
    *("save", "link", "logged_by", "used_by", "collection", "checkout", "file", "new_draft", "remove", "delete"),
    *("aliases, tags and metadata changed in place", "source_name, source_project, source_version"),
)
def test_reading_artifacts(run: wandb.Run, weights: Path) -> None:
    for content in (b"one", b"two"):
        weights.write_bytes(content)
        run.log_artifact(str(weights), name="w", type="model").wait()
    run.finish()
    api = wandb.Api()
    assert api.artifact("somebody/cv/w:latest").version == "v1"
    assert [found.version for found in api.artifacts("model", "cv/w")] == ["v1", "v0"]
    assert (api.artifact_exists("cv/w:v0"), api.artifact_exists("cv/w:v9")) == (True, False)
    assert [found.name for found in api.artifact_collections("cv", "model")] == ["w"]
    assert api.artifact_collection_exists("cv/w", "model")
    assert not api.artifact_collection_exists("cv/none", "model")
    assert api.artifact_types("cv") == ["model"]
    assert list(api.registries()) == []
    assert isinstance(api.artifact("cv/w:v0"), wandb.Artifact)


@name(
    METHODS,
    "log_code",
    better="what git ignores and what looks like a secret is left out; `include_fn` and `exclude_fn` take a path, or a path and the root",
)
def test_code_is_logged(run: wandb.Run) -> None:
    Path("src").mkdir()
    Path("src/train.py").write_text("print(1)\n")
    Path("src/data.csv").write_text("1\n")
    for folder in (".git", "wandb", "build"):
        Path("src", folder).mkdir()
        Path("src", folder, "made.py").write_text("print(2)\n")
    Path("src/.gitignore").write_text("build/\n")
    Path("src/.env").write_text("SECRET=1\n")
    made = run.log_code("src")
    assert [file.path for file in made.wait().files()] == ["train.py"]
    assert (made.type, made.name.startswith("source-cv-")) == ("code", True)
    both = run.log_code("src", name="all", include_fn=lambda path, root: path.startswith(root))
    assert [file.path for file in both.wait().files()] == [".gitignore", "data.csv", "train.py"]
    assert isinstance(made, wandb.Artifact)
    assert run.log_code("src", include_fn=lambda path: False) is None
    assert run.log_code("nowhere") is None


@name(ARTIFACT, "get_entry", "finalize", "unlink", "linked_artifacts", "json_encode", "source_entity, source_artifact")
@name(
    ARTIFACT,
    "id, name, project, entity, type, file_count, manifest, commit_hash, created_at, updated_at, url, history_step",
)
@name(ARTIFACT, "digest_algorithm, incremental, is_link, qualified_name, distributed_id")
def test_facts_of_a_version(run: wandb.Run, weights: Path) -> None:
    artifact = wandb.Artifact("net", "model")
    artifact.add_file(weights)
    artifact.finalize()
    run.log({"a": 1})
    made = run.log_artifact(artifact).wait()
    facts = (made.name, made.project, made.entity, made.type, made.file_count, made.qualified_name, made.history_step)
    assert facts == ("net:v0", "cv", "", "model", 1, "cv/net:v0", 1)
    assert made.manifest.digest == made.digest
    assert made.json_encode()["id"] == made.id == made.commit_hash
    assert (made.is_link, made.incremental, made.digest_algorithm, made.url) == (False, False, "MD5", None)
    assert made.created_at == made.updated_at
    with pytest.raises(ValueError, match="left alone"):
        made.unlink()
    linked = made.link("wandb-registry-model/zoo")
    assert (linked.is_link, linked.source_name, linked.source_artifact.id) == (True, "net:v0", made.id)
    assert [each.name for each in made.linked_artifacts] == [linked.name]
    linked.unlink()
    assert made.linked_artifacts == []
    assert wandb.Api().artifact("cv/net:v0").state == "COMMITTED"


def test_an_array_in_an_artifact_is_an_image(run: wandb.Run) -> None:
    artifact = wandb.Artifact("pictures", "dataset")
    artifact.add(wandb.Image(np.zeros((4, 4, 3), np.uint8)), "black")
    run.log_artifact(artifact).wait()
