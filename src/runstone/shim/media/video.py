"""`wandb.Video`."""

from __future__ import annotations

from typing import Any

from runstone.compat.wandb.data_types import Video
from runstone.shim.media.file import caption_of, path_of


def to_ours(video: Any) -> Video:
    """The film file."""
    return Video(path_of(video), caption=caption_of(video))
