"""`runstone agent`: runs the trials of a sweep."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from runstone.agents.agent import agent as work
from runstone.cli.output import terminal
from runstone.cli.place import HomeOption


def agent(
    name: Annotated[str, Parameter(help="The sweep's id.")],
    *,
    count: Annotated[int | None, Parameter(help="At most so many trials.")] = None,
    url: Annotated[
        str | None, Parameter(help="Of a server that has the sweep, where its home is out of reach.")
    ] = None,
    home: HomeOption = None,
) -> None:
    """Run trials of a sweep, each as a program of its own, until there are no more. Start as many agents as there are machines."""
    done = work(name, count=count, dir=home, url=url)
    terminal().print(f"Ran {done} trial{'' if done == 1 else 's'} of {name}.")
