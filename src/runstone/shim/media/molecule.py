"""`wandb.Molecule`."""

from __future__ import annotations

from typing import Any

from runstone.compat.wandb.data_types import Molecule
from runstone.shim.media.file import caption_of, path_of


def to_ours(molecule: Any) -> Molecule:
    """The file of the molecule."""
    return Molecule(path_of(molecule), caption_of(molecule))
