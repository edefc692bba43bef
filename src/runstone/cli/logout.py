"""`runstone logout`: the token of a server is forgotten."""

from __future__ import annotations

import os
from typing import Annotated

from cyclopts import Parameter

from runstone.cli.output import terminal
from runstone.cli.place import HomeOption
from runstone.model.errors import HomeUnusable
from runstone.model.home import Home, default_home
from runstone.sync.credentials import KEY_VARIABLE, forget


def logout(
    url: Annotated[str | None, Parameter(help="The server. Default: RUNSTONE_URL.")] = None,
    /,
    *,
    home: HomeOption = None,
) -> None:
    """Log out: the token of the server is forgotten here (revoke it there, if somebody else may have it), and scripts that log to wandb are no longer
    recorded in the home."""
    out = terminal()
    url = url or os.environ.get("RUNSTONE_URL")
    if url:
        forgotten = forget(url)
        out.print(f"The token of {url} is forgotten." if forgotten else f"No token of {url} was kept.", markup=False)
    place = Home(home or default_home())
    try:
        place.login_path.unlink(missing_ok=True)
    except OSError as error:
        raise HomeUnusable(f"{place.login_path} cannot be removed ({error.strerror}).") from error
    out.print("Scripts that log to wandb are left alone, unless RUNSTONE_WANDB says otherwise.", markup=False)
    if os.environ.get(KEY_VARIABLE):
        out.print(f"{KEY_VARIABLE} is still set: it is shown to servers, and turns dual logging on.", markup=False)
