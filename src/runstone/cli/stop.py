"""`runstone stop`: asks runs that go on to end."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from runstone.api.editing import EditAsk
from runstone.cli.edit import carry_out
from runstone.cli.place import HomeOption, JsonOption
from runstone.edits.edit import Edit


def stop(
    runs: list[str],
    *,
    withdraw: Annotated[
        bool, Parameter(negative=(), help="Take back what was asked before: who did not hear of it goes on.")
    ] = False,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Ask runs that go on to end: where they train it is as if somebody pressed Ctrl-C, unless the script has other plans. Runs that are over stay
    as they are.

    Parameters
    ----------
    runs
        Ids, display ids or numbers.
    """
    said = "{count} asked no longer to stop." if withdraw else "{count} asked to stop."
    carry_out(EditAsk(runs=runs, changes=Edit(stop=not withdraw)), home, json, said)
