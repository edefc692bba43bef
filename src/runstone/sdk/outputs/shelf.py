"""The shelf of an output: the versions of one file or folder that a run keeps, with the step and the metric of each."""

from __future__ import annotations

import hashlib
from typing import Any, NamedTuple

from runstone.artifacts.change import Change, change_version, delete_version
from runstone.artifacts.collection import Collection
from runstone.artifacts.found import Found
from runstone.model.collection import Version
from runstone.model.errors import Misuse
from runstone.model.home import Home
from runstone.model.records import Goal
from runstone.sdk.artifacts.artifact import Artifact
from runstone.sdk.artifacts.log import ArtifactLog
from runstone.sdk.outputs.moments import Moment
from runstone.sdk.outputs.retention import Candidate, Retention, ranked
from runstone.sdk.outputs.units import Look, Unit

BEST = "best"
PATH = "output_path"


class Kept(NamedTuple):
    """What was made of a unit."""

    path: str
    version: str
    step: int | None
    metric: str
    value: float | None

    def told(self) -> dict[str, Any]:
        """It as plain values."""
        return self._asdict()


class Shelf:
    """Of one unit. What it has is asked of the collection each time: a resumed run goes on with it."""

    def __init__(self, home: Home, log: ArtifactLog, run: str, retention: Retention) -> None:
        self._home = home
        self._log = log
        self._run = run
        self._retention = retention

    def keep(self, unit: Unit, look: Look, moment: Moment, final: bool) -> Kept | None:
        """Make a version of a unit as it is; None if it changed meanwhile, unless this is the `final` look.

        Raises:
            BadValue: it cannot be read, or changes faster than that.
            HomeUnusable, DataFault, OSError: it could not be kept.
        """
        metadata = {
            PATH: unit.key,
            "written_time": look.mtime_ns // 1000,
            "metric": moment.metric,
            "value": moment.value,
            "goal": moment.goal,
        }
        if unit.is_folder:
            metadata["is_folder"] = True
        if not self._retention.keeps_all:
            metadata["retention"] = {name: count for name, count in self._retention._asdict().items() if count}
        artifact = Artifact(output_name(self._run, unit.key), type=unit.type, metadata=metadata, home=self._home)
        if unit.is_folder:
            artifact.add_dir(unit.path)
        else:
            artifact.add_file(unit.path, unit.path.name)
        if unit.look() != look and not final:
            return None
        found = self._log.log_at(artifact, moment.step)
        self._settle(found, moment.goal)
        return Kept(unit.key, f"v{found.version.number}", moment.step, moment.metric, moment.value)

    def _settle(self, found: Found, goal: Goal) -> None:
        """Call the best one so, and let go of those that are not to be kept."""
        collection = Collection.named(self._home, found.facts.project, found.facts.name)
        try:
            own = [
                (version.number, _candidate(version))
                for version in collection.facts().versions()
                if version.run == self._run
            ]
            doomed = self._retention.doomed(own, goal)
            # Of those that stay: what is called best cannot be deleted.
            best = next(iter(ranked([item for _, item in own if item.id not in doomed], goal)), None)
            if best is not None:
                change_version(collection, best.id, Change(aliases_added=(BEST,)))
            for version in doomed:
                try:
                    delete_version(collection, version)
                except Misuse:
                    continue  # somebody gave it a name of their own
        finally:
            collection.close()


def _candidate(version: Version) -> Candidate:
    value = version.metadata.get("value")
    return Candidate(version.id, float(value) if isinstance(value, int | float) else None)


def output_name(run: str, key: str) -> str:
    """What the artifact of an output is called: the same for the same file of a run."""
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "_.-") else "-" for sign in f"{run}-{key}")
    if plain != f"{run}-{key}".replace("/", "-") or len(plain) > 110 or "-" in key:
        # Two paths whose names become one are told apart.
        plain = f"{plain[:110]}-{hashlib.sha256(key.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"
    return plain
