"""`runstone rerun`: does a run again from its code, command, random numbers and packages, and compares."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Annotated, Any

import msgspec
from cyclopts import Parameter

from runstone.api.api import Api
from runstone.api.run import StoredRun
from runstone.cli.columns import Column, print_columns
from runstone.cli.output import format_value, one_line, print_json, terminal
from runstone.cli.place import HomeOption, JsonOption, RunArgument, open_home, open_index
from runstone.model.errors import Misuse
from runstone.model.ids import new_run_id
from runstone.query.answers.compare import Repeat
from runstone.query.compare.repeat import RepeatAsk, repeat
from runstone.snapshots.replay import Replay, lock, package_differences, plan

_SAID = {
    "same": "the same: every point of every metric",
    "within_noise": "within noise: other values, but no more apart than noise brings about",
    "unknown": "not the same, and too few points to tell noise from a difference",
    "differs": "different",
}
_NAMED = 10
LOCK = "requirements.lock.txt"


def rerun(
    run: RunArgument,
    *,
    folder: Annotated[
        Path | None, Parameter(help="Where to restore the code: empty or not there. Default: a new one.")
    ] = None,
    python: Annotated[str | None, Parameter(help="The interpreter. Default: that of the run, if it is here.")] = None,
    install: Annotated[
        bool, Parameter(negative=(), help="Make an environment with the packages that the run had, by pip.")
    ] = False,
    metric: Annotated[
        list[str] | None,
        Parameter(help="Compare only these: names or patterns; may repeat. Leave out what measures time."),
    ] = None,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Do a run again and tell whether it did the same: its code in a folder of its own, its command, random numbers and packages.

    The new run lies beside the first, with a tag that says which one it repeats. The exit code is 1 if they differ.
    """
    place = open_home(home)
    out = terminal()
    with Api(home=place.path) as api:
        original = api.run(run)
        target = folder or Path(tempfile.mkdtemp(prefix="runstone-rerun-"))
        replay = _prepare(original, target, python, install)
    requirements = lock(original.detail.environment)
    if not json:
        out.print(f"{original.display_id} again, in {target}", markup=False)
        for line in replay.differences[:_NAMED]:
            out.print(f"  other than then: {one_line(line)}", markup=False)
        if len(replay.differences) > _NAMED:
            more = len(replay.differences) - _NAMED
            out.print(f"  and {more} more; {target / LOCK} has the packages, --install installs them", markup=False)
    if requirements:
        (target / LOCK).write_text(requirements)
    repeated = new_run_id()
    exit_code = _carry_out(replay, place.path, original.id, repeated, quiet=json)
    index = open_index(place.path)
    if repeated not in place.run_ids():
        raise Misuse(
            f"The command began no run (exit code {exit_code}), so there is nothing to compare. Its folder is {target}."
        )
    found = repeat(index, RepeatAsk(original.id, repeated, tuple(metric or ())))
    if json:
        print_json(
            {
                **msgspec.to_builtins(found),
                "run": repeated,
                "folder": str(target),
                "exit_code": exit_code,
                "differences": replay.differences,
            }
        )
    else:
        _tell(found, repeated, exit_code)
    if found.verdict == "differs" or exit_code:
        sys.exit(1)


def _prepare(original: StoredRun, target: Path, python: str | None, install: bool) -> Replay:
    environment = original.detail.environment
    code = target / "code"
    done = original.checkout(code)
    root = environment["code"]["root"] if done.origin == "snapshot" else environment["git"]["root"]
    if install:
        python = _environment(target, environment)
    replay = plan(environment, root, code, python)
    differences = [*replay.differences, *(f"{path} was not kept" for path in done.missing)]
    if environment.get("packages"):
        differences += package_differences(environment["packages"], _installed(replay.command[0]))
    return replay._replace(differences=differences)


def _environment(target: Path, environment: dict[str, Any]) -> str:
    """A virtual environment with the packages of the run. Runstone itself comes from where it runs now."""
    if not environment.get("packages"):
        raise Misuse("The packages of the run were not recorded, so none can be installed. Leave out --install.")
    folder = target / "venv"
    (target / LOCK).write_text(lock(environment))
    python = str(folder / "bin" / "python")
    for words in (
        [sys.executable, "-m", "venv", str(folder)],
        [python, "-m", "pip", "install", "--quiet", "--no-deps", "-r", str(target / LOCK)],
    ):
        if subprocess.run(words, check=False).returncode != 0:
            raise Misuse(
                f"{' '.join(words)} failed, so the packages of the run could not be installed. Nothing was run."
            )
    return python


def _installed(python: str) -> dict[str, str]:
    """What is installed for an interpreter, as the capture of packages would tell."""
    asked = "import json; from runstone.sdk.capture.packages import installed; print(json.dumps(installed()))"
    done = subprocess.run([python, "-c", asked], env=_environ(), capture_output=True, check=False)
    return msgspec.json.decode(done.stdout, type=dict[str, str]) if done.returncode == 0 else {}


def _carry_out(replay: Replay, home: Path, original: str, repeated: str, quiet: bool) -> int:
    variables = {
        "RUNSTONE_DIR": str(home),
        "RUNSTONE_MODE": "local",
        "RUNSTONE_RUN_ID": repeated,
        "RUNSTONE_RERUN_OF": original,
    }
    output = subprocess.DEVNULL if quiet else None
    done = subprocess.run(
        replay.command, cwd=replay.cwd, env={**_environ(), **replay.variables, **variables}, stdout=output, check=False
    )
    return done.returncode


def _environ() -> dict[str, str]:
    """The variables of this process, with this Runstone to be found by whatever interpreter."""
    here = str(Path(__file__).parents[2])
    before = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": f"{before}{os.pathsep}{here}" if before else here}


def _tell(found: Repeat, repeated: str, exit_code: int) -> None:
    out = terminal()
    if exit_code:
        out.print(f"The command ended with exit code {exit_code}.")
    worst = found.metrics[0] if found.metrics else None
    where = f" from step {worst.step} on ({worst.name})" if worst is not None and worst.step is not None else ""
    out.print(f"{repeated} is {_SAID[found.verdict]}{where}", markup=False)
    apart = [metric for metric in found.metrics if metric.verdict != "same"]
    if apart:
        steps = ["" if metric.first_difference is None else str(metric.first_difference) for metric in apart]
        print_columns(
            out,
            [
                Column("metric", [metric.name for metric in apart]),
                Column("verdict", [metric.verdict for metric in apart]),
                Column("first other value", steps, is_number=True),
                Column("apart from", ["" if item.step is None else str(item.step) for item in apart], is_number=True),
                Column("difference", [format_value(item.difference) for item in apart], is_number=True, rank=1),
                Column("note", [metric.note for metric in apart], rank=2),
            ],
        )
