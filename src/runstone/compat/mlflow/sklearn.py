"""`mlflow.sklearn`: models as artifacts, and what `fit` learns."""

from __future__ import annotations

import functools
import pickle
import tempfile
import threading
from pathlib import Path
from typing import Any, NamedTuple

from runstone.compat.mlflow.errors import MlflowException
from runstone.compat.mlflow.logging import log_metrics
from runstone.compat.mlflow.runs import current, need, start_run
from runstone.sdk.guard import contained

_FILE = "model.pkl"
# Estimators fit others within: the outermost alone is recorded.
_depth = threading.local()


class ModelInfo(NamedTuple):
    """Where a model lies."""

    model_uri: str
    artifact_path: str
    run_id: str


def log_model(
    sk_model: Any,
    artifact_path: str | None = None,
    *,
    name: str | None = None,
    registered_model_name: str | None = None,
    **accepted: Any,
) -> ModelInfo:
    """A model as an artifact of the run.

    Args:
        sk_model: whatever can be pickled.
        artifact_path, name: the name of the artifact; by default `model`.
        registered_model_name: stands in for both.
        **accepted: of theirs: signatures, examples, requirements.
    """
    run = need().native
    called = registered_model_name or name or artifact_path or "model"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / _FILE
        path.write_bytes(pickle.dumps(sk_model))
        run.log_model(path, called).wait()
    return ModelInfo(f"runs:/{run.id}/{called}", called, run.id)


def load_model(model_uri: str, **accepted: Any) -> Any:
    """The model that was logged last under a name: `runs:/<run>/<name>` or `models:/<name>`. Load only what you trust: it is a pickle.

    Raises:
        MlflowException: no such address.
        ArtifactNotFound: there is no such model.
    """
    scheme, _, rest = model_uri.partition(":/")
    if scheme not in ("runs", "models") or not rest.strip("/"):
        raise MlflowException(f"{model_uri!r}: expected runs:/<run>/<name> or models:/<name>.")
    name = rest.strip("/").rpartition("/")[2] if scheme == "runs" else rest.strip("/").partition("/")[0]
    version = need().native.use_artifact(f"{name}:latest")
    with tempfile.TemporaryDirectory() as folder:
        return pickle.loads((Path(version.download(folder)) / _FILE).read_bytes())


def autolog(*args: Any, disable: bool = False, **kwargs: Any) -> None:
    """From now on `fit` of scikit-learn's estimators is recorded: their parameters, their score of what they were fitted on, and themselves.

    Without an active run each of them gets one of its own. Idempotent.

    Args:
        *args, **kwargs: of theirs; accepted.
        disable: no longer record them.
    """
    from sklearn.utils import all_estimators

    for _, kind in all_estimators():
        fit = kind.__dict__.get("fit")
        if disable and hasattr(fit, "_runstone"):
            kind.fit = fit.__wrapped__
        elif callable(fit) and not disable and not hasattr(fit, "_runstone"):
            kind.fit = _recorded(fit)


def _recorded(fit: Any) -> Any:
    @functools.wraps(fit)
    def call(estimator: Any, *args: Any, **kwargs: Any) -> Any:
        if getattr(_depth, "inside", False):
            return fit(estimator, *args, **kwargs)
        _depth.inside = True
        try:
            fitted = fit(estimator, *args, **kwargs)
            _record(estimator, args, kwargs)
            return fitted
        finally:
            _depth.inside = False

    call._runstone = True  # type: ignore[attr-defined]
    return call


@contained
def _record(estimator: Any, args: Any, kwargs: Any) -> None:
    own = current() is None
    active = start_run() if own else need()
    try:
        active.native.update_config({key: _plain(value) for key, value in estimator.get_params(deep=True).items()})
        active.native.update_config(
            {"tags": {"estimator_name": type(estimator).__name__, "estimator_class": type(estimator).__module__}}
        )
        if hasattr(estimator, "score"):
            log_metrics({"training_score": float(estimator.score(*args, **kwargs))})
        log_model(estimator, "model")
    finally:
        if own:
            active.__exit__(None, None, None)


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | float | str | bool | type(None)) else str(value)
