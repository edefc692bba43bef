"""`wandb.Object3D`."""

from __future__ import annotations

from typing import Any

from runstone.compat.wandb.data_types import Object3D
from runstone.shim.media.file import caption_of, path_of


def to_ours(solid: Any) -> Object3D:
    """The points, the mesh or the scene in its file."""
    return Object3D(path_of(solid), caption_of(solid))
