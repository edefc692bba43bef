"""The W&B client's door: `import runstone.compat.wandb as wandb`, and the script runs as it is, without wandb installed.

What maps, what is better, and what is refused and why is in `docs/wandb.md`.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

from runstone.compat.wandb import current, errors
from runstone.compat.wandb.absent import ATTRIBUTES, CALLS, absent
from runstone.compat.wandb.alert_level import AlertLevel
from runstone.compat.wandb.config import Config
from runstone.compat.wandb.door import Door
from runstone.compat.wandb.errors import AuthenticationError, CommError, Error, UnsupportedError, UsageError
from runstone.compat.wandb.install import install
from runstone.compat.wandb.of_the_run import VERBS, verb
from runstone.compat.wandb.opening import init
from runstone.compat.wandb.run import Run
from runstone.compat.wandb.settings import Settings, setup
from runstone.compat.wandb.settings import teardown as _forget_settings
from runstone.compat.wandb.terminal import termerror, termlog, termwarn
from runstone.compat.wandb.version import VERSION

if TYPE_CHECKING:
    from runstone.compat.wandb.summary import Summary

    run: Run | None
    config: Config
    summary: Summary

__version__ = VERSION

__all__ = [
    "AlertLevel",
    "AuthenticationError",
    "CommError",
    "Config",
    "Error",
    "Run",
    "Settings",
    "UnsupportedError",
    "UsageError",
    "__version__",
    "ensure_configured",
    "errors",
    "finish",
    "init",
    "install",
    "login",
    "require",
    "setup",
    "teardown",
    "termerror",
    "termlog",
    "termwarn",
]

# Brought at the first use: most scripts log numbers, and some of these bring NumPy.
_LATER = {
    **dict.fromkeys(
        (
            "Audio",
            "Classes",
            "Graph",
            "Histogram",
            "Html",
            "Image",
            "Molecule",
            "Object3D",
            "Plotly",
            "Table",
            "Video",
        ),
        "data_types",
    ),
    "Artifact": "artifact",
    "ArtifactTTL": "artifact_version",
    "Api": "apis.public",
    "PublicApi": "apis.public",
    "InternalApi": "apis.public",
    "agent": "sweeps",
    "controller": "sweeps",
    "sweep": "sweeps",
    "plot_table": "plot",
    "visualize": "plot",
}
_MODULES = frozenset(
    {
        "apis",
        "data_types",
        "env",
        "integration",
        "keras",
        "lightgbm",
        "plot",
        "sdk",
        "sklearn",
        "tensorboard",
        "util",
        "wandb_run",
        "xgboost",
    }
)


def finish(exit_code: int | None = None, quiet: bool | None = None) -> None:
    """End the run that is open; nothing where none is."""
    run = current.run()
    if run is not None:
        run.finish(exit_code)


def login(
    key: str | None = None,
    relogin: bool | None = None,
    host: str | None = None,
    force: bool | None = None,
    timeout: int | None = None,
    verify: bool = False,
    referrer: str | None = None,
    prompt: bool = True,
    anonymous: Any = None,
) -> bool:
    """There is nothing to log in to, and no key is kept; always true."""
    return True


def teardown(exit_code: int | None = None) -> None:
    """Finish all runs that are open, and forget what `setup` was given."""
    for run in reversed(current.live()):
        run.finish(exit_code)
    _forget_settings()


def require(*requirements: Any, **experiments: Any) -> None:
    """Accepted: nothing here is experimental."""


def ensure_configured() -> None:
    """Accepted: there is nothing to configure."""


def __getattr__(name: str) -> Any:
    if name in _LATER:
        found = getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
    elif name in _MODULES:
        found = import_module(f"{__name__}.{name}")
    elif name in VERBS:
        found = verb(name)
    elif name in CALLS:
        found = absent(name)
    else:
        instead = ATTRIBUTES.get(name, "docs/wandb.md lists the names that there are")
        raise AttributeError(f"module 'runstone.compat.wandb' has no {name!r}. {instead}.")
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*__all__, *_LATER, *_MODULES, *VERBS, *CALLS, "config", "run", "summary"})


sys.modules[__name__].__class__ = Door
