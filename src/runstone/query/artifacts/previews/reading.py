"""A look into a file of a version, whichever kind it is."""

from __future__ import annotations

from pathlib import PurePosixPath

from runstone.artifacts.contents import Contents
from runstone.artifacts.manifest import Manifest
from runstone.blobs.store import BlobStore
from runstone.model.errors import BadValue
from runstone.query.artifacts.answers import ArtifactPreview
from runstone.query.artifacts.previews import archive, delimited, parquet, safetensors
from runstone.query.artifacts.previews.stored_file import open_stored

MAX_ROWS = 1000
_PARQUET = (".parquet", ".pq")
_DELIMITED = (".csv", ".tsv")
_SAFETENSORS = (".safetensors",)
_ARCHIVES = (".zip", ".npz", ".pt", ".pth", ".ckpt", ".keras", ".whl")


def look(store: BlobStore, manifest: str, path: str, rows: int = 100) -> ArtifactPreview:
    """What a file holds. Texts and pictures need no such look: their bytes say it.

    Args:
        store: has the manifest, and the file.
        manifest: its SHA-256.
        path: of the file.
        rows: of a table, at most so many.

    Raises:
        ArtifactNotFound: there is no such file.
        BadValue: it is of no kind that can be looked into, or not of the kind that its name says.
        MissingDependency: reading it needs a package that is not installed.
        BlobDamaged: its bytes are not there any more.
    """
    contents = Contents(store, Manifest.load(store, manifest))
    if contents.entry(path).ref:
        raise BadValue(f"{path} is a reference: its bytes lie at {contents.entry(path).ref}, and are not looked into.")
    ending = PurePosixPath(path).suffix.lower()
    with open_stored(contents, path) as file:
        if ending in _PARQUET:
            return parquet.preview(file, path, rows)
        if ending in _DELIMITED:
            return delimited.preview(file, path, rows)
        if ending in _SAFETENSORS:
            return safetensors.preview(file, path)
        if ending in _ARCHIVES:
            return archive.preview(file, path)
    raise BadValue(f"Files that end with {ending or 'nothing'!r} are not looked into. Download it.")
