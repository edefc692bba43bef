"""`wandb.Html`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from runstone.compat.wandb.data_types import Html
from runstone.shim.media.file import path_of


def to_ours(html: Any) -> Html:
    """The page, as wandb wrote it."""
    return Html(Path(path_of(html)))
