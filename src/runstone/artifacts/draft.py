"""A draft: what a version will be made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from runstone.artifacts.manifest import Manifest
from runstone.model.collection import LATEST
from runstone.model.records import CollectionBegan


class Draft(NamedTuple):
    """A version that is to be."""

    project: str
    name: str
    type: str
    manifest: Manifest
    description: str = ""
    metadata: Mapping[str, Any] = {}
    aliases: Sequence[str] = (LATEST,)
    tags: Sequence[str] = ()
    ttl_secs: int | None = None
    run: str = ""
    step: int | None = None
    incremental: bool = False
    distributed_id: str = ""

    @property
    def began(self) -> CollectionBegan:
        """How its collection begins, if it is the first."""
        return CollectionBegan(time=0, project=self.project, name=self.name, type=self.type)
