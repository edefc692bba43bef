"""`runstone stop`: asks runs that go on to end."""

from __future__ import annotations

from runstone.api.editing import EditAsk
from runstone.cli.edit import carry_out
from runstone.cli.place import HomeOption, JsonOption
from runstone.edits.edit import Edit


def stop(runs: list[str], *, home: HomeOption = None, json: JsonOption = False) -> None:
    """Ask runs that go on to end: where they train it is as if somebody pressed Ctrl-C, unless the script has other plans. Runs that are over stay
    as they are.

    Parameters
    ----------
    runs
        Ids, display ids or numbers.
    """
    carry_out(EditAsk(runs=runs, changes=Edit(stop=True)), home, json, "{count} asked to stop.")
