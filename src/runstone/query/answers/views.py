"""Saved views."""

from __future__ import annotations

from typing import Any

import msgspec


class View(msgspec.Struct, frozen=True):
    """A saved view as it stands. `revision` names its last version, which `updated_by` saved; `project` is empty for the whole home. `kind` is `view`, or
    `report` for a page of text and panels."""

    id: str
    project: str
    name: str
    kind: str
    description: str
    is_default: bool
    revision: str
    created_time: int
    created_by: str
    updated_time: int
    updated_by: str
    size_bytes: int
    removed: bool


class ViewDetail(View, frozen=True, kw_only=True):
    """A view with its document, which is the UI's own; null once it is removed."""

    document: Any


class ViewVersion(msgspec.Struct, frozen=True):
    """What a view was once. `onto` is the version that its author had before them; `removed` says that they removed the view."""

    revision: str
    onto: str
    time: int
    author: str
    project: str
    name: str
    description: str
    size_bytes: int
    removed: bool
