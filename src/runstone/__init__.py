"""Runstone records machine-learning experiments: nothing lost, nothing to wait for.

import runstone as rs

run = rs.init(project="cv/resnet50/baseline", name="seed-42", config={"lr": 1e-3}, tags=["baseline"])
run.log({"train/loss": 0.42, "val/acc": 0.88}, step=1)
run.finish()
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from runstone.model.errors import (
    ArtifactNotFound,
    BadProject,
    BadQuery,
    BadRunId,
    BadSetting,
    BadStep,
    BadValue,
    DataFault,
    ExportFailed,
    HomeUnusable,
    MissingDependency,
    Misuse,
    RunExists,
    RunNotFound,
    RunNotReady,
    RunstoneError,
    ServerUnusable,
    SweepNotFound,
    TrialStopped,
)
from runstone.model.version import VERSION

if TYPE_CHECKING:
    from runstone.agents.agent import agent
    from runstone.agents.controller import controller
    from runstone.agents.sweep import sweep
    from runstone.api import Api
    from runstone.sdk.artifacts.artifact import Artifact
    from runstone.sdk.current import add_tags, close, current_run, finish, log, remove_tags, update_config
    from runstone.sdk.init import init
    from runstone.sdk.media import (
        Audio,
        Figure,
        File,
        Graph,
        Histogram,
        Html,
        Image,
        Molecule,
        Object3D,
        Plotly,
        Table,
        Text,
        Video,
    )
    from runstone.sdk.run import Run

__version__ = VERSION

# Brought at the first use: a program that only might log should not pay for it, and neither for numpy unless it reads.
_LATER = {
    "Api": "runstone.api",
    "Artifact": "runstone.sdk.artifacts.artifact",
    "Audio": "runstone.sdk.media",
    "Figure": "runstone.sdk.media",
    "File": "runstone.sdk.media",
    "Graph": "runstone.sdk.media",
    "Histogram": "runstone.sdk.media",
    "Html": "runstone.sdk.media",
    "Image": "runstone.sdk.media",
    "Molecule": "runstone.sdk.media",
    "Object3D": "runstone.sdk.media",
    "Plotly": "runstone.sdk.media",
    "Run": "runstone.sdk.run",
    "Table": "runstone.sdk.media",
    "Text": "runstone.sdk.media",
    "Video": "runstone.sdk.media",
    "add_tags": "runstone.sdk.current",
    "agent": "runstone.agents.agent",
    "close": "runstone.sdk.current",
    "controller": "runstone.agents.controller",
    "current_run": "runstone.sdk.current",
    "finish": "runstone.sdk.current",
    "init": "runstone.sdk.init",
    "log": "runstone.sdk.current",
    "remove_tags": "runstone.sdk.current",
    "sweep": "runstone.agents.sweep",
    "update_config": "runstone.sdk.current",
}

__all__ = [
    "Api",
    "Artifact",
    "ArtifactNotFound",
    "Audio",
    "BadProject",
    "BadQuery",
    "BadRunId",
    "BadSetting",
    "BadStep",
    "BadValue",
    "DataFault",
    "ExportFailed",
    "Figure",
    "File",
    "Graph",
    "Histogram",
    "HomeUnusable",
    "Html",
    "Image",
    "MissingDependency",
    "Misuse",
    "Molecule",
    "Object3D",
    "Plotly",
    "Run",
    "RunExists",
    "RunNotFound",
    "RunNotReady",
    "RunstoneError",
    "ServerUnusable",
    "SweepNotFound",
    "Table",
    "Text",
    "TrialStopped",
    "Video",
    "__version__",
    "add_tags",
    "agent",
    "close",
    "controller",
    "current_run",
    "finish",
    "init",
    "log",
    "remove_tags",
    "sweep",
    "update_config",
]


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module 'runstone' has no attribute {name!r}")
    from importlib import import_module

    found = globals()[name] = getattr(import_module(_LATER[name]), name)
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
