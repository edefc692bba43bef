"""`runstone share`: a link by which somebody without a login looks at runs, or at a project."""

from __future__ import annotations

import sys
from typing import Annotated

from cyclopts import Parameter

from runstone.cli.accounts import accounts_of, note
from runstone.cli.output import format_moment
from runstone.cli.place import HomeOption, open_index
from runstone.model.errors import BadValue, Misuse, RunNotFound

_FOR_EVER = "never"


def share(
    what: Annotated[list[str], Parameter(help="A run, several runs, or one project with all below it.")],
    *,
    expires: Annotated[str, Parameter(help="How long the link holds: 1h, 7d; `never` for until it is revoked.")] = "7d",
    label: Annotated[str, Parameter(help="What it is for.")] = "",
    url: Annotated[
        str | None, Parameter(help="Where people reach the server; by default where it listens, if it runs.")
    ] = None,
    home: HomeOption = None,
) -> None:
    """Print a share link to `runstone serve`, on the machine of its home. Nobody can show it again."""
    from runstone.query import projects, runs
    from runstone.query.language.moments import parse_duration
    from runstone.server.instance import running
    from runstone.server.shared import place_of

    lives_secs = None if expires == _FOR_EVER else parse_duration(expires)
    if expires != _FOR_EVER and lives_secs is None:
        raise BadValue(f"{expires!r} is no length of time: say 1h, 7d or never. Nothing was made.")
    index = open_index(home)
    ids: list[str] = []
    try:
        found = [runs.get_run(index, runs.find(index, name)) for name in what]
        ids, project = [run.id for run in found], found[0].project
    except RunNotFound:
        (project, *more) = what
        known = [one.project for one in projects.list_projects(index)]
        if more or not any(one == project or one.startswith(f"{project}/") for one in known):
            raise
    server = running(index.home)
    base = url or (server.url if server is not None else None)
    with accounts_of(home) as accounts:
        if not accounts.users.known():
            raise Misuse(
                "Nobody can open a link to this home: it has no server with users. `runstone serve` begins one; nothing was made."
            )
        made = accounts.shares.create(None, project=project, runs=ids, label=label, lives_secs=lives_secs)
        ends = accounts.shares.get(made.id).expires_time
        note(accounts, "share_created", made.id, f"to {', '.join(ids) or project}")
    if base is None:
        print("runstone: put the address of your server before it, or name it by --url.", file=sys.stderr)
    print(f"{base.rstrip('/')}/{place_of(made.id)}#{made.secret}" if base else f"/{place_of(made.id)}#{made.secret}")
    until = "until it is revoked" if ends is None else f"until {format_moment(ends)}"
    print(f"holds {until}; `runstone unshare {made.id}` ends it", file=sys.stderr)
