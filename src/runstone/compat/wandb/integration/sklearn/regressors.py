"""Charts of regressors."""

from __future__ import annotations

import importlib
from typing import Any

from runstone.compat.wandb.integration.sklearn.drawing import bars, lines, log_chart, plain
from runstone.compat.wandb.integration.sklearn.estimators import plot_learning_curve, plot_summary_metrics
from runstone.compat.wandb.of_the_run import need_run


def plot_residuals(regressor: Any = None, X: Any = None, y: Any = None) -> None:  # noqa: N803 - as scikit-learn calls it
    """Fit a regressor on four fifths of the samples, and log what it misses of all of them, over what it predicts, as `residuals`."""
    selection = importlib.import_module("sklearn.model_selection")
    parts = dict(
        zip(("train", "test", "y_train", "y_test"), selection.train_test_split(X, y, test_size=0.2), strict=True)
    )
    regressor.fit(parts["train"], parts["y_train"])
    found = []
    for name in ("train", "test"):
        predicted = regressor.predict(parts[name])
        found.append((name, plain(predicted), plain(predicted - _array(parts[f"y_{name}"]))))
    log_chart(
        "residuals",
        ("dataset", "y_pred", "residuals"),
        [(name, at, missed) for name, places, misses in found for at, missed in zip(places, misses, strict=True)],
        [lines(places, misses, name, "markers") for name, places, misses in found],
        "Residuals",
        "predicted",
        "residual",
    )


def plot_outlier_candidates(regressor: Any = None, X: Any = None, y: Any = None) -> None:  # noqa: N803
    """Log how much each sample pulls a linear fit (Cook's distance), as `outlier_candidates`. `regressor` is fitted."""
    import numpy as np

    samples = np.asarray(X, np.float64)
    design = np.column_stack([np.ones(len(samples)), samples])
    leverage = np.clip(np.einsum("ij,ji->i", design, np.linalg.pinv(design)), 0, 1 - 1e-9)
    missed = _array(y) - regressor.predict(X)
    spread = float(missed @ missed) / max(1, len(samples) - design.shape[1]) or 1.0
    distances = missed**2 / (design.shape[1] * spread) * leverage / (1 - leverage) ** 2
    numbers = list(range(len(samples)))
    bound = 4 / max(1, len(samples))
    log_chart(
        "outlier_candidates",
        ("instance_indices", "distance"),
        list(zip(numbers, plain(distances), strict=True)),
        [bars(numbers, distances, "distance"), lines([0, len(samples)], [bound, bound], "4 / n", "lines")],
        "Cook's Distance",
        "instance",
        "distance",
    )


def plot_regressor(
    model: Any,
    X_train: Any,  # noqa: N803
    X_test: Any,  # noqa: N803
    y_train: Any,
    y_test: Any,
    model_name: str = "Regressor",
) -> None:
    """Log all charts of a regressor: summary, learning curve, outliers, residuals."""
    need_run("sklearn.plot_regressor()")
    plot_summary_metrics(model, X_train, y_train, X_test, y_test)
    plot_learning_curve(model, X_train, y_train)
    plot_outlier_candidates(model, X_train, y_train)
    plot_residuals(model, X_train, y_train)


def _array(values: Any) -> Any:
    import numpy as np

    return np.asarray(values, np.float64)
