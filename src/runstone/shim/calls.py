"""Calls of wandb's run, handed to its mirror. Each takes the arguments that wandb's method took, when that one is through."""

from __future__ import annotations

import os
import sys
from typing import Any

from runstone.sdk.guard import say_once
from runstone.shim import exits
from runstone.shim.freeze import freeze, size_bytes
from runstone.shim.mirrored import mirror_here, mirror_of

_FIGURES = ("min", "max", "mean", "first", "last", "none")


def log(run: Any, data: dict[str, Any], step: int | None = None, commit: bool | None = None) -> None:
    """A row of values."""
    mirror = mirror_of(run)
    if mirror is None:
        return
    frozen = freeze(data)
    mirror.put("log", frozen, step, commit, size_bytes=size_bytes(frozen))


def config(run: Any, key: Any = None, val: Any = None, data: Any = None) -> None:
    """Values of the config; those under `_wandb` are wandb's own."""
    mirror = mirror_of(run)
    if mirror is None:
        return
    values = {str(name): freeze(value) for name, value in (data or {}).items() if name != "_wandb"}
    if isinstance(key, str) and key != "_wandb":
        values[key] = freeze(val)
    if values:
        mirror.put("update_config", values)


def summary(run: Any, summary_record: Any) -> None:
    """Keys of the summary, set and taken away."""
    mirror = mirror_of(run)
    if mirror is None:
        return
    for item in summary_record.update:
        frozen = freeze(item.value)
        mirror.put("update_summary", tuple(map(str, item.key)), frozen, size_bytes=size_bytes(frozen))
    for item in summary_record.remove:
        mirror.put("remove_summary", tuple(map(str, item.key)))


def metric(run: Any, metric_record: Any) -> None:
    """How a metric is to be shown."""
    mirror = mirror_of(run)
    name = metric_record.name or metric_record.glob_name
    if mirror is None or not name:
        return
    figures = [figure for figure in _FIGURES if getattr(metric_record.summary, figure, False)]
    words: dict[str, Any] = {
        "step_metric": metric_record.step_metric or None,
        "step_sync": metric_record.options.step_sync or None,
        "hidden": metric_record.options.hidden or None,
        "summary": ",".join(figures) or None,
        "overwrite": metric_record._control.overwrite or None,
        "goal": {1: "minimize", 2: "maximize"}.get(metric_record.goal),
    }
    mirror.put("define_metric", name, {key: value for key, value in words.items() if value is not None})


def name(run: Any, value: Any) -> None:
    """Its name."""
    _word(run, "name", value or "")


def notes(run: Any, value: Any) -> None:
    """Its notes."""
    _word(run, "notes", value or "")


def tags(run: Any, value: Any) -> None:
    """Its tags, as wandb has them now: it may have refused some."""
    _word(run, "tags", tuple(run.tags or ()))


def _word(run: Any, which: str, value: Any) -> None:
    mirror = mirror_of(run)
    if mirror is not None:
        mirror.put("set_word", which, value)


def artifact(
    run: Any, logged: Any, aliases: Any = None, tags: Any = None, distributed_id: Any = None, **_: Any
) -> None:
    """A version of an artifact. One that several runs make together is wandb's alone."""
    mirror = mirror_of(run)
    # The tables of a row are recorded with it.
    if mirror is None or logged.type == "run_table":
        return
    if distributed_id is not None:
        say_once(f"the artifact {logged.name!r} is made by several runs together, so only wandb has it.")
        return
    from runstone.shim.artifact import freeze_artifact  # here, since most runs log none

    mirror.put("log_artifact", freeze_artifact(logged, aliases, tags))


def alert(run: Any, title: str, text: str, level: Any = None, wait_duration: Any = None) -> None:
    """Something that somebody should hear soon."""
    mirror = mirror_of(run)
    if mirror is not None:
        mirror.put("alert", title, text, getattr(level, "value", level), wait_duration)


def mark_preempting(run: Any) -> None:
    """The machine is about to be taken."""
    mirror = mirror_of(run)
    if mirror is not None:
        mirror.put("mark_preempting")


def pin_config_keys(run: Any, keys: Any = ()) -> None:
    """Values of the config that stand above the notes."""
    mirror = mirror_of(run)
    if mirror is not None:
        mirror.put("pin_config_keys", [str(key) for key in keys])


def save(run: Any, glob_str: Any = None, base_path: Any = None, policy: str = "live", glob: bool = True) -> None:
    """Files that are kept with the run: of relative paths the folders stay."""
    mirror = mirror_of(run)
    if mirror is None or glob_str is None or str(glob_str).startswith(("gs://", "s3://")):
        return
    pattern = os.fspath(glob_str)
    if not os.path.isabs(pattern):
        base_path = os.getcwd() if base_path is None else os.path.abspath(os.fspath(base_path))
        pattern = os.path.join(os.getcwd(), pattern)
    mirror.put("save", pattern, None if base_path is None else os.fspath(base_path), policy, glob)


def console(run: Any, name: str, data: Any) -> None:
    """What this process printed."""
    mirror = mirror_here(run)
    if mirror is not None and name in ("stdout", "stderr"):
        text = data if isinstance(data, bytes) else str(data).encode("utf-8", "replace")
        mirror.put("print", name, text, size_bytes=len(text))


def finish(run: Any, exit_code: int | None = None) -> None:
    """The run has ended, as wandb says."""
    mirror = mirror_here(run)
    if mirror is None:
        return
    if getattr(run, "_is_attached", False):
        mirror.leave()
        return
    mirror.finish(int(getattr(run, "_exit_code", None) or exit_code or 0), exits.error() or sys.exc_info()[1])
