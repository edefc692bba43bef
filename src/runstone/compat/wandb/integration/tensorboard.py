"""`wandb.tensorboard`: what goes to writers of TensorBoard is recorded, too."""

from __future__ import annotations

import os
from typing import Any

from runstone.compat.wandb import current
from runstone.compat.wandb.of_the_run import need_run
from runstone.sdk.run import Run

_wanted: list[str | None] = []


def patch(
    save: bool = True,
    tensorboard_x: bool | None = None,
    pytorch: bool | None = None,
    root_logdir: str | os.PathLike[str] = "",
) -> None:
    """Record what the writers of this process are given, in the run that is open and in those that will be.

    Args:
        save: accepted; event files are written as before, and stay where they are.
        tensorboard_x, pytorch: accepted; both are listened to.
        root_logdir: the folder that the writers' folders lie in: names of series begin below it.
    """
    root = os.fspath(root_logdir) or None
    _wanted[:] = [root]
    open_run = current.run()
    if open_run is not None:
        begin(open_run.native)


def unpatch() -> None:
    """Runs that begin from now on do not record it; the one that is open does until it ends."""
    _wanted.clear()


def begin(run: Run, asked: bool = False) -> None:
    """Record what writers are given, if `patch` or `asked` says so."""
    if (not _wanted and not asked) or run.disabled:
        return
    from runstone.sdk.capture.tensorboard import sync  # here, since most runs have no TensorBoard beside them

    sync(run, _wanted[0] if _wanted else None)


def log(tf_summary_str_or_pb: Any, history: Any = None, step: int = 0, namespace: str = "", **_: Any) -> None:
    """Log summaries of TensorBoard, as messages or their bytes.

    Args:
        tf_summary_str_or_pb: one of them, or a list.
        history, namespace: accepted; names are those of the summary.
        step: of their values.

    Raises:
        Error: no run is open.
    """
    from runstone.compat.tensorboard.file_writer import FileWriter
    from runstone.compat.tensorboard.target import Target

    writer = FileWriter(target=Target(None, "", need_run("tensorboard.log()").native, True))
    parts = tf_summary_str_or_pb if isinstance(tf_summary_str_or_pb, list | tuple) else [tf_summary_str_or_pb]
    for part in parts:
        writer.add_summary(_Bytes(part) if isinstance(part, bytes) else part, step)


class _Bytes:
    """A message that somebody packed already."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def SerializeToString(self) -> bytes:  # noqa: N802 - theirs
        return self._body
