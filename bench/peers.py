"""Other trackers, in an environment of their own so that they cannot get in our way."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

VENV = Path(__file__).resolve().parent.parent / ".bench-venv"
PYTHON = VENV / "bin" / "python"
PACKAGES = ("trackio", "wandb==0.31.*", "tensorboardX")


def install() -> str | None:
    """Makes the environment unless it is there; what is in the way of it, if something is."""
    stamp = VENV / ".packages"
    wanted = "\n".join(PACKAGES)
    if stamp.is_file() and stamp.read_text() == wanted:
        return None
    for command in (
        [sys.executable, "-m", "venv", str(VENV)],
        [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", *PACKAGES],
    ):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            return (done.stderr.strip().splitlines() or ["no reason given"])[-1]
    stamp.write_text(wanted)
    return None
