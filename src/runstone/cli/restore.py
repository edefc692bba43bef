"""`runstone restore`: takes runs out of the bin."""

from __future__ import annotations

from runstone.api.editing import EditAsk
from runstone.cli.edit import carry_out
from runstone.cli.place import HomeOption, JsonOption
from runstone.edits.edit import Edit


def restore(runs: list[str], *, home: HomeOption = None, json: JsonOption = False) -> None:
    """Take runs out of the bin; they go back to where they were.

    Parameters
    ----------
    runs
        Ids, display ids or numbers.
    """
    carry_out(EditAsk(runs=runs, changes=Edit(binned=False)), home, json, "{count} taken out of the bin.")
