"""Write the tables of docs/wandb.md and docs/wandb-dual.md from the tests that run each name: `python scripts/wandb_table.py`."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGES = {"wandb.md": "wandb_names", "wandb-dual.md": "shim_names"}


def main() -> None:
    """Write them."""
    sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]
    for page, names in PAGES.items():
        path = ROOT / "docs" / page
        path.write_text(importlib.import_module(names).page(path.read_text()))


if __name__ == "__main__":
    main()
