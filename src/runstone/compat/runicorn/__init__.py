"""Runicorn's door: `import runstone.compat.runicorn as rn`, and the script runs as it is.

What maps, what is better, what does not, and why is in `docs/runicorn.md`.
"""

from __future__ import annotations

from typing import Any

from runstone.compat.runicorn.active import get_active_run
from runstone.compat.runicorn.log_handler import RunicornLoggingHandler
from runstone.compat.runicorn.monitor import AlertRule, MetricMonitor
from runstone.compat.runicorn.opening import init
from runstone.compat.runicorn.registry import get_config, get_effective_rnconfig
from runstone.compat.runicorn.run import NoOpRun, Run
from runstone.compat.runicorn.switch import enabled, is_enabled, reset_enabled, set_enabled
from runstone.compat.runicorn.workspace import snapshot_workspace
from runstone.model.errors import Misuse
from runstone.model.version import VERSION

__all__ = [
    "AlertRule",
    "MetricMonitor",
    "NoOpRun",
    "Run",
    "RunicornLoggingHandler",
    "__version__",
    "enabled",
    "get_active_run",
    "get_config",
    "get_effective_rnconfig",
    "init",
    "is_enabled",
    "reset_enabled",
    "set_enabled",
    "snapshot_workspace",
]

__version__ = VERSION

_INSTEAD = {
    "AnomalyDetector": "rules of run.monitor and of run.run.alert_on() watch metrics while they are logged",
    "ExperimentManager": "runstone.Api() lists, searches and filters runs, and `runstone rm` and `runstone restore` are the bin",
    "ExperimentMetadata": "runs of runstone.Api() have their facts as attributes",
    "MetricsExporter": "`runstone export`, and runstone.Api().run(id).history(), write CSV, Parquet and more",
    "EnvironmentCapture": "the environment is recorded by init(capture_env=True), which is the default",
    "EnvironmentInfo": "runstone.Api().run(id).detail.environment has what was recorded",
}


def __getattr__(name: str) -> Any:
    if name in _INSTEAD:
        raise Misuse(f"{name} of Runicorn is not translated: {_INSTEAD[name]}. Nothing recorded is affected.")
    raise AttributeError(f"module 'runstone.compat.runicorn' has no attribute {name!r}")
