"""`runstone demo`: small real models learn while somebody watches."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from runstone.cli.output import terminal
from runstone.cli.ui import UI_PORT, ui
from runstone.journal import lock
from runstone.model.errors import MissingDependency, Misuse, RunstoneError
from runstone.model.home import Home

_SCRIPT = Path("examples/digits.py")
_MARK = "demo"


def demo(
    *,
    open_browser: Annotated[bool, Parameter(name="--open", help="Open a browser, where there is a screen.")] = True,
    port: int = UI_PORT,
    home: Annotated[Path | None, Parameter(help="Where the runs go; made anew each time.")] = None,
    live_epochs: Annotated[
        int, Parameter(help="How long the two runs take that one can watch: about ten seconds an epoch.")
    ] = 60,
) -> None:
    """Train on handwritten digits (12 runs, and 2 long ones to watch), and open the UI on them. Ctrl-C ends it all.

    Parameters
    ----------
    port
        The first port to try.
    """
    if importlib.util.find_spec("sklearn") is None:
        raise MissingDependency("scikit-learn", "`runstone demo`", "runstone[demo]")
    script = _script()
    place = _fresh_home(home)
    log_path = place.path / "training.log"
    with open(log_path, "wb") as log:
        training = subprocess.Popen(
            [sys.executable, str(script), "--live-epochs", str(live_epochs)],
            env={**os.environ, "RUNSTONE_DIR": str(place.path), "OMP_NUM_THREADS": "1"},
            stdout=log,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            # A group of its own: Ctrl-C in the terminal reaches only us, and we end the training with all its children.
            start_new_session=True,
        )
    terminal().print(f"Training on handwritten digits into {place.path}; what it prints is in {log_path.name} there.")
    try:
        ui(home=place.path, port=port, open_browser=open_browser)
    finally:
        if training.poll() is None:
            os.killpg(training.pid, signal.SIGTERM)
            training.wait()


def _script() -> Path:
    """The training script: in the package, or in the checkout that the package lies in."""
    package = Path(__file__).parents[1]
    for folder in (package, package.parents[1]):
        if (folder / _SCRIPT).exists():
            return folder / _SCRIPT
    raise Misuse(
        f"{_SCRIPT} is not part of this installation. Install Runstone again, or run `make demo` in a checkout."
    )


def _fresh_home(path: Path | None) -> Home:
    """An empty home that is ours: one of an earlier demo is emptied, another folder is never touched."""
    checkout = Path(__file__).parents[3]
    home = Home(path or (checkout / ".demo" if (checkout / _SCRIPT).exists() else Path("~/.runstone-demo")))
    if home.path.exists() and any(home.path.iterdir()):
        if not (home.path / _MARK).exists():
            raise Misuse(
                f"{home.path} is no home of an earlier demo. Nothing was touched. Name another folder by --home."
            )
        if any(lock.is_held(journal) for run in home.run_ids() for journal in home.journals(run)):
            raise RunstoneError(
                f"A demo is training into {home.path} already. End it with Ctrl-C there, or use --home."
            )
        shutil.rmtree(home.path)
    home.runs_path.mkdir(parents=True)
    (home.path / _MARK).touch()
    return home
