"""What scripts said about their metrics (`define_metric`), as questions need it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from runstone.index.index import Snapshot
from runstone.model.definitions import Definition, Rules
from runstone.query.lineage import to_json

# Runs of one script say the same: beyond so many scripts the older ones have no say.
_MOST_SCRIPTS = 50

_OF_RUNS = """
SELECT definitions_doc, max(created_time) FROM defined JOIN run ON run.key = defined.run
WHERE run.id IN (SELECT value FROM json_each(?)) GROUP BY definitions_doc ORDER BY max(created_time) DESC LIMIT ?
"""


class Consensus:
    """The definitions of several runs: of a metric what the newest run says that says something of it."""

    def __init__(self, snapshot: Snapshot, ids: Sequence[str]) -> None:
        rows = snapshot.connection.execute(_OF_RUNS, (to_json(ids), _MOST_SCRIPTS))
        self._rules = [_rules(document) for document, _ in rows]

    def of(self, metric: str) -> Definition:
        """What holds for a metric."""
        nothing = Definition(metric)
        found = (rules.of(metric) for rules in self._rules)
        return next((definition for definition in found if definition != nothing), nothing)


def rules_of(snapshot: Snapshot, ids: Sequence[str]) -> dict[str, Rules]:
    """The rules of each run that has any."""
    rows = snapshot.connection.execute(
        "SELECT run.id, definitions_doc FROM defined JOIN run ON run.key = defined.run"
        " WHERE run.id IN (SELECT value FROM json_each(?))",
        (to_json(ids),),
    )
    return {run: _rules(document) for run, document in rows}


def _rules(document: bytes) -> Rules:
    return Rules(msgspec.msgpack.decode(document, type=list[Definition]))
