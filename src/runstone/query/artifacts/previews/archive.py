"""Zip files, which checkpoints of PyTorch, models of Keras and NumPy's `.npz` are: the files that are in them."""

from __future__ import annotations

import zipfile
from typing import BinaryIO

from runstone.model.errors import BadValue
from runstone.query.artifacts.answers import ArtifactPreview, PreviewMember

MAX_MEMBERS = 10_000


def preview(file: BinaryIO, path: str) -> ArtifactPreview:
    """The files of a zip file. Their bytes are not read, and nothing of them is run.

    Raises:
        BadValue: it is no zip file.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            members = [item for item in archive.infolist() if not item.is_dir()]
    except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
        raise BadValue(f"{path} cannot be read as a zip file ({error}). Its bytes are as they were logged.") from error
    return ArtifactPreview(
        kind="archive",
        members=[PreviewMember(item.filename, item.file_size) for item in members[:MAX_MEMBERS]],
        total_members=len(members),
    )
