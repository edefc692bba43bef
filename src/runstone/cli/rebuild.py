"""`runstone rebuild`: the index made anew from the journals."""

from __future__ import annotations

import time

from runstone.cli.output import terminal
from runstone.cli.place import HomeOption, open_home
from runstone.index.index import Index
from runstone.journal.numbering import read_numbering
from runstone.journal.registry import Entry, Registry
from runstone.model.errors import DataFault
from runstone.model.home import Home
from runstone.model.records import Started


def rebuild(*, home: HomeOption = None) -> None:
    """Make the index anew from the journals, and the registry if it is gone. Nothing recorded is touched."""
    place = open_home(home)
    out = terminal()
    if not place.registry_path.exists():
        entries = list(_entries(place))
        Registry(place).restore(entries)
        out.print(f"The registry was gone; it lists {len(entries)} runs again.")
    began = time.monotonic()
    with out.status("reading the journals"):
        Index(place).rebuild()
    out.print(f"The index of {len(place.run_ids())} runs was made anew in {time.monotonic() - began:.1f} s.")


def _entries(home: Home) -> list[Entry]:
    from runstone.journal.reader import JournalReader

    entries = []
    for run in home.run_ids():
        for path in home.journals(run)[:1]:
            try:
                started = next(
                    record
                    for piece in JournalReader(path).pieces()
                    for record in piece.records
                    if isinstance(record, Started)
                )
            except (StopIteration, DataFault):
                continue
            numbered = [found for found in map(read_numbering, home.journals(run)) if found is not None]
            called = max(numbered, key=lambda found: found.time, default=started)
            entries.append(Entry(called.number, called.display_id, run, started.project))
    return entries
