"""The writer below a `SummaryWriter`: for scripts that make protocol buffers themselves, and hand them to it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from runstone.compat.tensorboard.target import Target
from runstone.importers.tensorboard import EventDecoder
from runstone.sdk import guard
from runstone.sdk.capture.tensorboard.translation import Translator


class FileWriter:
    """Takes events and summaries of TensorBoard's protocol buffers, and records what they hold."""

    def __init__(
        self,
        log_dir: Any = None,
        max_queue: int = 10,
        flush_secs: int = 120,
        filename_suffix: str = "",
        *,
        target: Target | None = None,
        **_: Any,
    ) -> None:
        """
        Args:
            log_dir: see `SummaryWriter`.
            max_queue, flush_secs, filename_suffix: accepted; what is added is recorded at once.
            target: of the `SummaryWriter` that this one belongs to.
        """
        self._target = target or Target(str(log_dir) if log_dir else None, "", None, True)
        self._decoder = EventDecoder()

    def get_logdir(self) -> str:
        """The folder that the script named."""
        return self._target.log_dir

    @guard.guarded
    def add_event(self, event: Any, step: int | None = None, walltime: float | None = None) -> None:
        """Record what an `Event` holds."""
        decoded = self._decoder.decode(event.SerializeToString())
        decoded = decoded._replace(
            step=decoded.step if step is None else int(step),
            wall_time_secs=walltime or decoded.wall_time_secs or time.time(),
        )
        Translator(self._target.opened(), self._target.prefixes).take(Path(self._target.log_dir), decoded)

    @guard.guarded
    def add_summary(self, summary: Any, global_step: int | None = None, walltime: float | None = None) -> None:
        """Record what a `Summary` holds."""
        self.add_event(_Event(5, summary.SerializeToString()), global_step or 0, walltime)

    @guard.guarded
    def add_graph(self, graph_profile: Any, walltime: float | None = None) -> None:
        """Record a `GraphDef`; what was measured of its steps is not."""
        self.add_event(_Event(4, graph_profile[0].SerializeToString()), 0, walltime)

    @guard.guarded
    def add_onnx_graph(self, graph: Any, walltime: float | None = None) -> None:
        """Record a `GraphDef` that was made of ONNX."""
        self.add_graph((graph, None), walltime)

    def flush(self) -> None:
        """Nothing is left to do: what was added is recorded."""

    def reopen(self) -> None:
        """Nothing is left to do: what is added after `close` opens the run again."""

    def close(self) -> None:
        """Let go of the run."""
        self._target.close()


class _Event:
    """An `Event` with one field: the bytes of a summary (5) or a graph (4)."""

    def __init__(self, field: int, body: bytes) -> None:
        size, head = len(body), bytearray([field << 3 | 2])
        while size > 0x7F:
            head.append(size & 0x7F | 0x80)
            size >>= 7
        self._data = bytes([*head, size]) + body

    def SerializeToString(self) -> bytes:  # noqa: N802 - theirs
        return self._data
