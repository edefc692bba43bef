"""Which runs a question is about: those of a project that a filter lets through."""

from __future__ import annotations

from typing import Any, Literal

import msgspec
import numpy as np

from runstone.index.columns import Mask
from runstone.index.index import Snapshot
from runstone.query import fields
from runstone.query.filtering import Filter
from runstone.query.language.mongo import parse
from runstone.query.language.syntax import Field

Place = Literal["active", "archived", "bin", "all"]


class Selection(msgspec.Struct, frozen=True):
    """Runs of a project, those under it too if recursive, that meet a filter and lie in a place.

    `filter` is a text of the filter language, or a MongoDB-style document as JSON (docs/filters.md). Active runs are those neither in the
    archive nor in the bin; an archived run that was put into the bin is in the bin alone.
    """

    project: str | None = None
    recursive: bool = True
    filter: str | None = None
    place: Place = "active"


def mask(snapshot: Snapshot, selection: Selection) -> Mask:
    """By key of the run, whether it is selected.

    Raises:
        BadQuery: the filter is wrong; it says where.
    """
    found = fields.present(snapshot)
    if selection.place != "all":
        found = found & fields.lies_in(snapshot, selection.place, len(found))
    if selection.project:
        projects = fields.column(snapshot, Field("run", "project")).resized(len(found))
        wanted, below = selection.project, f"{selection.project}/"
        recursive = selection.recursive
        found = found & projects.passing(
            ("project", wanted, recursive), lambda path: path == wanted or (recursive and path.startswith(below))
        )
    if selection.filter:
        found = found & Filter(snapshot, selection.filter, len(found)).mask(parse(selection.filter))
    return found


def keys(snapshot: Snapshot, selection: Selection) -> np.ndarray[Any, np.dtype[np.int64]]:
    """The keys of the selected runs, ascending."""
    return np.flatnonzero(mask(snapshot, selection))
