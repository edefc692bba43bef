"""Names of artifacts as scripts write them, with entities and registries before them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from runstone.compat.wandb.errors import NotThere

Found = TypeVar("Found")
_REGISTRY = "wandb-registry-"
_MODELS = "model-registry"


def in_registry(path: str) -> str:
    """A path in the home: `wandb-registry-model/zoo` is `registry/model/zoo`, whatever stands before it."""
    parts = path.strip("/").split("/")
    for at, part in enumerate(parts[:-1]):
        if part.startswith(_REGISTRY):
            return "/".join(["registry", part.removeprefix(_REGISTRY), *parts[at + 1 :]])
        if part == _MODELS:
            return "/".join(["registry", "model", *parts[at + 1 :]])
    return "/".join(parts)


def first_found(name: str, find: Callable[[str], Found]) -> Found:
    """What is found by a name as it stands, else without the entity before it.

    Raises:
        NotThere: neither.
    """
    path = in_registry(name)
    try:
        return find(path)
    except NotThere:
        if path.count("/") < 2 or path.startswith("registry/"):
            raise
        return find(path.partition("/")[2])
