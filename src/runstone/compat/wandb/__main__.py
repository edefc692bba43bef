"""Run a script or a module whose `import wandb`, and that of the libraries it uses, means this package.

python -m runstone.compat.wandb train.py --epochs 3
python -m runstone.compat.wandb -m package.train --epochs 3
"""

from __future__ import annotations

import os
import runpy
import sys

from runstone.compat.wandb.install import install
from runstone.sdk.exits import WATCH


def main() -> None:
    """Run what the arguments name, with the arguments behind it."""
    arguments = sys.argv[1:]
    is_module = arguments[:1] == ["-m"]
    target = arguments[1:] if is_module else arguments
    if not target or target[0] in ("-h", "--help"):
        print(__doc__)
        return
    install()
    sys.argv = target
    try:
        if is_module:
            sys.path.insert(0, os.getcwd())
            runpy.run_module(target[0], run_name="__main__", alter_sys=True)
        else:
            sys.path[0] = os.path.dirname(os.path.abspath(target[0]))
            runpy.run_path(target[0], run_name="__main__")
    except SystemExit as leaving:
        WATCH.leaving(leaving.code)
        raise


if __name__ == "__main__":
    main()
