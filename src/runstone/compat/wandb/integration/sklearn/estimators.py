"""Charts of any model that learns from labels."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Any

from runstone.compat.wandb.integration.sklearn.drawing import bars, lines, log_chart, plain
from runstone.sdk.guard import say_once


def plot_summary_metrics(
    model: Any = None,
    X: Any = None,  # noqa: N803 - as scikit-learn calls it
    y: Any = None,
    X_test: Any = None,  # noqa: N803
    y_test: Any = None,
) -> None:
    """Fit a model, and log how good it is on samples that it did not see, as `summary_metrics`: accuracy, precision, recall and F1 of a
    classifier, errors and R² of a regressor."""
    metrics = importlib.import_module("sklearn.metrics")
    model.fit(X, y)
    predicted = model.predict(X_test)
    if importlib.import_module("sklearn.base").is_classifier(model):
        told = {"average": "weighted", "zero_division": 0}
        found = {
            "accuracy_score": metrics.accuracy_score(y_test, predicted),
            "precision": metrics.precision_score(y_test, predicted, **told),
            "recall": metrics.recall_score(y_test, predicted, **told),
            "f1_score": metrics.f1_score(y_test, predicted, **told),
        }
    else:
        found = {
            "mae": metrics.mean_absolute_error(y_test, predicted),
            "mse": metrics.mean_squared_error(y_test, predicted),
            "r2_score": metrics.r2_score(y_test, predicted),
        }
    values = [float(value) for value in found.values()]
    rows = [(name, value, type(model).__name__) for name, value in zip(found, values, strict=True)]
    log_chart(
        "summary_metrics",
        ("metric_name", "metric_value", "model_name"),
        rows,
        [bars(list(found), values)],
        "Summary Metrics",
        "metric",
        "value",
    )


def plot_learning_curve(
    model: Any = None,
    X: Any = None,  # noqa: N803
    y: Any = None,
    cv: Any = None,
    shuffle: bool = False,
    random_state: Any = None,
    train_sizes: Any = None,
    n_jobs: int = 1,
    scoring: Any = None,
) -> None:
    """Train a model on ever more samples, and log its scores as `learning_curve`. Arguments are those of scikit-learn's `learning_curve`."""
    selection = importlib.import_module("sklearn.model_selection")
    sizes, train, test = selection.learning_curve(
        model,
        X,
        y,
        cv=cv,
        n_jobs=n_jobs,
        train_sizes=[0.1, 0.325, 0.55, 0.775, 1.0] if train_sizes is None else train_sizes,
        scoring=scoring,
        shuffle=shuffle,
        random_state=random_state,
    )[:3]
    means = {"train": plain(train.mean(axis=1)), "test": plain(test.mean(axis=1))}
    log_chart(
        "learning_curve",
        ("dataset", "score", "train_size"),
        [
            (name, score, size)
            for name, scores in means.items()
            for score, size in zip(scores, plain(sizes), strict=True)
        ],
        [lines(sizes, scores, name) for name, scores in means.items()],
        "Learning Curve",
        "train_size",
        "score",
    )


def plot_feature_importances(
    model: Any = None,
    feature_names: Sequence[str] | None = None,
    title: str = "Feature Importance",
    max_num_features: int = 50,
) -> None:
    """Log how much each feature counts for a fitted model, the most important first, as `feature_importances`. A model that does not tell is said
    once."""
    found = getattr(model, "feature_importances_", None)
    if found is None:
        found = getattr(model, "feature_log_prob_", getattr(model, "coef_", None))
        found = found[0] if found is not None and getattr(found, "ndim", 1) > 1 else found
    if found is None:
        say_once(f"{type(model).__name__} does not tell how important its features are: no chart of them was logged.")
        return
    values = plain(found)
    names = [str(name) for name in (feature_names if feature_names is not None else range(len(values)))]
    rows = sorted(zip(names, values, strict=False), key=lambda row: -abs(row[1]))[:max_num_features]
    log_chart(
        "feature_importances",
        ("feature_names", "importances"),
        rows,
        [bars([name for name, _ in rows], [value for _, value in rows])],
        title,
        "feature",
        "importance",
    )
