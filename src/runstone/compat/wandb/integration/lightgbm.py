"""`from wandb.integration.lightgbm import wandb_callback`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from runstone.compat.wandb.of_the_run import need_run


def wandb_callback(log_params: bool = True, define_metric: bool = True) -> Callable[[Any], None]:
    """A callback for `lightgbm.train`: logs what is evaluated in each iteration.

    Args:
        log_params: put the parameters into the config.
        define_metric: keep the best value of each metric in the summary.
    """
    run = need_run("wandb_callback()")
    began: list[bool] = []

    def callback(env: Any) -> None:
        results = env.evaluation_result_list or []
        if not began:
            began.append(True)
            if log_params:
                run.config.update(env.params, allow_val_change=True)
            if define_metric:
                for data, metric, _, higher_is_better, *_ in results:
                    run.define_metric(f"{data}_{metric}", summary="max" if higher_is_better else "min")
        values: dict[str, Any] = {"iteration": env.iteration}
        for data, metric, value, _, *spread in results:
            values[f"{data}_{metric}"] = value
            if spread:
                values[f"{data}_{metric}-stdv"] = spread[0]
        run.log(values)

    return callback


def log_summary(model: Any, feature_importance: bool = True, save_model_checkpoint: bool = False) -> None:
    """Put the best iteration into the summary, and log how important features are.

    Args:
        model: a booster.
        feature_importance: log a chart.
        save_model_checkpoint: log the model as an artifact.
    """
    run = need_run("log_summary()")
    run.summary["best_iteration"] = model.best_iteration
    if feature_importance:
        from runstone.compat.wandb.data_types import Table
        from runstone.compat.wandb.plot import bar

        rows = [
            [name, int(count)] for name, count in zip(model.feature_name(), model.feature_importance(), strict=True)
        ]
        table = Table(columns=["Feature", "Importance"], data=rows)
        run.log({"Feature Importance": bar(table, "Feature", "Importance", title="Feature Importance")}, commit=False)
    if save_model_checkpoint:
        import tempfile
        from pathlib import Path

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "model.txt")
            model.save_model(str(path))
            run.log_model(path, name=f"model-{run.id}")
