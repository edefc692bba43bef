"""What questions about artifacts are answered with. See `query/answers/` for how times and floats are spelt."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

Role = Literal["logged", "used"]


class ArtifactCollection(msgspec.Struct, frozen=True):
    """A collection. `versions` and `size_bytes` count those that are there; `latest` is the number that `latest` means, null without any.

    `is_registry` tells portfolios, whose versions are links. `aliases` says which number each alias means; `run` logged the newest version, and is
    called `run_name`.
    """

    id: str
    project: str
    name: str
    type: str
    description: str
    tags: list[str]
    versions: int
    size_bytes: int
    latest: int | None
    created_time: int
    updated_time: int
    is_registry: bool
    aliases: dict[str, int]
    run: str | None
    run_name: str | None


class ArtifactRun(msgspec.Struct, frozen=True):
    """A run that logged or used a version; `used_as` is its word for what as. `display_id` is empty if the run is gone."""

    id: str
    display_id: str
    name: str
    role: Role
    used_as: str
    time: int


class ArtifactVersion(msgspec.Struct, frozen=True):
    """A version. `name` is that of its collection, `number` 3 for `v3`; `digest` tells its contents from others. `source_version` is the id
    of the version that a link leads to, and `source_name` its name, such as `cv/digits/cnn:v2`; null for a version of its own. `run` logged it, and is
    called `run_name`; null if none did. `uses` counts the runs that used it."""

    id: str
    collection: str
    project: str
    name: str
    type: str
    number: int
    digest: str
    manifest: str
    size_bytes: int
    file_count: int
    created_time: int
    run: str | None
    step: int | None
    description: str
    metadata: dict[str, Any]
    aliases: list[str]
    tags: list[str]
    ttl_secs: int | None
    source: str | None
    source_version: str | None
    deleted: bool
    run_name: str | None
    source_name: str | None
    uses: int


class ArtifactVersionDetail(ArtifactVersion, frozen=True):
    """A version with the runs that logged and used it, and the versions that link to it."""

    runs: list[ArtifactRun]
    links: list[ArtifactVersion]


class ArtifactCollectionDetail(msgspec.Struct, frozen=True):
    """A collection with its versions, the newest first; those that were deleted are left out, unless they are asked for."""

    collection: ArtifactCollection
    versions: list[ArtifactVersion]


class ArtifactFolder(msgspec.Struct, frozen=True):
    """A folder of a version, and what lies below it."""

    path: str
    files: int
    size_bytes: int


class ArtifactFile(msgspec.Struct, frozen=True):
    """A file of a version. `sha256` is its blob; empty for a large file, which has `chunks`, and for a reference, which has `ref`.
    `object` is what it was added as: a table, an image."""

    path: str
    size_bytes: int | None
    digest: str
    sha256: str
    chunks: int
    ref: str
    mime: str
    object: dict[str, Any] | None = None


class ArtifactFiles(msgspec.Struct, frozen=True):
    """A page of a folder of a version, folders first. `cursor` gives the next page; null at the end."""

    path: str
    folders: list[ArtifactFolder]
    files: list[ArtifactFile]
    total_files: int
    total_bytes: int
    cursor: int | None


class ArtifactChange(msgspec.Struct, frozen=True):
    """A path that two versions do not have alike. Of `after`, `shared_bytes` lie in chunks that `before` has, too."""

    path: str
    kind: Literal["added", "removed", "changed"]
    before: ArtifactFile | None
    after: ArtifactFile | None
    shared_bytes: int


class ArtifactDiff(msgspec.Struct, frozen=True):
    """How to get from one version to another: at most so many changes as were asked for, and how many there are."""

    added: int
    removed: int
    changed: int
    same: int
    changes: list[ArtifactChange]


class RunArtifact(msgspec.Struct, frozen=True):
    """A version that a run logged or used."""

    role: Role
    used_as: str
    time: int
    version: ArtifactVersion


class LineageNode(msgspec.Struct, frozen=True):
    """A run or a version in the graph. `label` is what to write on it, `group` the type of an artifact or the job type of a run.

    `more` says that it has neighbours that are not in the graph.
    """

    id: str
    kind: Literal["run", "version"]
    label: str
    project: str
    group: str
    state: str
    time: int
    more: bool = False


class LineageEdge(msgspec.Struct, frozen=True):
    """From what was there first to what came of it: a version that a run used, a run that logged a version, a version that is linked."""

    source: str
    target: str
    role: Literal["logged", "used", "linked"]


class ArtifactLineage(msgspec.Struct, frozen=True):
    """The graph around a run or a version. `truncated` says that there is more of it than was asked for."""

    nodes: list[LineageNode]
    edges: list[LineageEdge]
    truncated: bool


class PreviewColumn(msgspec.Struct, frozen=True):
    """A column of a file that is a table. `type` is the file's word; empty where it has none."""

    name: str
    type: str


class PreviewTensor(msgspec.Struct, frozen=True):
    """A tensor in a file."""

    name: str
    dtype: str
    shape: list[int]
    size_bytes: int


class PreviewMember(msgspec.Struct, frozen=True):
    """A file within a file."""

    path: str
    size_bytes: int


class ArtifactPreview(msgspec.Struct, frozen=True, kw_only=True):
    """What a file of a version holds: the beginning of a table, the tensors of a checkpoint, the files of an archive.

    `facts` is what the file says of itself. `total_rows` is null where that is not known without reading all of it.
    """

    kind: Literal["table", "tensors", "archive"]
    facts: dict[str, Any] = {}
    columns: list[PreviewColumn] = []
    rows: list[list[Any]] = []
    total_rows: int | None = None
    total_columns: int = 0
    tensors: list[PreviewTensor] = []
    total_tensors: int = 0
    total_values: int = 0
    members: list[PreviewMember] = []
    total_members: int = 0
