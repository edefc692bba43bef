"""`runstone checkout`: restores the code of a run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from runstone.api.api import Api
from runstone.cli.output import one_line, print_json, terminal
from runstone.cli.place import HomeOption, JsonOption, RunArgument, open_home

_NAMED = 20


def checkout(
    run: RunArgument,
    folder: Path,
    *,
    url: Annotated[str | None, Parameter(help="From a server instead of a home.")] = None,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Restore the source tree that a run ran with: from its snapshot, else from its commit and the diff that was recorded.

    Parameters
    ----------
    folder
        Where to: a folder that is empty or not there yet.
    """
    with Api(url=url) if url is not None else Api(home=open_home(home).path) as api:
        done = api.run(run).checkout(folder)
    if json:
        print_json({**done._asdict(), "folder": str(done.folder)})
        return
    out = terminal()
    out.print(f"{done.files} files of the {done.origin} in {done.folder}", markup=False)
    if done.missing:
        out.print(f"{len(done.missing)} files were not kept:", markup=False)
        for path in done.missing[:_NAMED]:
            out.print(f"  {one_line(path)}", markup=False)
