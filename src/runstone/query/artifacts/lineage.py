"""The lineage of runs and versions: what was made of what, as a graph around one of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from runstone.index.index import Snapshot
from runstone.model.errors import BadQuery
from runstone.query.artifacts.answers import ArtifactLineage, LineageEdge, LineageNode
from runstone.query.artifacts.collections import get_version
from runstone.query.asking import question
from runstone.query.runs import find as find_run

MAX_NODES = 5000


class _Place(NamedTuple):
    """A node by what it is called in the index."""

    kind: Literal["run", "version"]
    id: str

    @property
    def name(self) -> str:
        return f"{self.kind}:{self.id}"


class _Edge(NamedTuple):
    source: _Place
    target: _Place
    role: Literal["logged", "used", "linked"]


@question
def lineage(
    snapshot: Snapshot, version: str | None = None, run: str | None = None, depth: int = 100, limit: int = 1000
) -> ArtifactLineage:
    """The graph around a version or a run, nearest nodes first.

    Args:
        snapshot: what is known.
        version: the id of a version.
        run: instead, a run's id, display id or number.
        depth: so many edges from there at most.
        limit: at most so many nodes.

    Raises:
        BadQuery: neither or both were given.
        ArtifactNotFound, RunNotFound: there is no such version or run.
    """
    if (version is None) == (run is None):
        raise BadQuery("The lineage is that of a version or of a run: give one of them.")
    if version is not None:
        start = _Place("version", get_version(snapshot, version).id)
    else:
        start = _Place("run", find_run(snapshot, run or ""))
    found: dict[_Place, bool] = {start: False}
    edges: set[_Edge] = set()
    level, truncated = [start], False
    for _ in range(depth):
        following = []
        for place in level:
            for edge in _edges(snapshot, place):
                other = edge.target if edge.source == place else edge.source
                if other not in found:
                    if len(found) >= min(limit, MAX_NODES):
                        found[place] = truncated = True
                        continue
                    found[other] = False
                    following.append(other)
                edges.add(edge)
        level = following
        if not level:
            break
    for place in level:
        if any((edge.target if edge.source == place else edge.source) not in found for edge in _edges(snapshot, place)):
            found[place] = truncated = True
    nodes = [node for place, more in found.items() for node in _nodes(snapshot, place, more)]
    there = {node.id for node in nodes}
    shown = [
        LineageEdge(edge.source.name, edge.target.name, edge.role)
        for edge in sorted(edges)
        if edge.source.name in there and edge.target.name in there
    ]
    return ArtifactLineage(nodes, shown, truncated)


def _edges(snapshot: Snapshot, place: _Place) -> Iterator[_Edge]:
    execute = snapshot.connection.execute
    if place.kind == "run":
        rows = execute(
            "SELECT version, role FROM version_use WHERE run = (SELECT key FROM run WHERE id = ?)", (place.id,)
        )
        for version, role in rows:
            yield _use(place, _Place("version", version), role)
        return
    rows = execute(
        "SELECT run.id, role FROM version_use JOIN run ON run.key = version_use.run WHERE version = ?", (place.id,)
    )
    for run, role in rows:
        yield _use(_Place("run", run), place, role)
    for (link,) in execute("SELECT id FROM version WHERE source_version = ?", (place.id,)):
        yield _Edge(place, _Place("version", link), "linked")
    for (source,) in execute("SELECT source_version FROM version WHERE id = ? AND source_version <> ''", (place.id,)):
        yield _Edge(_Place("version", source), place, "linked")


def _use(run: _Place, version: _Place, role: str) -> _Edge:
    return _Edge(run, version, "logged") if role == "logged" else _Edge(version, run, "used")


def _nodes(snapshot: Snapshot, place: _Place, more: bool) -> Iterator[LineageNode]:
    if place.kind == "run":
        row = snapshot.connection.execute(
            "SELECT name, project, job_type, state, created_time FROM run WHERE id = ?", (place.id,)
        ).fetchone()
        if row is not None:
            label, project, group, state, time = row
            yield LineageNode(place.name, "run", label, project, group or "", state, time, more)
        return
    row = snapshot.connection.execute(
        "SELECT collection.name || ':v' || number, project, type, iif(deleted, 'deleted', 'committed'), version.created_time"
        " FROM version JOIN collection ON collection.id = version.collection WHERE version.id = ?",
        (place.id,),
    ).fetchone()
    if row is not None:
        label, project, group, state, time = row
        yield LineageNode(place.name, "version", label, project, group, state, time, more)
