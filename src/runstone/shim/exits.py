"""How this process ends, as wandb's own hooks see it: runs that the script leaves open are ended by its service, and here by us, behind it."""

from __future__ import annotations

import atexit
import functools
import os
import sys
from typing import Any

from runstone.shim.mirror import Mirror

_hooks: list[Any] = []
_open: list[Mirror] = []


def watch() -> None:
    """To be called before wandb starts its service: what `atexit` learns first, it calls last."""
    atexit.register(_end_all)
    kind = getattr(sys.modules.get("wandb.sdk.lib.exit_hooks"), "ExitHooks", None)
    if kind is None:
        return
    hook = kind.hook

    @functools.wraps(hook)
    def seen(hooks: Any) -> None:
        hook(hooks)
        _hooks.append(hooks)

    kind.hook = seen


def remember(mirror: Mirror) -> None:
    """A mirror that the end of the process ends, unless its run ends before."""
    _open[:] = [each for each in _open if not each.over]
    _open.append(mirror)


def error() -> BaseException | None:
    """The exception that ends the process; None if none does."""
    return next((hooks.exception for hooks in _hooks if getattr(hooks, "exception", None) is not None), None)


def _end_all() -> None:
    code = max((int(getattr(hooks, "exit_code", 0) or 0) for hooks in _hooks), default=0)
    mine = [mirror for mirror in _open if mirror.pid == os.getpid() and not mirror.over]
    for mirror in mine:
        mirror.end("finish", code, error())
    for mirror in mine:
        mirror.wait()
