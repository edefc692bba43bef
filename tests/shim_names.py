"""What dual logging maps, each beside the test that runs it: docs/wandb-dual.md has a table of it, written from here by `scripts/wandb_table.py`."""

from __future__ import annotations

from pathlib import Path

from wandb_names import name

__all__ = ["name"]

FOLDER = Path(__file__).parent / "shim"
