"""The file of a medium of wandb's."""

from __future__ import annotations

import os
from typing import Any

from runstone.model.errors import BadValue


def path_of(media: Any) -> str:
    """Where the file lies that wandb wrote or was given.

    Raises:
        BadValue: it lies elsewhere, or is gone.
    """
    path = getattr(media, "_path", None)
    if not path or not os.path.isfile(path):
        kind = type(media).__name__
        raise BadValue(f"the file of a wandb.{kind} ({path or 'none'}) is not on this machine, so only wandb has it.")
    return str(path)


def caption_of(media: Any) -> str | None:
    """What is shown below it."""
    caption = getattr(media, "_caption", None)
    return None if caption is None else str(caption)
