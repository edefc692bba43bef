"""`from wandb.integration.catboost import WandbCallback`."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from runstone.compat.wandb.of_the_run import need_run


class WandbCallback:
    """Logs what CatBoost evaluates, every so many iterations."""

    def __init__(self, metric_period: int = 1) -> None:
        """
        Raises:
            Error: no run is open.
        """
        self._run = need_run("WandbCallback()")
        self._period = metric_period

    def after_iteration(self, info: Any) -> bool:
        """For CatBoost."""
        if info.iteration % self._period == 0:
            values: dict[str, Any] = {
                f"{data}-{metric}": series[-1]
                for data, metrics in info.metrics.items()
                for metric, series in metrics.items()
            }
            self._run.log({**values, f"iteration@metric-period-{self._period}": info.iteration})
        return True


def log_summary(
    model: Any,
    log_all_params: bool = True,
    save_model_checkpoint: bool = False,
    log_feature_importance: bool = True,
) -> None:
    """Put the best iteration and its scores into the summary, and the parameters into the config.

    Args:
        model: of CatBoost, fitted.
        log_all_params: those that were not given, too.
        save_model_checkpoint: log the model as an artifact.
        log_feature_importance: log a chart.
    """
    run = need_run("log_summary()")
    run.config.update(model.get_all_params() if log_all_params else model.get_params(), allow_val_change=True)
    if model.get_best_iteration() is not None:
        run.summary.update({"best_iteration": model.get_best_iteration(), "best_score": model.get_best_score()})
    if save_model_checkpoint:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "model.cbm")
            model.save_model(str(path))
            run.log_model(path, name=f"model-{run.id}", aliases=["last"])
    if log_feature_importance:
        from runstone.compat.wandb.data_types import Table
        from runstone.compat.wandb.plot import bar

        rows = [
            [str(name), float(value)]
            for name, value in zip(model.feature_names_, model.feature_importances_, strict=True)
        ]
        table = Table(columns=["Feature", "Importance"], data=rows)
        run.log({"Feature Importance": bar(table, "Feature", "Importance", title="Feature Importance")})
