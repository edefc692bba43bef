"""Data that runs work with."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

Known = Literal["nothing", "stat", "partial", "full"]


class DataUse(msgspec.Struct, frozen=True):
    """Data or a pretrained model that a run works with, as far as it is known. `digests` has those of sizes and times (`stat`), of pieces (`partial`) and
    of all bytes (`full`); `listing` is the blob with the files; null where there is none. `collection` and `version` are ids of the artifact that
    it is, null for none."""

    run: str
    display_id: str
    run_name: str
    project: str
    time: int
    role: Literal["dataset", "pretrained"]
    name: str
    context: str
    uri: str
    description: str
    source_type: str
    known: Known
    digests: dict[str, str]
    file_count: int | None
    size_bytes: int | None
    listing: str | None
    saved: bool
    facts: dict[str, Any]
    collection: str | None
    version: str | None


class DataUses(msgspec.Struct, frozen=True):
    """What runs work with, the newest first."""

    uses: list[DataUse]


class DataGroup(msgspec.Struct, frozen=True):
    """Uses of what is the same data, the newest first: they share a digest, or an address of which nothing is known. `digest` is the deepest one."""

    role: Literal["dataset", "pretrained"]
    name: str
    digest: str
    known: Known
    file_count: int | None
    size_bytes: int | None
    runs: int
    uses: list[DataUse]


class DataGroups(msgspec.Struct, frozen=True):
    """What runs work with, the same data together, the newest use first."""

    groups: list[DataGroup]


class DataChange(msgspec.Struct, frozen=True):
    """A file that two fingerprints do not have alike; bytes are null where it is not there. `sure` tells that bytes were compared, and not only
    sizes and times."""

    path: str
    kind: Literal["added", "changed", "gone"]
    sure: bool
    before_bytes: int | None
    after_bytes: int | None


class DataDiff(msgspec.Struct, frozen=True):
    """How one fingerprint differs from another: the counts of all, and the first changes by path."""

    added: int
    changed: int
    gone: int
    same: int
    changes: list[DataChange]
