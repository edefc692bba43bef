"""`runstone data`: which data runs work with, and how it differs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from runstone.api.api import Api
from runstone.cli.columns import Column, print_columns
from runstone.cli.output import format_bytes, format_moment, one_line, print_json, terminal
from runstone.cli.place import HomeOption, JsonOption, open_home
from runstone.model.errors import Misuse
from runstone.query.answers.data import DataUse
from runstone.query.data import same_data

data = App(name="data", help="Which data runs work with, and how it differs.")

_DIGEST_SIGNS = 12
UrlOption = Annotated[str | None, Parameter(name="--url", help="From a server instead of a home.")]


@data.command
def ls(project: str | None = None, *, url: UrlOption = None, home: HomeOption = None, json: JsonOption = False) -> None:
    """List the datasets and pretrained models of runs: what is the same data is one line.

    Parameters
    ----------
    project
        Only of runs in this project and below it.
    """
    with _api(home, url) as api:
        groups = same_data(api.data(project))
    if json:
        print_json(groups)
        return
    if not groups:
        terminal().print("No run said which data it works with. run.log_dataset() and run.log_pretrained() do.")
        return
    print_columns(
        terminal(),
        [
            Column("data", [one_line(group.name) for group in groups]),
            Column("role", [group.role for group in groups], rank=1),
            Column("runs", [str(group.runs) for group in groups], is_number=True),
            Column(
                "files", ["" if group.file_count is None else str(group.file_count) for group in groups], is_number=True
            ),
            Column(
                "size",
                ["" if group.size_bytes is None else format_bytes(group.size_bytes) for group in groups],
                is_number=True,
            ),
            Column("known", [group.known for group in groups]),
            Column("digest", [group.digest[:_DIGEST_SIGNS] for group in groups]),
            Column("last used", [format_moment(group.uses[0].time) for group in groups], rank=2),
        ],
    )


@data.command
def show(what: str, *, url: UrlOption = None, home: HomeOption = None, json: JsonOption = False) -> None:
    """Which runs use some data.

    Parameters
    ----------
    what
        Its name, or the beginning of its digest.
    """
    with _api(home, url) as api:
        uses = api.data(name=what) or (api.data(digest=what) if len(what) >= 4 else [])
    if not uses:
        raise Misuse(
            f"No run works with data that is called {what!r} or has such a digest. `runstone data ls` lists all."
        )
    if json:
        print_json(uses)
        return
    print_columns(
        terminal(),
        [
            Column("run", [use.display_id for use in uses]),
            Column("name", [one_line(use.run_name) for use in uses], rank=2),
            Column("context", [use.context for use in uses]),
            Column("known", [use.known for use in uses]),
            Column("digest", [use.digests.get(use.known, "")[:_DIGEST_SIGNS] for use in uses]),
            Column("saved", ["yes" if use.saved else "" for use in uses], rank=1),
            Column("where", [one_line(use.uri) for use in uses]),
        ],
    )


@data.command
def diff(
    before: str,
    after: str,
    *,
    name: Annotated[str | None, Parameter(help="Which data, where a run has several.")] = None,
    url: UrlOption = None,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Which files were added, changed or gone between the data of two runs, or between two digests.

    Parameters
    ----------
    before, after
        A run, or the beginning of a digest.
    """
    with _api(home, url) as api:
        old, new = _one(api, before, name), _one(api, after, name)
        changes = api.data_diff(old, new)
    if json:
        print_json([change._asdict() for change in changes])
        return
    out = terminal()
    for change in changes:
        sign = {"added": "+", "gone": "-", "changed": "~"}[change.kind]
        sizes = [format_bytes(facts.size_bytes) for facts in (change.before, change.after) if facts]
        unsure = "" if change.sure else "  (only the time differs)"
        out.print(f"{sign} {one_line(change.path)}  {' → '.join(sizes)}{unsure}", markup=False)
    if not changes:
        out.print("No file differs.")


def _one(api: Api, what: str, name: str | None) -> DataUse:
    uses = api.data(digest=what, name=name) if len(what) >= 4 else []
    if not uses:
        uses = api.data(run=api.run(what).id, name=name)
    digests = {(use.role, use.name) for use in uses}
    if len(digests) > 1 and not all(what in use.digests.get("full", "") for use in uses):
        names = ", ".join(sorted(found for _, found in digests))
        raise Misuse(f"{what} has several: {names}. Say which by --name.")
    if not uses:
        raise Misuse(f"{what} names no data{f' that is called {name}' if name else ''}. `runstone data ls` lists all.")
    return uses[0]


def _api(home: Path | None, url: str | None) -> Api:
    return Api(url=url) if url is not None else Api(home=open_home(home).path)
