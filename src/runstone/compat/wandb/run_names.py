"""What a run is called, and where it lies."""

from __future__ import annotations

import copy
import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from runstone.compat.wandb import ids
from runstone.compat.wandb.config import Config, ConfigStatic
from runstone.model.errors import BadValue
from runstone.sdk.guard import say_once
from runstone.sdk.tags import as_tags

if TYPE_CHECKING:
    from runstone.compat.wandb.settings import Settings
    from runstone.sdk.run import Run as NativeRun


_MOST_TAG_CHARS = 64


class RunStatus(NamedTuple):
    """What waits to be recorded: nothing, since `log` returns when it is."""

    sync_items_total: int = 0
    sync_items_pending: int = 0
    sync_time: float | None = None


def check_tags(tags: str | Iterable[str] | None) -> list[str]:
    """Tags as a list; a text is one.

    Raises:
        BadValue: one is empty, or too long for their client. No tag was changed.
    """
    checked = as_tags(tags)
    for tag in checked:
        if len(tag) > _MOST_TAG_CHARS:
            raise BadValue(
                f"The tag {tag!r} has {len(tag)} characters; tags have 1 to {_MOST_TAG_CHARS}. No tag was changed."
            )
    return checked


class RunNames:
    """Names and places of a run. The words can be assigned; assigning anything else is an error."""

    __slots__ = ()

    _run: NativeRun
    _settings: Settings
    _config: Config

    def _need_open(self, verb: str) -> None:
        raise NotImplementedError

    @property
    def id(self) -> str:
        """The id."""
        return ids.from_native(self._run.id)

    @property
    def name(self) -> str:
        """The name; assigning renames the run."""
        return self._run.name

    @name.setter
    def name(self, name: str) -> None:
        self._need_open("name")
        self._run.name = name

    @property
    def notes(self) -> str | None:
        """Notes in Markdown; assigning replaces them."""
        return self._run.notes or None

    @notes.setter
    def notes(self, notes: str | None) -> None:
        self._need_open("notes")
        self._run.notes = notes or ""

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags; assigning replaces them. A text is one tag. If one of them cannot be, that is said and they stay as they are."""
        return self._run.tags

    @tags.setter
    def tags(self, tags: str | Iterable[str] | None) -> None:
        self._need_open("tags")
        try:
            self._run.tags = check_tags(tags)
        except BadValue as error:
            say_once(str(error))

    @property
    def group(self) -> str:
        """The group."""
        return self._run.group

    @property
    def job_type(self) -> str:
        """The job type."""
        return self._run.job_type

    @property
    def project(self) -> str:
        """The project."""
        return self._run.project

    @property
    def entity(self) -> str:
        """What was given as the entity: a home has no teams, so it means nothing here."""
        return self._settings.entity or ""

    @property
    def path(self) -> str:
        """`entity/project/id`, or `project/id` without an entity."""
        return "/".join(part for part in (self.entity, self._run.project, self.id) if part)

    @property
    def dir(self) -> str:
        """A folder of the run for files of one's own; what lies in it at the end is saved with the run."""
        return self._run.dir

    @property
    def sync_dir(self) -> str:
        """The folder that `dir` lies in."""
        return os.path.dirname(self._run.dir)

    @property
    def url(self) -> str | None:
        """Where a browser finds the run; None while no `runstone ui` shows this home."""
        return self._told(self._run.url)

    @property
    def project_url(self) -> str | None:
        """Where a browser finds the project; None while no `runstone ui` shows this home."""
        return self._told(self._run.project_url)

    @property
    def sweep_url(self) -> str | None:
        """Where a browser finds the sweep; None for none."""
        return self._run.sweep_url

    @property
    def sweep_id(self) -> str | None:
        """The sweep that the run belongs to; None for none."""
        return self._run.sweep_id

    def _told(self, address: str | None) -> str | None:
        if address is None and not self._run.disabled:
            say_once("`runstone ui` is not running for this home, so runs have no url yet.")
        return address

    @property
    def start_time(self) -> float:
        """When the run began, in seconds since 1970."""
        return self._run.start_time

    @property
    def starting_step(self) -> int:
        """The first step that this process gives by itself."""
        return self._run.starting_step

    @property
    def resumed(self) -> bool:
        """Whether the run was there before, and is gone on with."""
        return self._run.resumed

    @property
    def offline(self) -> bool:
        """Whether the mode is `offline`; what is recorded is the same."""
        return bool(self._settings.mode == "offline")

    @property
    def disabled(self) -> bool:
        """Whether nothing is recorded."""
        return self._run.disabled

    @property
    def config_static(self) -> ConfigStatic:
        """The config as it is at this moment, read-only."""
        return ConfigStatic(self._config)

    @property
    def settings(self) -> Settings:
        """A copy of the settings."""
        settings = copy.deepcopy(self._settings)
        settings.update(
            run_id=self.id, project=self._run.project, run_name=self._run.name, run_notes=self._run.notes or None
        )
        return settings

    def status(self) -> RunStatus:
        """What waits: nothing does, since `log` returns when it is recorded."""
        return RunStatus()
