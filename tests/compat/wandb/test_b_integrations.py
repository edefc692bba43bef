"""Integrations with other libraries, run as their users run them. Those that are not here are skipped; docs/wandb.md says which were tried elsewhere."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import runstone.compat.wandb as wandb
from reading import read_points
from runstone.model.home import Home
from wandb_names import name

SECTION = "Libraries"


def kinds(run: str) -> dict[str, str]:
    """The types of the media of a run, by key."""
    return {item.item.key: item.item.type for item in wandb.Api().run(run).native.media()}


@name(
    SECTION,
    "wandb.sklearn.plot_classifier, plot_class_proportions, plot_calibration_curve, plot_summary_metrics, plot_learning_curve, plot_feature_importances",
    note="figures and their tables",
)
@pytest.mark.filterwarnings("ignore")
def test_classifiers(run: wandb.Run) -> None:
    datasets = pytest.importorskip("sklearn.datasets")
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.model_selection import train_test_split

    x, y = datasets.load_breast_cancer(return_X_y=True)
    x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.3, random_state=0)
    model = RandomForestClassifier(5, random_state=0).fit(x_train, y_train)
    wandb.sklearn.plot_classifier(
        *(model, x_train, x_test, y_train, y_test, model.predict(x_test), model.predict_proba(x_test)),
        labels=["no", "yes"],
        is_binary=True,
        model_name="forest",
        feature_names=[f"f{number}" for number in range(x.shape[1])],
        log_learning_curve=True,
    )
    keys = [
        "feature_importances",
        "learning_curve",
        "confusion_matrix",
        "summary_metrics",
        "class_proportions",
        "calibration_curve",
        "roc",
        "precision_recall",
    ]
    assert kinds("a1") == dict.fromkeys(keys, "figure") | dict.fromkeys((f"{key}_table" for key in keys), "table")
    table = wandb.Api().run("a1").native.media("class_proportions_table")[0].table()
    assert sum(table["count"]) == len(y)


@name(SECTION, "wandb.sklearn.plot_regressor, plot_residuals, plot_outlier_candidates", note="figures and their tables")
@name(SECTION, "wandb.sklearn.plot_clusterer, plot_elbow_curve, plot_silhouette", note="figures and their tables")
@pytest.mark.filterwarnings("ignore")
def test_regressors_and_clusterers(run: wandb.Run) -> None:
    datasets = pytest.importorskip("sklearn.datasets")
    from sklearn.cluster import KMeans
    from sklearn.linear_model import Ridge

    x, y = datasets.make_regression(60, 3, random_state=0)
    wandb.sklearn.plot_regressor(Ridge(), x[:40], x[40:], y[:40], y[40:], "ridge")
    groups = KMeans(3, n_init=1, random_state=0)
    wandb.sklearn.plot_clusterer(groups, x, groups.fit_predict(x), ["a", "b", "c"], "kmeans")
    found = kinds("a1")
    keys = ["summary_metrics", "learning_curve", "outlier_candidates", "residuals", "elbow_curve", "silhouette_plot"]
    assert {found[key] for key in keys} == {"figure"}


@name(
    SECTION,
    "wandb.tensorboard.patch, unpatch, log",
    note="before or after `init`; event files are written as before",
)
def test_a_patched_tensorboard(home: Home) -> None:
    tensorboard = pytest.importorskip("tensorboardX")
    wandb.tensorboard.patch(root_logdir="logs")
    try:
        run = wandb.init(id="tb")
        with tensorboard.SummaryWriter("logs/train") as writer:
            writer.add_scalar("loss", 0.5, 3)
        wandb.tensorboard.log(b"\x0a\x0a\x0a\x03acc\x15\x00\x00\x80\x3e", step=4)
        run.finish()
    finally:
        wandb.tensorboard.unpatch()
    assert read_points(home, "tb") == {"train/loss": [(3, 0.5)], "acc": [(4, 0.25)]}
    assert list(Path("logs/train").iterdir())


@name(
    SECTION,
    "wandb.integration.keras.WandbMetricsLogger, WandbModelCheckpoint, WandbEvalCallback, WandbCallback",
    note="need the library",
)
@pytest.mark.filterwarnings("ignore")
def test_keras(run: wandb.Run, home: Home) -> None:
    keras = pytest.importorskip("keras")
    from runstone.compat.wandb.integration.keras import (
        WandbCallback,
        WandbEvalCallback,
        WandbMetricsLogger,
        WandbModelCheckpoint,
    )

    class Predictions(WandbEvalCallback):
        def add_ground_truth(self, logs: object = None) -> None:
            self.data_table.add_data(0, 1)

        def add_model_predictions(self, epoch: int, logs: object = None) -> None:
            assert self.data_table_ref is not None
            for row in self.data_table_ref.get_index():
                self.pred_table.add_data(epoch, *self.data_table_ref.data[row], 0.5)

    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    x = np.random.default_rng(0).random((8, 4)).astype("float32")
    told = model.fit(
        *(x, x[:, :1]),
        epochs=2,
        batch_size=4,
        validation_data=(x, x[:, :1]),
        verbose=0,
        callbacks=[
            WandbMetricsLogger(),
            WandbModelCheckpoint("model-{epoch}.keras"),
            Predictions(["number", "truth"], ["epoch", "number", "truth", "guess"]),
            WandbCallback(),
        ],
    )
    assert [value for _, value in read_points(home, "a1")["epoch/val_loss"]] == pytest.approx(told.history["val_loss"])
    run.finish()
    found = {(made.name, made.type) for made in wandb.Api().run("a1").logged_artifacts()}
    assert {("run_a1_model:v1", "model"), ("run_a1_val:v0", "dataset"), ("run_a1_pred:v1", "evaluation")} <= found
    assert [file.name for file in wandb.Api().run("a1").files()] == ["model-best.keras"]


@name(SECTION, "wandb.integration.xgboost.WandbCallback", note="needs the library")
@name(SECTION, "wandb.integration.lightgbm.log_summary", note="needs the library")
@pytest.mark.filterwarnings("ignore")
def test_boosters(run: wandb.Run, home: Home) -> None:
    lightgbm, xgboost = pytest.importorskip("lightgbm"), pytest.importorskip("xgboost")
    from runstone.compat.wandb.integration.lightgbm import log_summary, wandb_callback
    from runstone.compat.wandb.integration.xgboost import WandbCallback

    x = np.random.default_rng(0).random((60, 3))
    y = (x[:, 0] > 0.5).astype(int)
    told: dict[str, dict[str, list[float]]] = {}
    data = xgboost.DMatrix(x, y)
    xgboost.train(
        *({"objective": "binary:logistic"}, data, 3),
        evals=[(data, "train")],
        evals_result=told,
        callbacks=[WandbCallback(log_model=True)],
        verbose_eval=False,
    )
    assert [value for _, value in read_points(home, "a1")["train-logloss"]] == pytest.approx(told["train"]["logloss"])
    data = lightgbm.Dataset(x, y)
    callbacks = [wandb_callback(), lightgbm.record_evaluation(told)]
    model = lightgbm.train(
        *({"objective": "binary", "verbosity": -1}, data, 3),
        valid_sets=[data],
        valid_names=["valid"],
        callbacks=callbacks,
    )
    log_summary(model, save_model_checkpoint=True)
    series = [value for _, value in read_points(home, "a1")["valid_binary_logloss"]]
    assert series == pytest.approx(told["valid"]["binary_logloss"])
    run.finish()
    assert {made.name for made in wandb.Api().run("a1").logged_artifacts()} == {"a1_model.json:v0", "model-a1:v0"}


@name(SECTION, "wandb.integration.catboost.WandbCallback, log_summary", note="need the library")
@pytest.mark.filterwarnings("ignore")
def test_catboost(run: wandb.Run, home: Home) -> None:
    catboost = pytest.importorskip("catboost")
    from runstone.compat.wandb.integration.catboost import WandbCallback, log_summary

    x = np.random.default_rng(0).random((60, 3))
    model = catboost.CatBoostClassifier(iterations=4, verbose=False, allow_writing_files=False)
    y = (x[:, 0] > 0.5).astype(int)
    model.fit(x, y, eval_set=(x, y), callbacks=[WandbCallback()])
    log_summary(model, save_model_checkpoint=True)
    told = model.get_evals_result()
    series = read_points(home, "a1")
    assert [value for _, value in series["learn-Logloss"]] == pytest.approx(told["learn"]["Logloss"])
    assert [value for _, value in series["validation-Logloss"]] == pytest.approx(told["validation"]["Logloss"])
    assert [value for _, value in series["iteration@metric-period-1"]] == [1, 2, 3, 4]
    assert run.summary["best_iteration"] == model.get_best_iteration()
    assert run.config["iterations"] == 4
    run.finish()
    assert kinds("a1")["Feature Importance"] == "figure"
    assert [made.name for made in wandb.Api().run("a1").logged_artifacts()] == ["model-a1:v0"]


@name(SECTION, "wandb.integration.sb3.WandbCallback", note="needs the library")
@pytest.mark.filterwarnings("ignore")
def test_stable_baselines(home: Home) -> None:
    pytest.importorskip("tensorboard")
    sb3 = pytest.importorskip("stable_baselines3")
    from runstone.compat.wandb.integration.sb3 import WandbCallback

    run = wandb.init(id="rl", project="p", sync_tensorboard=True)
    model = sb3.PPO(
        *("MlpPolicy", "CartPole-v1"),
        n_steps=32,
        batch_size=32,
        n_epochs=1,
        tensorboard_log="logs",
        device="cpu",
        seed=0,
    )
    model.learn(96, callback=WandbCallback(model_save_path="models", model_save_freq=32, gradient_save_freq=1))
    assert (run.config["algo"], run.config["n_steps"]) == ("PPO", 32)
    run.finish()
    series = read_points(home, "rl")
    assert [step for step, _ in series["time/fps"]] == [32, 64, 96]
    assert [step for step, _ in series["train/loss"]] == [64, 96]
    assert {key.partition("/")[0] for key in kinds("rl")} == {"gradients", "parameters"}
    assert [file.name for file in wandb.Api().run("p/rl").files()] == ["model.zip"]
