"""The bin is emptied: what is gone is seen to be gone."""

from __future__ import annotations

import runstone as rs
from runstone.api import Edit
from runstone.api.editing import EditAsk, edit
from runstone.api.emptying import EmptyAsk, empty
from runstone.edits import removal
from runstone.edits.editor import Editor
from runstone.index.index import Index
from runstone.model.home import Home
from runstone.query.binned import binned

LATER = 2**62


def put_into_bin(index: Index, home: Home, *runs: str) -> None:
    """By somebody who has left since: no journal of these runs is written to any more."""
    for run in runs:
        rs.init("p", run, id=run).finish()
    ada = Editor(home, "ada")
    edit(index, ada, EditAsk(runs=list(runs), changes=Edit(binned=True)))
    ada.close()
    index.refresh(60)


def test_a_run_that_lay_in_the_bin_for_long_is_gone_at_once(index: Index, home: Home) -> None:
    put_into_bin(index, home, "a", "b")
    assert set(empty(index, EmptyAsk()).removed) == {"a", "b"}
    assert binned(index, None, LATER) == []


def test_what_another_process_removed_is_gone_at_the_next_look(index: Index, home: Home) -> None:
    put_into_bin(index, home, "a", "b")
    removal.remove(home, "a")
    index.refresh(60)
    assert [run.id for run in binned(index, None, LATER)] == ["b"]
