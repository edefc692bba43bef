"""What dual logging maps, each beside the test that runs it: docs/wandb-dual.md has a table of it, written from here by `scripts/wandb_table.py`."""

from __future__ import annotations

from pathlib import Path

import wandb_names
from wandb_names import name

__all__ = ["name", "page"]

FOLDER = Path(__file__).parent / "shim"


def page(text: str) -> str:
    """The page with the table in its place."""
    return wandb_names.page(text, FOLDER)
