"""Write the table of docs/wandb.md from the tests that run each name: `python scripts/wandb_table.py`."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def main() -> None:
    """Write it."""
    sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]
    path = ROOT / "docs" / "wandb.md"
    path.write_text(importlib.import_module("wandb_names").page(path.read_text()))


if __name__ == "__main__":
    main()
