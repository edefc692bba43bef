"""Collections, types and registries of artifacts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from runstone.query.artifacts.answers import ArtifactCollection as Facts

if TYPE_CHECKING:
    from runstone.compat.wandb.apis.api import Api


class ArtifactCollection:
    """The versions of one name."""

    def __init__(self, api: Api, facts: Facts) -> None:
        self._api = api
        self.native = facts

    @property
    def name(self) -> str:
        """Its name."""
        return self.native.name

    @property
    def type(self) -> str:
        """What its versions are."""
        return self.native.type

    @property
    def id(self) -> str:
        """The id."""
        return self.native.id

    @property
    def project(self) -> str:
        """Where it lies."""
        return self.native.project

    @property
    def description(self) -> str:
        """Markdown."""
        return self.native.description

    @property
    def tags(self) -> list[str]:
        """Its tags."""
        return list(self.native.tags)

    @property
    def aliases(self) -> list[str]:
        """The aliases of all its versions."""
        return list(self.native.aliases)

    def artifacts(self, per_page: int = 50) -> list[Any]:
        """Its versions, the newest first."""
        return self._api.artifacts(self.type, f"{self.project}/{self.name}")

    versions = artifacts

    def is_sequence(self) -> bool:
        """Whether runs log into it; a portfolio shows versions by links."""
        return not self.native.is_registry

    def __repr__(self) -> str:
        return f"<ArtifactCollection {self.name} ({self.type})>"


class ArtifactType(str):
    """A type of artifacts in a project: its name, and its collections."""

    __slots__ = ("_api", "_project")

    _api: Api
    _project: str

    def __new__(cls, api: Api, name: str, project: str) -> ArtifactType:
        """The name stands for it."""
        made = super().__new__(cls, name)
        made._api, made._project = api, project
        return made

    @property
    def name(self) -> str:
        """Its name."""
        return str(self)

    def collections(self, per_page: int = 50) -> list[ArtifactCollection]:
        """The collections of this type."""
        return self._api.artifact_collections(self._project, str(self))

    def collection(self, name: str) -> ArtifactCollection:
        """One of them."""
        return self._api.artifact_collection(str(self), f"{self._project}/{name}")


class Registry:
    """A registry: the collections of the project `registry/<name>`."""

    def __init__(self, api: Api, name: str) -> None:
        self._api = api
        self.name = name

    @property
    def full_name(self) -> str:
        """As paths have it."""
        return f"wandb-registry-{self.name}"

    def collections(self, filter: Any = None, per_page: int = 100) -> list[ArtifactCollection]:  # noqa: A002 - theirs
        """Its portfolios; a filter on `name` is followed."""
        found = self._api.artifact_collections(f"registry/{self.name}")
        return [each for each in found if name_passes(each.name, filter)]

    def versions(self, filter: Any = None, per_page: int = 100) -> list[Any]:  # noqa: A002
        """The versions in its portfolios; a filter on `alias` and `tag` is followed."""
        wanted = dict(filter or {})
        return [
            version
            for each in self.collections()
            for version in each.versions()
            if wanted.get("alias") in (None, *version.aliases) and wanted.get("tag") in (None, *version.tags)
        ]

    def __repr__(self) -> str:
        return f"<Registry {self.name}>"


def name_passes(name: str, filter: Mapping[str, Any] | None) -> bool:  # noqa: A002
    """Whether a filter such as `{"name": {"$regex": "model"}}` lets a name through."""
    wanted = (filter or {}).get("name")
    if isinstance(wanted, Mapping):
        return re.search(str(wanted.get("$regex", "")), name) is not None
    return wanted in (None, name)
