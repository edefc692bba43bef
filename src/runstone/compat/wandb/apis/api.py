"""The door of reading."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, NoReturn

from runstone import api
from runstone.compat.wandb import ids
from runstone.compat.wandb.apis.artifacts import ArtifactCollection, ArtifactType, Registry, name_passes
from runstone.compat.wandb.apis.run import Run
from runstone.compat.wandb.apis.runs import Runs
from runstone.compat.wandb.apis.sweep import Sweep
from runstone.compat.wandb.artifact import ours
from runstone.compat.wandb.artifact_names import first_found, in_registry
from runstone.compat.wandb.environment import from_environment
from runstone.compat.wandb.errors import CommError, not_here, translated
from runstone.model.author import login_name
from runstone.model.errors import RunNotFound


class Project(NamedTuple):
    """A project that holds runs."""

    name: str
    entity: str = ""

    @property
    def id(self) -> str:
        """The same as its name."""
        return self.name

    @property
    def path(self) -> list[str]:
        """Entity and name."""
        return [self.entity, self.name]


class Viewer(NamedTuple):
    """Who asks."""

    username: str
    entity: str
    email: str = ""
    teams: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The same as the login name."""
        return self.username


class Api:
    """Reads the home (`RUNSTONE_DIR`), or a server of `runstone ui` in its stead."""

    def __init__(
        self,
        overrides: Mapping[str, Any] | None = None,
        timeout: int | None = None,
        api_key: str | None = None,
    ) -> None:
        """
        Args:
            overrides: `entity` and `project` to be taken where a path says none; `base_url` of a `runstone ui` to ask instead of the home.
            timeout, api_key: accepted.
        """
        said = {**from_environment(), **(overrides or {})}
        self._entity: str = said.get("entity") or ""
        self._project: str | None = said.get("project")
        url = said.get("base_url")
        self._api = api.Api(url=url) if url else api.Api(said.get("home"))

    @property
    def native(self) -> api.Api:
        """The Api underneath, with all that Runstone can do."""
        return self._api

    @property
    def default_entity(self) -> str:
        """What `entity` was given as; a home has none."""
        return self._entity

    @property
    def settings(self) -> dict[str, Any]:
        """Where paths begin."""
        return {"entity": self._entity, "project": self._project}

    def flush(self) -> None:
        """Nothing is kept from one question to the next."""

    def run(self, path: str = "") -> Run:
        """The run of `entity/project/id`, `project/id`, or an id.

        Raises:
            CommError: there is none.
            ValueError: no path.
        """
        if not path:
            raise ValueError("Give the path of a run: project/id.")
        try:
            return Run(self._api.run(ids.of_path(path)), self._entity)
        except RunNotFound as error:
            raise CommError(f"Could not find run {path!r}: {error}", error) from error

    def runs(
        self,
        path: str | None = None,
        filters: Mapping[str, Any] | None = None,
        order: str = "+created_at",
        per_page: int = 50,
        include_sweeps: bool = True,
        lazy: bool = True,
    ) -> Runs:
        """Runs of a project.

        Args:
            path: `entity/project` or `project`; by default `WANDB_PROJECT`, else all projects.
            filters: a MongoDB-style dict, over `config.*`, `summary_metrics.*`, `display_name`, `state`, `tags`, `group`, …
            order: a field with `+` or `-` before it; the oldest first by default.
            per_page, include_sweeps, lazy: accepted; runs are read as they are asked for.

        Raises:
            ValueError: the filter or order cannot be followed, when the runs are read.
        """
        return Runs(self._api, self._project_of(path), filters, order, self._entity)

    def _project_of(self, path: str | None) -> str | None:
        """The project of a path: the whole of it if there is such a project, else without its entity."""
        if not path:
            return self._project
        whole = path.strip("/")
        if (
            "/" in whole
            and not whole.startswith("registry/")
            and not any(
                found.project == whole or found.project.startswith(whole + "/") for found in self._api.projects()
            )
        ):
            return whole.partition("/")[2]
        return whole

    def sweep(self, path: str = "") -> Sweep:
        """The sweep of `entity/project/id`, `project/id`, or an id.

        Raises:
            CommError: there is none.
        """
        with translated():
            return Sweep(self._api.sweep(path.strip("/").rpartition("/")[2]), self._entity)

    def sweeps(self, path: str | None = None, per_page: int = 50) -> list[Sweep]:
        """The sweeps of a project, the newest first."""
        return [Sweep(found, self._entity) for found in self._api.sweeps(self._project_of(path))]

    def project(self, name: str, entity: str | None = None) -> Project:
        """A project by its name."""
        return Project(name, entity or self._entity)

    def projects(self, entity: str | None = None, per_page: int = 200) -> list[Project]:
        """The projects that hold runs."""
        return [Project(found.project, entity or self._entity) for found in self._api.projects()]

    def from_path(self, path: str) -> Run | Project:
        """A run or a project, by its path."""
        try:
            return self.run(path)
        except CommError:
            return self.project(path)

    def artifact(self, name: str, type: str | None = None) -> Any:  # noqa: A002 - theirs
        """The version of `entity/project/name:alias`, `project/name:alias` or, with a project of one's own, `name:alias`.

        Raises:
            CommError: there is none.
        """

        def find(path: str) -> Any:
            with translated():
                return ours(self._api.artifact(path, type, self._project))

        return first_found(name, find)

    def artifacts(self, type_name: str, name: str, per_page: int = 50, tags: Any = None) -> list[Any]:
        """The versions of a collection, the newest first; `type_name` is accepted.

        Raises:
            CommError: there is no such collection.
        """

        def find(path: str) -> list[Any]:
            with translated():
                return [ours(artifact) for artifact in self._api.artifacts(path, self._project)]

        wanted = {tags} if isinstance(tags, str) else set(tags or ())
        return [artifact for artifact in first_found(name, find) if wanted <= set(artifact.tags)]

    artifact_versions = artifacts

    def artifact_exists(self, name: str, type: str | None = None) -> bool:  # noqa: A002
        """Whether there is such a version."""
        try:
            self.artifact(name, type)
        except CommError:
            return False
        return True

    def artifact_collections(
        self, project_name: str, type_name: str | None = None, per_page: int = 50
    ) -> list[ArtifactCollection]:
        """The collections of a project, of one type or all."""
        with translated():
            found = self._api.artifact_collections(self._project_of(in_registry(f"{project_name}/x")[:-2]), type_name)
        return [ArtifactCollection(self, facts) for facts in found]

    def artifact_collection(self, type_name: str, name: str) -> ArtifactCollection:
        """A collection by its name.

        Raises:
            CommError: there is none.
        """
        project, _, bare = in_registry(name).rpartition("/")
        for found in self.artifact_collections(project or self._project or "", type_name):
            if found.name == bare:
                return found
        raise CommError(f"There is no collection {name!r} of type {type_name!r}.")

    def artifact_collection_exists(self, name: str, type: str) -> bool:  # noqa: A002
        """Whether there is such a collection."""
        try:
            self.artifact_collection(type, name)
        except CommError:
            return False
        return True

    def artifact_types(self, project: str | None = None) -> list[ArtifactType]:
        """The types of artifacts in a project."""
        place = project or self._project or ""
        return [
            ArtifactType(self, name, place) for name in sorted({each.type for each in self.artifact_collections(place)})
        ]

    def artifact_type(self, type_name: str, project: str | None = None) -> ArtifactType:
        """A type of artifacts in a project."""
        return ArtifactType(self, type_name, project or self._project or "")

    def registries(self, organization: str | None = None, filter: Any = None) -> list[Registry]:  # noqa: A002
        """The registries that hold portfolios; a filter on `name` is followed."""
        named = {
            found.project.split("/")[1] for found in self._api.artifact_collections("registry") if "/" in found.project
        }
        return [Registry(self, name) for name in sorted(named) if name_passes(name, filter)]

    def registry(self, name: str, organization: str | None = None) -> Registry:
        """A registry, which is there when something is linked into it."""
        return Registry(self, name.removeprefix("wandb-registry-"))

    create_registry = registry

    @property
    def viewer(self) -> Viewer:
        """Who asks: the login name, since a home has no accounts."""
        return Viewer(login_name() or "", self._entity)

    def create_run(self, *, run_id: str | None = None, project: str | None = None, entity: str | None = None) -> Run:
        """Begin a run that records nothing yet, to be resumed by its id."""
        from runstone.compat.wandb.opening import init

        place = project or self._project
        with init(id=run_id, project=place, entity=entity, reinit="create_new", settings={"console": "off"}) as run:
            found = run.id
        return self.run(found)

    def create_project(self, name: str, entity: str | None = None) -> Project:
        """A project is there when a run names it."""
        return self.project(name, entity)

    def __getattr__(self, name: str) -> NoReturn:
        if name in _INSTEAD:
            not_here(f"Api().{name}", _INSTEAD[name])
        raise AttributeError(f"Api has no {name!r}. docs/wandb.md lists what it has; runstone.Api has more.")


_TEAMS = "a home has no users and teams: whoever may read its files may read it"
_ALERTS = "alerts are delivered as the settings say; see docs/alerts.md"
_QUEUES = "there is no queue of jobs; start the script where it is to run"
_INSTEAD = {
    "reports": "the UI saves views of a project",
    "user": _TEAMS,
    "users": _TEAMS,
    "team": _TEAMS,
    "create_team": _TEAMS,
    "create_user": _TEAMS,
    "organization": _TEAMS,
    **dict.fromkeys(("job", "list_jobs", "run_queue", "run_queues", "create_run_queue", "queued_run"), _QUEUES),
    **dict.fromkeys(
        ("automation", "automations", "create_automation", "update_automation", "delete_automation"), _ALERTS
    ),
    **dict.fromkeys(("integrations", "slack_integrations", "webhook_integrations"), _ALERTS),
    "create_custom_chart": "log a figure of Altair or Plotly, or use the presets of wandb.plot",
    "sync_tensorboard": "use runstone.compat.tensorboard",
}
