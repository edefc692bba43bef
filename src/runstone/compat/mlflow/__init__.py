"""MLflow's door: `import runstone.compat.mlflow as mlflow`, and a script that tracks with it runs as it is.

What maps, what does not, and why is in `docs/mlflow.md`.
"""

from __future__ import annotations

from typing import Any

from runstone.compat.mlflow import sklearn
from runstone.compat.mlflow.errors import MlflowException
from runstone.compat.mlflow.experiments import (
    Experiment,
    create_experiment,
    get_experiment,
    get_experiment_by_name,
    get_tracking_uri,
    set_experiment,
    set_tracking_uri,
)
from runstone.compat.mlflow.logging import (
    log_artifact,
    log_artifacts,
    log_dict,
    log_figure,
    log_image,
    log_metric,
    log_metrics,
    log_param,
    log_params,
    log_table,
    log_text,
    set_tag,
    set_tags,
)
from runstone.compat.mlflow.runs import ActiveRun, active_run, end_run, last_active_run, start_run
from runstone.model.errors import Misuse
from runstone.sdk.guard import say_once

__all__ = [
    "ActiveRun",
    "Experiment",
    "MlflowException",
    "active_run",
    "autolog",
    "create_experiment",
    "end_run",
    "get_experiment",
    "get_experiment_by_name",
    "get_tracking_uri",
    "last_active_run",
    "log_artifact",
    "log_artifacts",
    "log_dict",
    "log_figure",
    "log_image",
    "log_metric",
    "log_metrics",
    "log_param",
    "log_params",
    "log_table",
    "log_text",
    "set_experiment",
    "set_tag",
    "set_tags",
    "set_tracking_uri",
    "sklearn",
    "start_run",
]

_ABSENT = {
    "MlflowClient": "runstone.Api reads runs, and edits them",
    "search_runs": "runstone.Api().runs(...) finds runs, and its frames hold them",
    "search_experiments": "runstone.Api().projects() lists projects",
    "register_model": "run.log_model() with an alias, and run.link_artifact()",
    "pyfunc": "mlflow.sklearn.load_model() gives back what was logged",
    "evaluate": "log the figures with log_metrics()",
    "delete_run": "`runstone rm` puts runs into the bin",
}


def autolog(*args: Any, disable: bool = False, **kwargs: Any) -> None:
    """What `fit` of scikit-learn's estimators learns is recorded; of other libraries their own callbacks are to be used, which is said."""
    sklearn.autolog(disable=disable)
    say_once("autolog() records what scikit-learn fits. Of other libraries log what you need, or use their callbacks.")


def __getattr__(name: str) -> Any:
    if name in _ABSENT:
        raise Misuse(f"mlflow.{name} is not translated: {_ABSENT[name]}. Nothing recorded is affected.")
    raise AttributeError(
        f"module 'runstone.compat.mlflow' has no {name!r}. docs/mlflow.md lists the names that there are."
    )
