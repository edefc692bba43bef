"""`wandb.sklearn`: the charts of a classifier that need nothing but its predictions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from runstone.compat.wandb.errors import not_here
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


def __getattr__(name: str) -> Any:
    if name.startswith("plot_"):
        not_here(f"sklearn.{name}", "log a figure of matplotlib; scikit-learn's Display classes draw one")
    raise AttributeError(f"module 'runstone.compat.wandb.integration.sklearn' has no {name!r}.")
