"""What runs and projects take up on the disk."""

from __future__ import annotations

import msgspec


class Space(msgspec.Struct, frozen=True):
    """What some runs, and the artifacts of their project, take up. Bytes that several use count once.

    `freed_bytes` is what removing the runs frees (`runstone rm`, then `gc`), `freed_with_artifacts_bytes` what deleting the artifacts, too, frees;
    the rest is `shared_bytes`, which others use as well and keep. `missing_blobs` are referred to and not there.
    """

    project: str
    runs: int
    versions: int
    journal_bytes: int
    media_bytes: int
    artifact_bytes: int
    total_bytes: int
    shared_bytes: int
    freed_bytes: int
    freed_with_artifacts_bytes: int
    missing_blobs: int = 0


class SpaceTree(msgspec.Struct, frozen=True):
    """A project with all below it, and each project directly below by itself. What these share counts in each of them."""

    total: Space
    projects: list[Space]
