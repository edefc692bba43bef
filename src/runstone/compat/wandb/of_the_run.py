"""The verbs of the module: those of the run that is `wandb.run`."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from runstone.compat.wandb import current
from runstone.compat.wandb.errors import Error
from runstone.compat.wandb.run import Run

VERBS = (
    "alert",
    "define_metric",
    "link_artifact",
    "link_model",
    "log",
    "log_artifact",
    "log_code",
    "log_model",
    "mark_preempting",
    "pin_config_keys",
    "restore",
    "save",
    "unwatch",
    "use_artifact",
    "use_model",
    "watch",
)


def need_run(what: str) -> Run:
    """The run that is `wandb.run`.

    Raises:
        Error: there is none.
    """
    run = current.run()
    if run is None:
        raise Error(f"You must call wandb.init() before wandb.{what}. Nothing was recorded.")
    return run


def verb(name: str) -> Callable[..., Any]:
    """A verb of the run as a function, which can be imported before there is one."""
    of_run = getattr(Run, name)

    @functools.wraps(of_run)
    def call(*args: Any, **kwargs: Any) -> Any:
        return getattr(need_run(f"{name}()"), name)(*args, **kwargs)

    del call.__wrapped__  # its signature has a `self` that the caller does not give
    return call


class OfTheRun:
    """`wandb.config` or `wandb.summary` while no run is open. Whoever imported it early reaches the run later by it, too."""

    def __init__(self, name: str) -> None:
        object.__setattr__(self, "_name", name)

    def _target(self, what: str) -> Any:
        return getattr(need_run(f"{self._name}.{what}"), self._name)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self._target(name), name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._target(name), name, value)

    def __getitem__(self, key: str) -> Any:
        return self._target(key)[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self._target(key)[key] = value

    def __delitem__(self, key: str) -> None:
        del self._target(key)[key]

    def __contains__(self, key: object) -> bool:
        return key in self._target(str(key))

    def __iter__(self) -> Any:
        return iter(self._target("__iter__"))

    def __len__(self) -> int:
        return len(self._target("__len__"))
