"""`runstone version`: which Runstone this is."""

from __future__ import annotations

import platform

from runstone.cli.place import JsonOption
from runstone.journal.frames import FORMAT_VERSION
from runstone.model.version import VERSION


def version(*, json: JsonOption = False) -> None:
    """Print the version of Runstone, of the journal format it writes, and of Python."""
    facts = {"runstone": VERSION, "journal_format": FORMAT_VERSION, "python": platform.python_version()}
    if json:
        from runstone.cli.output import print_json

        print_json(facts)
    else:
        print(f"runstone {VERSION} (journal format {FORMAT_VERSION}, Python {facts['python']})")
