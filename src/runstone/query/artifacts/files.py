"""The files of versions: a page of a folder, and the difference of two. They are read from manifests, which are blobs."""

from __future__ import annotations

import mimetypes

from runstone.artifacts.difference import difference
from runstone.artifacts.manifest import Entry, Manifest
from runstone.blobs.store import BlobStore
from runstone.query.artifacts.answers import ArtifactChange, ArtifactDiff, ArtifactFile, ArtifactFiles, ArtifactFolder

ANY_BYTES = "application/octet-stream"
_OBJECT = "media"


def list_files(
    store: BlobStore, manifest: str, path: str = "", first: int = 0, limit: int = 1000, recursive: bool = False
) -> ArtifactFiles:
    """A page of what lies directly in a folder, or of all files below it.

    Args:
        store: has the manifest.
        manifest: its SHA-256.
        path: of the folder; empty for the whole.
        first: of folders and files together, by name, folders first.
        limit: at most so many of both.
        recursive: all files at any depth, by path, and no folders.

    Raises:
        BlobDamaged: the manifest is missing or damaged.
    """
    folder = path.strip("/")
    prefix = f"{folder}/" if folder else ""
    folders: dict[str, list[int]] = {}
    files: list[tuple[str, Entry]] = []
    total_bytes = total_files = 0
    for name, entry in Manifest.load(store, manifest):
        if not name.startswith(prefix):
            continue
        size_bytes = entry.size_bytes or 0
        total_bytes += size_bytes
        total_files += 1
        below, slash, _ = name.removeprefix(prefix).partition("/")
        if slash and not recursive:
            counts = folders.setdefault(prefix + below, [0, 0])
            counts[0] += 1
            counts[1] += size_bytes
        else:
            files.append((name, entry))
    listed = [ArtifactFolder(name, *counts) for name, counts in folders.items()]
    until = first + limit
    shown = listed[first:until]
    rest = files[max(0, first - len(listed)) : max(0, until - len(listed))]
    more = until < len(listed) + len(files)
    return ArtifactFiles(
        path=folder,
        folders=shown,
        files=[file_of(name, entry) for name, entry in rest],
        total_files=total_files,
        total_bytes=total_bytes,
        cursor=until if more else None,
    )


def diff(store: BlobStore, before: str, after: str, limit: int = 1000) -> ArtifactDiff:
    """How to get from one manifest to another.

    Args:
        store: has both.
        before, after: their SHA-256.
        limit: at most so many changes.

    Raises:
        BlobDamaged: a manifest is missing or damaged.
    """
    old, new = Manifest.load(store, before), Manifest.load(store, after)
    changes = difference(old, new)
    kinds = [change.kind for change in changes]
    return ArtifactDiff(
        added=kinds.count("added"),
        removed=kinds.count("removed"),
        changed=kinds.count("changed"),
        same=len(new) - kinds.count("added") - kinds.count("changed"),
        changes=[
            ArtifactChange(
                path=change.path,
                kind=change.kind,
                before=file_of(change.path, change.before) if change.before else None,
                after=file_of(change.path, change.after) if change.after else None,
                shared_bytes=change.shared_bytes,
            )
            for change in changes[:limit]
        ],
    )


def file_of(path: str, entry: Entry) -> ArtifactFile:
    """An entry as the API tells it."""
    return ArtifactFile(
        path=path,
        size_bytes=entry.size_bytes,
        digest=entry.digest,
        sha256=entry.sha256,
        chunks=len(entry.chunks),
        ref=entry.ref,
        mime=mimetypes.guess_type(path)[0] or ANY_BYTES,
        object=entry.extra.get(_OBJECT),
    )
