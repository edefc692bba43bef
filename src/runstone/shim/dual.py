"""Dual logging: what a script asks of wandb is asked of us, too, when wandb has done it.

The calls are taken where wandb's own run hands them on, so that integrations, `watch` and the module's functions are among them, and none of
wandb's arguments is passed through by us. `isinstance(run, wandb.Run)` stays true, since the run is wandb's own.
"""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

from runstone.sdk.guard import contained, say
from runstone.shim import calls, exits
from runstone.shim.mirrored import begin_beside

# What is called after which method of wandb's run. Those of `_NEEDED` make what a run is; of the others a version may lack some.
_NEEDED: dict[str, Callable[..., None]] = {
    "_partial_history_callback": calls.log,
    "_config_callback": calls.config,
    "_summary_update_callback": calls.summary,
    "_metric_callback": calls.metric,
}
_ALSO: dict[str, Callable[..., None]] = {
    "_console_callback": calls.console,
    "_console_raw_callback": calls.console,
    "alert": calls.alert,
    "mark_preempting": calls.mark_preempting,
    "pin_config_keys": calls.pin_config_keys,
    "save": calls.save,
}
_WORDS: dict[str, Callable[..., None]] = {"name": calls.name, "notes": calls.notes, "tags": calls.tags}


_followed: set[int] = set()


def attach(wandb: ModuleType) -> None:
    """Record beside this wandb from now on. A version that is built in another way is left as it is, and that is said."""
    kind = sys.modules["wandb.sdk.wandb_run"].Run
    if id(kind) in _followed:  # somebody imports wandb anew
        return
    missing = [name for name in (*_NEEDED, "_atexit_cleanup") if not callable(getattr(kind, name, None))]
    if missing:
        say(
            f"wandb {wandb.__version__} cannot be recorded beside: its run has no {', '.join(missing)}. wandb goes on alone."
        )
        return
    _followed.add(id(kind))
    for name, then in {**_NEEDED, **_ALSO}.items():
        if hasattr(kind, name):
            setattr(kind, name, _followed_by(getattr(kind, name), then))
    kind._atexit_cleanup = _ended_by(kind._atexit_cleanup)
    if hasattr(kind, "_log_artifact"):
        kind._log_artifact = _made_by(kind._log_artifact)
    for name, then in _WORDS.items():
        word = getattr(kind, name, None)
        if isinstance(word, property) and word.fset is not None:
            setattr(kind, name, word.setter(_followed_by(word.fset, then)))
    exits.watch()
    _replace_init(wandb, kind)


def _followed_by(method: Callable[..., Any], then: Callable[..., None]) -> Callable[..., Any]:
    """A method of wandb's, and behind it ours with the same arguments, unless wandb's raises."""
    then = contained(then)

    @functools.wraps(method)
    def call(run: Any, *args: Any, **kwargs: Any) -> Any:
        result = method(run, *args, **kwargs)
        then(run, *args, **kwargs)
        return result

    return call


def _ended_by(method: Callable[..., Any]) -> Callable[..., Any]:
    """The end of a run, and behind it that of ours, however wandb's went."""
    then = contained(calls.finish)

    @functools.wraps(method)
    def call(run: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return method(run, *args, **kwargs)
        finally:
            then(run, *args, **kwargs)

    return call


def _made_by(method: Callable[..., Any]) -> Callable[..., Any]:
    """The logging of an artifact: ours needs what wandb made of the arguments."""
    arguments_of = inspect.signature(method).bind
    then = contained(calls.artifact)

    @functools.wraps(method)
    def call(run: Any, *args: Any, **kwargs: Any) -> Any:
        made = method(run, *args, **kwargs)
        given = arguments_of(run, *args, **kwargs).arguments
        then(run, made, **{name: given.get(name) for name in ("aliases", "tags", "distributed_id")})
        return made

    return call


def _replace_init(wandb: ModuleType, kind: type) -> None:
    """`wandb.init` returns as it always did; then we begin, in the background."""
    real = wandb.init

    @contained
    def beside(run: Any) -> None:
        if isinstance(run, kind):
            begin_beside(run)

    @functools.wraps(real)
    def init(*args: Any, **kwargs: Any) -> Any:
        run = real(*args, **kwargs)
        beside(run)
        return run

    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "wandb" and getattr(module, "__dict__", {}).get("init") is real:
            module.__dict__["init"] = init
