"""Charts of classifiers."""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Sequence
from typing import Any

from runstone.compat.wandb.integration.sklearn.drawing import bars, lines, log_chart, plain
from runstone.compat.wandb.integration.sklearn.estimators import (
    plot_feature_importances,
    plot_learning_curve,
    plot_summary_metrics,
)
from runstone.compat.wandb.of_the_run import need_run
from runstone.compat.wandb.plot import confusion_matrix, pr_curve, roc_curve


def plot_roc(y_true: Any = None, y_probas: Any = None, labels: Sequence[str] | None = None, **_: Any) -> None:
    """Log the ROC curve of each class as `roc`."""
    need_run("sklearn.plot_roc()").log({"roc": roc_curve(y_true, y_probas, labels)})


def plot_precision_recall(
    y_true: Any = None, y_probas: Any = None, labels: Sequence[str] | None = None, **_: Any
) -> None:
    """Log precision over recall of each class as `precision_recall`."""
    need_run("sklearn.plot_precision_recall()").log({"precision_recall": pr_curve(y_true, y_probas, labels)})


def plot_confusion_matrix(
    y_true: Any = None, y_pred: Any = None, labels: Sequence[str] | None = None, **_: Any
) -> None:
    """Log the confusion matrix as `confusion_matrix`."""
    chart = confusion_matrix(y_true=y_true, preds=y_pred, class_names=labels)
    need_run("sklearn.plot_confusion_matrix()").log({"confusion_matrix": chart})


def plot_class_proportions(y_train: Any = None, y_test: Any = None, labels: Sequence[str] | None = None) -> None:
    """Log how many samples of each class there are to train and to test with, as `class_proportions`."""
    counted = [("train", Counter(plain(y_train))), ("test", Counter(plain(y_test)))]
    classes = sorted(set().union(*(counts for _, counts in counted)))
    names = [str(_name(each, labels)) for each in classes]
    log_chart(
        "class_proportions",
        ("class", "dataset", "count"),
        [(name, part, counts[each]) for part, counts in counted for name, each in zip(names, classes, strict=True)],
        [bars(names, [counts[each] for each in classes], part) for part, counts in counted],
        "Class Proportions",
        "class",
        "count",
    )


def plot_calibration_curve(clf: Any = None, X: Any = None, y: Any = None, clf_name: str = "Classifier") -> None:  # noqa: N803
    """Log how often a binary classifier is right, over how sure it is, as `calibration_curve`.

    Args:
        clf: fitted.
        X, y: samples that it did not see, and their classes.
        clf_name: shown.
    """
    calibration = importlib.import_module("sklearn.calibration")
    sure = clf.predict_proba(X)[:, 1] if hasattr(clf, "predict_proba") else clf.decision_function(X)
    if not hasattr(clf, "predict_proba"):
        sure = (sure - sure.min()) / (sure.max() - sure.min())
    right, mean = calibration.calibration_curve(y, sure, n_bins=10, pos_label=max(plain(y)))
    log_chart(
        "calibration_curve",
        ("model", "fraction_of_positives", "mean_predicted_value"),
        [(clf_name, positive, value) for positive, value in zip(plain(right), plain(mean), strict=True)],
        [lines(mean, right, clf_name), lines([0, 1], [0, 1], "Perfectly calibrated", "lines")],
        "Calibration Curve",
        "Mean predicted value",
        "Fraction of positives",
    )


def plot_classifier(
    model: Any,
    X_train: Any,  # noqa: N803 - as scikit-learn calls them
    X_test: Any,  # noqa: N803
    y_train: Any,
    y_test: Any,
    y_pred: Any,
    y_probas: Any,
    labels: Sequence[str],
    is_binary: bool = False,
    model_name: str = "Classifier",
    feature_names: Sequence[str] | None = None,
    log_learning_curve: bool = False,
) -> None:
    """Log all charts of a fitted classifier: features, confusion, summary, classes, ROC, precision and recall; of a binary one its calibration.

    Args:
        model: fitted.
        X_train, X_test, y_train, y_test: what it was trained and is tested with.
        y_pred, y_probas: what it predicts of `X_test`.
        labels: names of the classes.
        is_binary: whether there are two.
        model_name: shown.
        feature_names: names of the columns of `X_train`.
        log_learning_curve: train it over and over, too.
    """
    need_run("sklearn.plot_classifier()")
    plot_feature_importances(model, feature_names)
    if log_learning_curve:
        plot_learning_curve(model, X_train, y_train)
    plot_confusion_matrix(y_test, y_pred, labels)
    plot_summary_metrics(model, X_train, y_train, X_test, y_test)
    plot_class_proportions(y_train, y_test, labels)
    if is_binary:
        plot_calibration_curve(model, X_test, y_test, model_name)
    plot_roc(y_test, y_probas, labels)
    plot_precision_recall(y_test, y_probas, labels)


def _name(kind: Any, labels: Sequence[str] | None) -> Any:
    return labels[kind] if labels is not None and isinstance(kind, int) and kind < len(labels) else kind
