"""`runstone ui FOLDER` and `runstone import FOLDER`: runs that another tracker wrote."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from runstone.cli.output import format_bytes, terminal
from runstone.cli.place import HomeOption
from runstone.model.errors import HomeUnusable
from runstone.model.home import Home, HomeCopy, default_home

_LOOK_SECS = 1.0


def import_(
    folder: Annotated[Path, Parameter(help="A folder that Runicorn recorded in: its storage root, or a part of it.")],
    /,
    *,
    home: HomeOption = None,
) -> None:
    """Bring the runs of a Runicorn folder into the home. Doing it twice changes nothing; what came since comes, too."""
    from runstone.importers.runicorn import is_runicorn_folder
    from runstone.sync.importing import Importing

    if not is_runicorn_folder(folder):
        raise HomeUnusable(f"There are no runs of Runicorn in {folder}. Name its storage root, such as .runicorn.")
    place = Home(home or default_home())
    done = Importing(folder, place).round()
    said = f"{done.runs} run{'' if done.runs == 1 else 's'}, {format_bytes(done.size_bytes)}, into {place.path}"
    if done.broken:
        said += f"; {done.broken} line{'' if done.broken == 1 else 's'} or files could not be read"
    terminal().print(said, soft_wrap=True, markup=False)
    for fault in done.faults:
        terminal().print(fault, soft_wrap=True, markup=False)


@contextmanager
def opened(folder: Path) -> Iterator[Home]:
    """A Runicorn folder as a home in this user's cache, for reading, kept up with for as long as this lasts. The folder stays untouched.

    Raises:
        HomeUnusable: the cache cannot be written.
    """
    from runstone.sync.importing import Importing

    cache = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "runstone" / "folders"
    path = os.path.abspath(folder)
    home = HomeCopy(cache / sha256(os.fsencode(path)).hexdigest()[:16], path)
    try:
        home.runs_path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise HomeUnusable(
            f"{home.path} cannot be written ({error.strerror}). Set XDG_CACHE_HOME to another place."
        ) from error
    ended = threading.Event()

    def follow() -> None:
        importing = Importing(folder, home)
        trouble = ""
        while not ended.is_set():
            try:
                faults = importing.round().faults
            except HomeUnusable as error:
                faults = (str(error),)
            if faults and faults[0] != trouble:
                trouble = faults[0]
                terminal().print(trouble, soft_wrap=True, markup=False)
            ended.wait(_LOOK_SECS)

    thread = threading.Thread(target=follow, name="runstone-folder", daemon=True)
    thread.start()
    try:
        yield home
    finally:
        ended.set()
        thread.join()
