"""An editor of the home, and what its edits look like to a reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from runstone.edits.edit import Edit
from runstone.edits.editor import Applied, Editor
from runstone.index.index import Index
from runstone.model.home import Home
from runstone.query import runs, standing

Change = Callable[..., Applied]

FACTS = ("name", "project", "notes", "group", "job_type", "colour", "tags", "starred", "archived")


def shown(index: Index, run: str) -> dict[str, Any]:
    """What a reader sees of the facts that people edit."""
    index.refresh(10.0)
    found = runs.get_run(index, run)
    return {**{fact: getattr(found, fact) for fact in FACTS}, "binned": found.binned_time is not None}


@pytest.fixture
def editor(home: Home) -> Iterator[Editor]:
    """An editor."""
    editor = Editor(home, "ada")
    yield editor
    editor.close()


@pytest.fixture
def change(editor: Editor, index: Index) -> Change:
    """Edit runs as they stand: `change(["a1"], name="better")`."""

    def edit(names: list[str], changes: Edit | None = None, **facts: Any) -> Applied:
        index.refresh(10.0)
        wanted = changes or Edit(**facts)
        return editor.apply((found, wanted) for found in standing.of_runs(index, names))

    return edit
