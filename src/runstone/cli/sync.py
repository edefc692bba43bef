"""`runstone sync`: a home, brought to another place or taken from one, as far as that lacks something."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from runstone.cli.output import format_bytes
from runstone.cli.place import HomeOption, open_home
from runstone.cli.there import say
from runstone.cli.transfer import watched
from runstone.model.errors import BadValue, DataFault, HomeUnusable, ServerUnusable
from runstone.model.home import Home, default_home

if TYPE_CHECKING:
    from runstone.sync.push import Pushed

_WATCH_SECS = 1.0
_LONGEST_PAUSE_SECS = 30.0


def sync(
    dest: Annotated[
        str | None,
        Parameter(help="Where to: a folder, ssh://user@host/path, s3://bucket/folder, or a server's URL."),
    ] = None,
    /,
    *,
    source: Annotated[
        str | None, Parameter(name="--from", help="Where from, instead: what is there comes into the home.")
    ] = None,
    home: HomeOption = None,
    watch: Annotated[bool, Parameter(negative=(), help="Go on, and bring what comes, until Ctrl-C.")] = False,
) -> None:
    """Bring runs with their media and artifacts to another place, or take them from there: what is missing, as often as you like. What was broken
    off goes on where it stopped."""
    place = dest if source is None else source
    if place is None or (dest is not None and source is not None):
        raise BadValue(
            "Name one place: `runstone sync DEST` brings the home there, `runstone sync --from SOURCE` takes from there."
        )
    own = open_home(home) if source is None else Home(home or default_home())
    if os.path.realpath(place) == os.path.realpath(own.path):
        raise BadValue(f"{place} is the home itself. Nothing was done.")
    pause_secs: float | None = None
    while True:
        try:
            with _bringing(own, place, source is not None) as bring:
                pause_secs = _WATCH_SECS
                _tell(bring(), place, source is not None, is_first=True)
                while watch:
                    time.sleep(_WATCH_SECS)
                    _tell(bring(), place, source is not None, is_first=False)
                return
        except ServerUnusable as error:
            if not watch or pause_secs is None:
                raise
            say(f"{error} Trying again.")
            time.sleep(pause_secs)
            pause_secs = min(2 * pause_secs, _LONGEST_PAUSE_SECS)


@contextmanager
def _bringing(home: Home, place: str, is_from: bool) -> Iterator[Callable[[], Pushed]]:
    """What brings all that is new when it is called."""
    from runstone.sync.gone import Gone
    from runstone.sync.home_replica import HomeReplica
    from runstone.sync.places import open_place
    from runstone.sync.progress import Progress
    from runstone.sync.pull import Pull
    from runstone.sync.push import Push

    with closing(open_place(place)) as replica, watched("From there" if is_from else "There") as on_bytes:
        if is_from:
            yield Pull(replica, home, on_bytes).round
            return
        progress = Progress(home, str(replica))
        with progress.working() as mine:
            if not mine:
                raise HomeUnusable(f"Another process brings {home.path} to {replica} now. Nothing was done.")
            push, own, gone = Push(home, replica, progress, on_bytes), HomeReplica(home), Gone(home)

            def bring() -> Pushed:
                names = list(own.sizes())
                return push.round([*names, *gone.tell(names)])

            yield bring


def _tell(done: Pushed, place: str, is_from: bool, *, is_first: bool) -> None:
    """Say in a line what was done.

    Raises:
        DataFault: something was left out, at the first round.
    """
    if is_first or not done.is_nothing:
        journals = "1 journal" if done.journals == 1 else f"{done.journals:,} journals"
        blobs = "1 blob" if done.blobs == 1 else f"{done.blobs:,} blobs"
        said = f"{journals} ({format_bytes(done.journal_bytes)}) and {blobs} ({format_bytes(done.blob_bytes)})"
        say(f"{said} {'from' if is_from else 'to'} {place}" if not done.is_nothing else f"All of it is there: {place}")
    if is_first and done.faults:
        raise DataFault("Left out, all else is there: " + " ".join(done.faults))
