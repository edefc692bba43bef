"""`runstone sweep`: makes a sweep of a file, lists and shows sweeps, pauses and ends them."""

from __future__ import annotations

import json as json_format
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from runstone.agents.sweep import sweep as make_sweep
from runstone.api.api import Api
from runstone.api.stored_sweep import StoredSweep
from runstone.cli.columns import Column, print_columns
from runstone.cli.output import format_moment, format_value, one_line, print_json, terminal
from runstone.cli.place import HomeOption, JsonOption
from runstone.compat.wandb.plain_yaml import read_yaml
from runstone.model.errors import BadValue
from runstone.model.home import Home, default_home
from runstone.query.sweeps.answers import Sweep, SweepDetail, Trial

sweep = App(
    name="sweep",
    help="Make a sweep of a file, list and show sweeps, pause and end them.",
    help_format="plaintext",
    version_flags=[],
)

Id = Annotated[str, Parameter(help="The sweep's id.")]
UrlOption = Annotated[str | None, Parameter(help="Of a server, instead of a home.")]


@sweep.default
def make(
    file: Annotated[Path, Parameter(help="The definition, YAML or JSON.")],
    *,
    project: Annotated[str | None, Parameter(help="Of its runs; by default what the file says.")] = None,
    prior_run: Annotated[list[str], Parameter(help="The id of a run to learn from, too; may repeat.")] = [],  # noqa: B006
    url: UrlOption = None,
    home: HomeOption = None,
) -> None:
    """Make a sweep of a file, and print its id."""
    made = make_sweep(read_file(file), project, prior_run, dir=home, url=url)
    terminal().print(made)


def read_file(path: Path) -> object:
    """What a file of a definition holds.

    Raises:
        BadValue: it is not there, or no YAML or JSON.
    """
    try:
        text = path.read_text(encoding="utf-8")
        return json_format.loads(text) if path.suffix == ".json" else read_yaml(text)
    except OSError as error:
        raise BadValue(f"{path} cannot be read ({error.strerror}). No sweep was made.") from error
    except ValueError as error:
        raise BadValue(f"{path} cannot be understood: {error}. No sweep was made.") from error


@sweep.command
def ls(
    project: Annotated[str | None, Parameter(help="Only of this project and those under it.")] = None,
    *,
    url: UrlOption = None,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """List sweeps, the newest first."""
    with _api(home, url) as api:
        found: list[Sweep] = [each.detail for each in api.sweeps(project)]
    if json:
        print_json(found)
        return
    if not found:
        terminal().print(
            "There are no sweeps. `runstone sweep FILE` makes one; docs/sweeps.md tells what stands in it."
        )
        return
    print_columns(
        terminal(),
        [
            Column("sweep", [row.id for row in found]),
            Column("name", [one_line(row.name) for row in found], rank=2),
            Column("project", [row.project for row in found], rank=1),
            Column("method", [row.method for row in found], rank=3),
            Column("state", [row.state for row in found]),
            Column("trials", [_trials(row) for row in found], is_number=True),
            Column("metric", [row.metric.name if row.metric else "" for row in found], rank=4),
            Column("best", [format_value(row.best.value) if row.best else "" for row in found], is_number=True),
            Column("made", [format_moment(row.created_time) for row in found], rank=5),
        ],
    )


@sweep.command
def show(name: Id, *, url: UrlOption = None, home: HomeOption = None, json: JsonOption = False) -> None:
    """Print a sweep with its trials, the best first."""
    with _api(home, url) as api:
        found = api.sweep(name).detail
    if json:
        print_json(found)
        return
    out = terminal()
    out.print(f"{found.name}  {found.method} in {found.project}, {found.state}{_because(found)}", markup=False)
    if found.metric is not None:
        out.print(f"{found.metric.goal} {found.metric.name}, {_trials(found)} trials", markup=False)
    for each in found.importance:
        direction = "" if each.correlation is None else f", correlation {each.correlation:+.2f}"
        out.print(f"  {each.key}: importance {each.importance:.2f}{direction}", markup=False)
    if not found.all_trials:
        out.print(f"No trials yet. `runstone agent {found.id}` runs some.")
        return
    rows = sorted(found.all_trials, key=lambda trial: _place(found, trial))
    keys = [parameter.key for parameter in found.parameters]
    print_columns(
        out,
        [
            Column("trial", [str(row.number) for row in rows], is_number=True),
            Column("run", [row.display_id or row.run for row in rows]),
            Column("state", [row.state for row in rows]),
            Column("value", [format_value(row.value) for row in rows], is_number=True),
            *(
                Column(key, [format_value(row.params.get(key)) for row in rows], rank=at + 1)
                for at, key in enumerate(keys)
            ),
        ],
    )


@sweep.command
def pause(name: Id, *, url: UrlOption = None, home: HomeOption = None) -> None:
    """Begin no more trials for now; those that run go on."""
    _change(name, home, url, "pause")


@sweep.command
def resume(name: Id, *, url: UrlOption = None, home: HomeOption = None) -> None:
    """Go on after a pause or a stop."""
    _change(name, home, url, "resume")


@sweep.command
def stop(
    name: Id,
    trial: Annotated[int | None, Parameter(help="End this trial alone, before it is through.")] = None,
    *,
    url: UrlOption = None,
    home: HomeOption = None,
) -> None:
    """Begin no more trials; those that run go on to their end."""
    if trial is None:
        _change(name, home, url, "stop")
        return
    with _api(home, url) as api:
        api.sweep(name).stop_trial(trial)
    terminal().print(f"Trial {trial} of {name} was asked to end.")


@sweep.command
def cancel(name: Id, *, url: UrlOption = None, home: HomeOption = None) -> None:
    """Begin no more trials, and end those that run. That is for good."""
    _change(name, home, url, "cancel")


def _change(name: str, home: Path | None, url: str | None, verb: str) -> None:
    with _api(home, url) as api:
        found: StoredSweep = api.sweep(name)
        getattr(found, verb)()
        terminal().print(f"{name} is {found.state}.")


def _api(home: Path | None, url: str | None) -> Api:
    return Api(url=url) if url is not None else Api(home=Home(home or default_home()).path)


def _trials(row: Sweep) -> str:
    return f"{row.trials}" if row.planned is None else f"{row.trials} of {row.planned}"


def _because(found: SweepDetail) -> str:
    return f" ({found.reason})" if found.reason else ""


def _place(found: SweepDetail, trial: Trial) -> tuple[bool, float, int]:
    """The best first; those without a value last."""
    if trial.value is None or found.metric is None:
        return True, 0.0, trial.number
    return False, trial.value if found.metric.goal == "minimize" else -trial.value, trial.number
