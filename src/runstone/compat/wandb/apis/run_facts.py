"""What is known of a run that was recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from runstone.api.run import StoredRun
from runstone.compat.wandb import ids
from runstone.compat.wandb.apis import history
from runstone.compat.wandb.apis.amending import change_summary
from runstone.compat.wandb.apis.summary import StoredSummary


class RunFacts:
    """What a run is called, where it stands, and what it was given. What may be changed is written by `update`."""

    def __init__(self, run: StoredRun, entity: str = "") -> None:
        self._run = run
        self.entity = entity
        self._changed: dict[str, Any] = {}
        self._config: dict[str, Any] | None = None
        self._summary: StoredSummary | None = None

    @property
    def native(self) -> StoredRun:
        """The run as `runstone.Api` gives it."""
        return self._run

    @property
    def id(self) -> str:
        """The id."""
        return ids.from_native(self._run.id)

    storage_id = id  # noqa: A003 - theirs

    @property
    def name(self) -> str:
        """The name."""
        return str(self._changed.get("name", self._run.name))

    @name.setter
    def name(self, name: str) -> None:
        self._changed["name"] = name

    display_name = name

    @property
    def notes(self) -> str | None:
        """The notes."""
        return self._changed.get("notes", self._run.notes)

    @notes.setter
    def notes(self, notes: str | None) -> None:
        self._changed["notes"] = notes or ""

    description = notes

    @property
    def tags(self) -> list[str]:
        """The tags. A list to change and to write by `update`."""
        return self._changed.setdefault("tags", list(self._run.tags))  # type: ignore[no-any-return]

    @tags.setter
    def tags(self, tags: Sequence[str]) -> None:
        self._changed["tags"] = list(tags)

    @property
    def group(self) -> str | None:
        """The group."""
        return self._changed.get("group", self._run.group)

    @group.setter
    def group(self, group: str | None) -> None:
        self._changed["group"] = group or ""

    @property
    def job_type(self) -> str | None:
        """The job type."""
        return self._run.job_type

    @property
    def state(self) -> str:
        """The state."""
        return str(self._run.state)

    @property
    def project(self) -> str:
        """The project."""
        return self._run.project

    @property
    def path(self) -> list[str]:
        """Entity, project and id."""
        return [self.entity, self._run.project, self.id]

    @property
    def url(self) -> str | None:
        """Where a browser finds the run; None while no `runstone ui` shows this home."""
        from runstone.model.address import run_address

        server = self._run._source.server_url()
        return run_address(server, self._run.project, self._run.id) if server else None

    @property
    def config(self) -> dict[str, Any]:
        """The config, without keys that begin with `_`. A dict to change and to write by `update`."""
        if self._config is None:
            self._config = self._own_config()
        return self._config

    def _own_config(self) -> dict[str, Any]:
        return {key: value for key, value in self._run.config.items() if not key.startswith("_")}

    @property
    def rawconfig(self) -> dict[str, Any]:
        """All of the config."""
        return self._run.config

    @property
    def summary(self) -> StoredSummary:
        """The last value of each metric, and what was set by hand. What is changed in it is written by its `update`, or by that of the run."""
        if self._summary is None:
            values = {key: value for key, value in self._run.summary.items() if not key.startswith(history.SYSTEM)}
            values.setdefault("_runtime", self._run.duration_secs)
            last = self.lastHistoryStep
            if last >= 0:
                values.setdefault("_step", last)
            self._summary = StoredSummary(values, partial(change_summary, self._run))
        return self._summary

    summary_metrics = summary

    @property
    def lastHistoryStep(self) -> int:  # noqa: N802 - theirs
        """The highest step; -1 if nothing was logged."""
        return max(
            (found.last_step for found in self._run.metrics() if not found.name.startswith(history.SYSTEM)), default=-1
        )

    @property
    def created_at(self) -> str:
        """When it began, in ISO 8601."""
        return _iso(self._run.created_time)

    @property
    def heartbeat_at(self) -> str:
        """When it was last heard of, in ISO 8601."""
        return _iso(self._run.created_time + int(self._run.duration_secs * 1e6))

    @property
    def metadata(self) -> dict[str, Any]:
        """What is known of the machine and the code, and, as theirs calls it, `program`, `args`, `root` and `startedAt`."""
        found = dict(self._run.detail.environment)
        program, *arguments = found.get("command") or [""]
        return {**found, "program": program, "args": arguments, "root": found.get("cwd"), "startedAt": self.created_at}

    @property
    def commit(self) -> str | None:
        """The commit that the code was at."""
        return (self._run.detail.environment.get("git") or {}).get("commit")

    @property
    def system_metrics(self) -> dict[str, Any]:
        """The last value of each system metric."""
        return {
            found.name.removeprefix(history.SYSTEM): found.last
            for found in self._run.metrics()
            if found.name.startswith(history.SYSTEM)
        }


def _iso(microseconds: int) -> str:
    return datetime.fromtimestamp(microseconds / 1e6, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
