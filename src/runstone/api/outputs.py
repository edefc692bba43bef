"""The versions of artifacts that runs logged, and which of them may go with the runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from runstone.artifacts.change import delete_version
from runstone.artifacts.collection import Collection
from runstone.index.index import Index
from runstone.model.author import login_name
from runstone.model.collection import LATEST
from runstone.model.errors import Misuse
from runstone.model.home import Home
from runstone.query.artifacts import collections
from runstone.query.artifacts.answers import ArtifactVersionDetail


class Output(NamedTuple):
    """A version that a run logged. `kept_for` says who else relies on it; empty if nobody does."""

    name: str
    collection: str
    version: str
    kept_for: str


def outputs_of(index: Index, runs: Sequence[str]) -> list[Output]:
    """The versions that these runs logged and that are there, each once, in the order of time.

    Args:
        index: of the home.
        runs: their ids.
    """
    logged = {
        item.version.id: None
        for run in runs
        for item in collections.run_artifacts(index, run)
        if item.role == "logged" and not item.version.deleted
    }
    found = [collections.get_version(index, version) for version in logged]
    return [
        Output(f"{row.project}/{row.name}:v{row.number}", row.collection, row.id, _reliance(row, runs)) for row in found
    ]


def delete_outputs(home: Home, outputs: Iterable[Output]) -> int:
    """Delete those that nobody else relies on; one that got an alias meanwhile stays. They can be restored until `runstone gc` has freed their files.

    Returns:
        How many were deleted.

    Raises:
        HomeUnusable, DataFault: see `Collection.write`.
    """
    deleted = 0
    for output in outputs:
        if output.kept_for:
            continue
        collection = Collection(home, output.collection, author=login_name() or "somebody")
        try:
            delete_version(collection, output.version)
            deleted += 1
        except Misuse:
            continue
        finally:
            collection.close()
    return deleted


def _reliance(version: ArtifactVersionDetail, runs: Sequence[str]) -> str:
    others = dict.fromkeys(run.display_id for run in version.runs if run.display_id and run.id not in runs)
    named = [alias for alias in version.aliases if alias != LATEST]
    if others:
        return f"{', '.join(others)} logged or used it"
    if version.links:
        return f"{version.links[0].project}/{version.links[0].name} shows it"
    return f"it is called {', '.join(named)}" if named else ""
