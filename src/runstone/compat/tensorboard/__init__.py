"""TensorBoard's door: `from runstone.compat.tensorboard import SummaryWriter`, and the script runs as it is, without TensorBoard.

What works, what is better, and what is refused is in `docs/tensorboard.md`. Scripts that keep their own `SummaryWriter` are recorded by
`runstone.init(sync_tensorboard=True)`, or by `sync` of this module.
"""

from __future__ import annotations

from typing import Any

from runstone.compat.tensorboard.file_writer import FileWriter
from runstone.compat.tensorboard.writer import SummaryWriter
from runstone.model.errors import Misuse
from runstone.sdk.capture.tensorboard import sync

__all__ = ["FileWriter", "SummaryWriter", "sync"]

_INSTEAD = {
    "GlobalSummaryWriter": "a SummaryWriter counts steps by itself where none is given, and many may write to one run",
    "RecordWriter": "records lie in the journal of a run (FORMAT.md)",
    "TorchVis": "runs are shown by `runstone ui`",
}


def __getattr__(name: str) -> Any:
    if name in _INSTEAD:
        raise Misuse(f"{name} of tensorboardX is not translated: {_INSTEAD[name]}. Nothing recorded is affected.")
    raise AttributeError(f"module 'runstone.compat.tensorboard' has no attribute {name!r}")
