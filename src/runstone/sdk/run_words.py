"""What an open run is called, and where it lies: the half of the facade that does no work."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from runstone.model.address import project_address, run_address, sweep_address
from runstone.model.home import Home
from runstone.model.instance import find
from runstone.model.records import Described
from runstone.sdk.guard import while_open
from runstone.sdk.settings import Shown

if TYPE_CHECKING:
    from runstone.journal.void import VoidWriter
    from runstone.journal.writer import JournalWriter
    from runstone.model.records import Parent
    from runstone.sdk.opening import Identity
    from runstone.sdk.settings import Settings


class RunWords:
    """Names and places of a run. The words can be assigned, all else is as it was at `init`."""

    def __init__(
        self, identity: Identity, writer: JournalWriter | VoidWriter, words: dict[str, str], settings: Settings
    ) -> None:
        self._identity = identity
        self._writer = writer
        self._words = words
        self._settings = settings

    @property
    def name(self) -> str:
        """The name that people read; assigning renames the run."""
        return self._words["name"]

    @name.setter
    def name(self, name: str) -> None:
        self._describe("name", name)

    @property
    def notes(self) -> str:
        """Notes in Markdown; assigning replaces them."""
        return self._words["notes"]

    @notes.setter
    def notes(self, notes: str | None) -> None:
        self._describe("notes", notes or "")

    @property
    def group(self) -> str:
        """The group; assigning changes it."""
        return self._words["group"]

    @group.setter
    def group(self, group: str | None) -> None:
        self._describe("group", group or "")

    @property
    def job_type(self) -> str:
        """The job type; assigning changes it."""
        return self._words["job_type"]

    @job_type.setter
    def job_type(self, job_type: str | None) -> None:
        self._describe("job_type", job_type or "")

    @while_open
    def _describe(self, word: str, text: str) -> None:
        self._words[word] = str(text)
        self._writer.event(Described(time=self._writer.now(), **{word: str(text)}))

    @property
    def id(self) -> str:
        """The id: unique in the home, chosen by you or made up."""
        return self._identity.id

    @property
    def run_id(self) -> str:
        """The same, as others spell it."""
        return self._identity.id

    @property
    def number(self) -> int:
        """The number of the run in its home."""
        return self._identity.number

    @property
    def display_id(self) -> str:
        """The short id that people say to each other, `CVR-42`."""
        return self._identity.display_id

    @property
    def project(self) -> str:
        """The project path."""
        return self._identity.project

    @property
    def home(self) -> str:
        """The home that the run lies in."""
        return self._identity.home

    @property
    def parent(self) -> Parent | None:
        """Where the run was forked off: `.run` and `.step`; None for a run of its own."""
        return self._identity.parent

    @property
    def fork_run_id(self) -> str | None:
        """The id of the run that this one was forked off."""
        return self._identity.parent.run if self._identity.parent else None

    @property
    def fork_step(self) -> int | None:
        """The last step that this run shares with its parent."""
        return self._identity.parent.step if self._identity.parent else None

    @property
    def resumed(self) -> bool:
        """Whether the run was there before this `init`."""
        return self._identity.resumed

    @property
    def start_time(self) -> float:
        """When the run began, in seconds since 1970."""
        return self._identity.started_time / 1e6

    @property
    def starting_step(self) -> int:
        """The first step that this process gives by itself: 0, or the one behind what was there at `init`."""
        return self._identity.starting_step

    @property
    def disabled(self) -> bool:
        """Whether the run writes nothing."""
        return self._identity.disabled

    @property
    def offline(self) -> bool:
        """Always False: a run is whole where it lies, and nothing of it waits to be sent."""
        return False

    @property
    def entity(self) -> str:
        """Always empty: a home has no teams above its projects. For scripts that ask."""
        return ""

    @property
    def sweep_id(self) -> str | None:
        """The id of the sweep that the run is a trial of; None for none."""
        return self._identity.sweep or None

    @property
    def path(self) -> str:
        """The project and the id, joined by `/`."""
        return f"{self._identity.project}/{self._identity.id}"

    @property
    def dir(self) -> str:
        """A folder of the run for files of your own, made when it is asked for first. What lies in it when the run finishes is saved with the run,
        as `save` does. A disabled run's is a temporary one, and nothing is saved."""
        if self._identity.disabled:
            from runstone.sdk.saving.scratch import scratch_folder

            return scratch_folder()
        folder = Home(self._identity.home).files_path(self._identity.id)
        os.makedirs(folder, exist_ok=True)
        return str(folder)

    @property
    def url(self) -> str | None:
        """Where a browser finds the run; None while no server (`runstone ui`) shows this home."""
        server = self._server_url()
        return run_address(server, self._identity.project, self._identity.id) if server else None

    @property
    def project_url(self) -> str | None:
        """Where a browser finds the project; None while no server shows this home."""
        server = self._server_url()
        return project_address(server, self._identity.project) if server else None

    @property
    def sweep_url(self) -> str | None:
        """Where a browser finds the sweep; None for none, and while no server shows this home."""
        server = self._server_url() if self._identity.sweep else None
        return sweep_address(server, self._identity.project, self._identity.sweep) if server else None

    def _server_url(self) -> str | None:
        server = None if self._identity.disabled else find(Home(self._identity.home))
        return server.url if server else None

    @property
    def settings(self) -> Mapping[str, Any]:
        """The settings as they were at `init`, by name; read-only. `runstone config` explains them. Printed, they show no secrets."""
        return Shown(self._settings.values)
