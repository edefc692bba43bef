"""`from wandb.integration.xgboost import WandbCallback`."""

from __future__ import annotations

import importlib
import json
from typing import Any

from runstone.compat.wandb.of_the_run import need_run

_TrainingCallback: Any = importlib.import_module("xgboost.callback").TrainingCallback


class WandbCallback(_TrainingCallback):  # type: ignore[misc]  # theirs is not typed
    """Logs what `xgboost.train` evaluates in each round."""

    def __init__(
        self,
        log_model: bool = False,
        log_feature_importance: bool = True,
        importance_type: str = "gain",
        define_metric: bool = True,
    ) -> None:
        """
        Args:
            log_model: log the model as an artifact at the end.
            log_feature_importance: log a chart of the features at the end.
            importance_type: `gain`, `weight`, `cover`, `total_gain` or `total_cover`.
            define_metric: keep the best value of each metric in the summary.

        Raises:
            Error: no run is open.
        """
        super().__init__()
        self._run = need_run("WandbCallback()")
        self._log_model, self._log_importance = log_model, log_feature_importance
        self._importance_type, self._define = importance_type, define_metric

    def before_training(self, model: Any) -> Any:
        """For XGBoost."""
        self._run.config.update(json.loads(model.save_config()), allow_val_change=True)
        return model

    def after_iteration(self, model: Any, epoch: int, evals_log: dict[str, dict[str, list[Any]]]) -> bool:
        """For XGBoost."""
        values: dict[str, Any] = {"epoch": epoch}
        for data, metrics in evals_log.items():
            for metric, history in metrics.items():
                if self._define and epoch == 0:
                    highest = "max" if metric.startswith(("auc", "aucpr", "map", "ndcg")) else "min"
                    self._run.define_metric(f"{data}-{metric}", summary=highest)
                last = history[-1]
                values[f"{data}-{metric}"] = last[0] if isinstance(last, tuple) else last
        self._run.log(values)
        return False

    def after_training(self, model: Any) -> Any:
        """For XGBoost."""
        if self._log_importance:
            from runstone.compat.wandb.data_types import Table
            from runstone.compat.wandb.plot import bar

            score = model.get_score(importance_type=self._importance_type)
            table = Table(columns=["Feature", "Importance"], data=[[name, value] for name, value in score.items()])
            self._run.log({"Feature Importance": bar(table, "Feature", "Importance", title="Feature Importance")})
        if self._log_model:
            import tempfile
            from pathlib import Path

            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder, "model.json")
                model.save_model(str(path))
                self._run.log_model(path, name=f"{self._run.id}_model.json")
        return model


wandb_callback = WandbCallback
