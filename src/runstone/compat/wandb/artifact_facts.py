"""What is known of a version of an artifact: what it is, and the runs, links and collections around it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from runstone.artifacts.artifact import Artifact

if TYPE_CHECKING:
    from runstone.compat.wandb.apis.api import Api
    from runstone.compat.wandb.apis.artifacts import ArtifactCollection
    from runstone.compat.wandb.apis.run import Run


class ArtifactFacts(Artifact):
    """The facts under the names of their client."""

    @property
    def linked_artifacts(self) -> list[Any]:
        """The links that show it in portfolios."""
        shown = [version for each in self._api().registries() for version in each.versions()]
        return [version for version in shown if version.found.version.source_version == self.id]

    def json_encode(self) -> dict[str, Any]:
        """What tells it from others, as plain values."""
        return {"_type": "artifactVersion", "id": self.id, "version": self.version, "name": self.qualified_name}

    @property
    def url(self) -> str | None:
        """Where a browser finds it; None, since a server need not run."""
        return None

    def logged_by(self) -> Run | None:  # type: ignore[override]  # theirs is a method
        """The run that made it; None where none did."""
        run = self.found.version.run
        return self._api().run(run) if run else None

    def used_by(self) -> list[Run]:
        """The runs that used it."""
        stored = self._api().native.artifact(self.qualified_name)
        return [self._api().run(run.id) for run in stored.runs() if run.role == "used"]

    @property
    def collection(self) -> ArtifactCollection:
        """Its collection."""
        return self._api().artifact_collection(self.type, f"{self.project}/{self.collection_name}")

    def _api(self) -> Api:
        from runstone.compat.wandb.apis.api import Api

        return Api({"project": self.found.facts.project, "home": self._home.path})

    @property
    def source_name(self) -> str:
        """`name:v0` of the version that a link shows; of others its own."""
        return str(self._original().name)

    @property
    def source_project(self) -> str:
        """The project of that version."""
        return str(self._original().project)

    @property
    def source_version(self) -> str:
        """The number of that version."""
        return str(self._original().version)

    @property
    def source_artifact(self) -> Any:
        """That version."""
        return self._original()

    def _original(self) -> Any:
        from runstone.artifacts.collection import Collection
        from runstone.artifacts.found import Found, by_id

        version = self.found.version
        if not version.source:
            return self
        facts = Collection(self._home, version.source).facts()
        return type(self).of_version(self._home, Found(facts, by_id(facts, version.source_version)))

    @property
    def entity(self) -> str:
        """A home has no teams."""
        return ""

    source_entity = entity

    @property
    def created_at(self) -> str:
        """When it was logged, in ISO 8601."""
        return datetime.fromtimestamp(self.created_time / 1e6, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    updated_at = created_at

    @property
    def commit_hash(self) -> str:
        """What tells this version from all others."""
        return self.id

    @property
    def digest_algorithm(self) -> str:
        """How digests of files are computed."""
        return "MD5"

    @property
    def history_step(self) -> int | None:
        """The step of the run at which it was logged."""
        return self.found.version.step

    @property
    def incremental(self) -> bool:
        """Whether it has what the version before it had, and what was added."""
        return self._incremental

    _incremental: bool
