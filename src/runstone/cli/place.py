"""The options that most verbs share, and the home that they mean."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from runstone.model.errors import HomeUnusable
from runstone.model.home import Home, default_home

if TYPE_CHECKING:
    from runstone.index.index import Index

# Another process may be reading years of journals for the first time.
_WAIT_SECS = 30.0

RunArgument = Annotated[str, Parameter(help="Its id, display id (CVR-42) or number.")]
BackupPlace = Annotated[str, Parameter(help="A folder, ssh://user@host/path or s3://bucket/folder.")]
HomeOption = Annotated[Path | None, Parameter(name="--home", help="The home. Default: RUNSTONE_DIR, else ~/.runstone.")]
JsonOption = Annotated[bool, Parameter(name="--json", negative=(), help="Print JSON.")]


def open_home(path: Path | None) -> Home:
    """The home that a verb works on.

    Raises:
        HomeUnusable: there is none.
    """
    home = Home(path or default_home())
    if not home.runs_path.is_dir():
        raise HomeUnusable(
            f"There are no runs in {home.path} yet. Record one with runstone.init(), or name another home by --home or RUNSTONE_DIR."
        )
    return home


def open_index(path: Path | None) -> Index:
    """The index of the home that a verb reads, caught up with the journals.

    Raises:
        HomeUnusable: there is no home, or no place for its index.
    """
    from runstone.index.index import Index  # not for verbs that only want the options above: it brings NumPy and SQLite

    index = Index(open_home(path))
    index.refresh(_WAIT_SECS)
    return index
