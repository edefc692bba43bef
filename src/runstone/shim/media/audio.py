"""`wandb.Audio`."""

from __future__ import annotations

from typing import Any

from runstone.compat.wandb.data_types import Audio
from runstone.shim.media.file import caption_of, path_of


def to_ours(audio: Any) -> Audio:
    """The sound file."""
    return Audio(path_of(audio), caption=caption_of(audio))
