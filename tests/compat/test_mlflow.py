"""Scripts for MLflow with only the import changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import runstone.compat.mlflow as mlflow
from runstone.api import Api
from runstone.compat.mlflow import experiments
from runstone.compat.mlflow.models import infer_signature
from runstone.model.errors import Misuse
from runstone.model.home import Home


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("MLFLOW_EXPERIMENT_NAME", raising=False)
    yield
    while mlflow.active_run() is not None:
        mlflow.end_run()
    experiments._chosen.clear()
    experiments._uri.clear()


def runs(home: Home) -> dict[str, Any]:
    return {run.name: run for run in Api(home.path).runs()}


def test_the_quickstart(home: Home, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.csv").write_text("1")
    mlflow.set_tracking_uri(uri="http://127.0.0.1:8080")
    assert mlflow.set_experiment("Quick Start").experiment_id == "Quick Start"
    with mlflow.start_run(run_name="first", tags={"mlflow.note.content": "hello"}) as run:
        assert mlflow.active_run() is run
        mlflow.log_params({"solver": "lbfgs", "max_iter": 1000})
        mlflow.log_param("max_iter", 1000)
        with pytest.raises(mlflow.MlflowException, match="not allowed"):
            mlflow.log_param("max_iter", 1)
        mlflow.log_metric("accuracy", 0.96)
        for epoch in range(3):
            mlflow.log_metrics({"loss": epoch, "other": 1}, step=epoch)
        for value in (5, 6):
            mlflow.log_metric("no step", value)
        mlflow.set_tag("Training Info", "Basic")
        mlflow.log_text("hi", "notes/hi.txt")
        mlflow.log_dict({"a": 1}, "a.json")
        mlflow.log_artifact(tmp_path / "data" / "a.csv", "inputs")
        mlflow.log_artifacts(tmp_path / "data", "all")
        mlflow.log_table({"x": [1, 2]}, "table.json")
        info = mlflow.sklearn.log_model({"a": 1}, "model", signature=infer_signature([1], [2]), input_example=[1])
        assert mlflow.sklearn.load_model(info.model_uri) == {"a": 1}
        assert run.data.params == {"solver": "lbfgs", "max_iter": 1000}
        assert run.data.tags == {"Training Info": "Basic"}
        assert run.info.status == "RUNNING"
    assert mlflow.active_run() is None
    last = mlflow.last_active_run()
    assert last is not None
    assert last.info.status == "FINISHED"
    found = runs(home)["first"]
    assert (found.project, found.state, found.notes) == ("Quick Start", "finished", "hello")
    assert found.series("loss").values.tolist() == [0, 1, 2]
    assert found.series("no step").values.tolist() == [5, 6]
    assert found.config["tags"] == {"Training Info": "Basic"}
    assert sorted(file.path for file in found.files()) == ["a.json", "all/a.csv", "inputs/a.csv", "notes/hi.txt"]
    assert [item.item.type for item in found.media()] == ["table"]
    assert [each.type for each in found.logged_artifacts()] == ["model"]


def test_a_run_begins_by_itself_and_nested_ones_are_its_group(home: Home) -> None:
    mlflow.log_metric("x", 1)
    outer = mlflow.active_run()
    assert outer is not None
    with pytest.raises(mlflow.MlflowException, match="already active"):
        mlflow.start_run()
    with mlflow.start_run(run_name="inner", nested=True):
        mlflow.log_metric("x", 2)
    assert mlflow.active_run() is outer
    mlflow.end_run("KILLED")
    found = runs(home)
    inner = found.pop("inner")
    [(_, other)] = found.items()
    assert inner.group == other.id == outer.info.run_id
    assert (inner.state, other.state, other.project) == ("finished", "killed", "Default")

    with pytest.raises(ValueError, match="inside"), mlflow.start_run(run_id=other.id):
        raise ValueError("inside")
    assert Api(home.path).run(other.id).state == "failed"


def test_autolog_of_scikit_learn(home: Home) -> None:
    linear_model = pytest.importorskip("sklearn.linear_model")
    pipeline = pytest.importorskip("sklearn.pipeline")
    fit = linear_model.LogisticRegression.fit
    mlflow.sklearn.autolog()
    try:
        with mlflow.start_run(run_name="fitted"):
            pipeline.make_pipeline(linear_model.LogisticRegression(C=0.5)).fit([[0.0], [1.0]], [0, 1])
        linear_model.LogisticRegression().fit([[0.0], [1.0]], [0, 1])
    finally:
        mlflow.sklearn.autolog(disable=True)
    assert linear_model.LogisticRegression.fit is fit
    found = runs(home)
    fitted = found.pop("fitted")
    assert fitted.config["logisticregression__C"] == 0.5
    assert fitted.config["tags"]["estimator_name"] == "Pipeline"
    assert fitted.series("training_score").values.tolist() == [1.0]
    assert [each.type for each in fitted.logged_artifacts()] == ["model"]
    [own] = found.values()
    assert own.state == "finished"
    assert own.config["tags"]["estimator_name"] == "LogisticRegression"


def test_what_is_not_here_says_what_to_use() -> None:
    with pytest.raises(Misuse, match=r"runstone\.Api"):
        mlflow.MlflowClient  # noqa: B018
    with pytest.raises(AttributeError, match=r"docs/mlflow\.md"):
        mlflow.nonsense  # noqa: B018
    with pytest.raises(mlflow.MlflowException, match="FINISHED"):
        mlflow.end_run("DONE")
