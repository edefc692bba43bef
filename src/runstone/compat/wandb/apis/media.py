"""Media in rows of the history: the dicts that wandb writes there, and their files."""

from __future__ import annotations

import io
import mimetypes
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from runstone.api.media import StoredMedia
from runstone.api.run import StoredRun

_TYPES = {
    "image": ("image-file", "images"),
    "audio": ("audio-file", "audio"),
    "video": ("video-file", "videos"),
    "html": ("html-file", "html"),
    "table": ("table-file", "table"),
    "object3d": ("object3D-file", "object3D"),
    "molecule": ("molecule-file", "molecule"),
    "figure": ("plotly-file", "plotly"),
    "graph": ("graph-file", "graph"),
}
_ENDINGS = {
    "application/vnd.runstone.table": ".table",
    "application/vnd.runstone.points": ".points",
    "model/gltf-binary": ".glb",
}


def values(items: Iterable[StoredMedia]) -> dict[str, Any]:
    """What a row holds of the media of one step: a value a key."""
    by_key: dict[str, list[StoredMedia]] = {}
    for media in items:
        by_key.setdefault(media.item.key, []).append(media)
    return {key: _one(found[0]) if len(found) == 1 else _several(found) for key, found in by_key.items()}


def path_of(media: StoredMedia) -> str:
    """Where its file lies in the run, as `Run.file` finds it."""
    item = media.item
    _, folder = _type(media)
    ending = _ENDINGS.get(item.mime) or mimetypes.guess_extension(item.mime) or ""
    index = f"_{item.index}" if item.index else ""
    return f"media/{folder}/{item.key}_{item.step}{index}_{item.sha256[:20]}{ending}"


def files(run: StoredRun) -> Iterator[MediaFile]:
    """The media of a run that have files, by key, step and index."""
    for media in run.media():
        if media.item.sha256:
            yield MediaFile(media)


class MediaFile:
    """The file of a media item."""

    def __init__(self, media: StoredMedia) -> None:
        self._media = media

    @property
    def name(self) -> str:
        """Its path in the run."""
        return path_of(self._media)

    @property
    def size(self) -> int:
        """In bytes."""
        return self._media.item.size_bytes

    def download(self, root: str | os.PathLike[str] = ".", replace: bool = False, exist_ok: bool = False) -> Any:
        """Copy it below a folder, and open it for reading.

        Args:
            root: the folder.
            replace: whether a file that is there is replaced.
            exist_ok: whether one that is there is opened as it is.

        Raises:
            ValueError: a file is there, and neither was said.
        """
        path = Path(root, self.name)
        if path.exists() and not (replace or exist_ok):
            raise ValueError(
                f"File {path} exists and was left alone. Pass replace=True to overwrite it, or exist_ok=True to take it."
            )
        if not path.exists() or replace:
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_name(f".{path.name}.{os.getpid()}.part")
            part.write_bytes(self._media.read())
            os.replace(part, path)
        return io.TextIOWrapper(open(path, "rb"))

    def __repr__(self) -> str:
        return f"<File {self.name} ({self.size} bytes)>"


def _type(media: StoredMedia) -> tuple[str, str]:
    return _TYPES.get(media.item.type, ("file", "files"))


def _one(media: StoredMedia) -> dict[str, Any]:
    item, facts = media.item, media.item.facts
    if item.type == "histogram":
        counts, edges = media.histogram()
        return {"_type": "histogram", "values": counts.tolist(), "bins": edges.tolist()}
    found: dict[str, Any] = {"_type": _type(media)[0]}
    if item.sha256:
        found |= {"path": path_of(media), "sha256": item.sha256, "size": item.size_bytes}
    if item.type == "image":
        found["format"] = item.mime.rpartition("/")[2].partition("+")[0]
    if item.type == "table":
        found |= {"ncols": len(facts["columns"]), "nrows": facts["rows"]}
    found |= {name: facts[name] for name in ("width", "height") if name in facts}
    if item.caption:
        found["caption"] = item.caption
    return found


def _several(found: list[StoredMedia]) -> dict[str, Any]:
    value: dict[str, Any] = {
        "_type": "images/separated" if found[0].item.type == "image" else _type(found[0])[1],
        "count": len(found),
        "filenames": [path_of(media) for media in found],
    }
    value |= {name: found[0].item.facts[name] for name in ("width", "height") if name in found[0].item.facts}
    if any(media.item.caption for media in found):
        value["captions"] = [media.item.caption or "" for media in found]
    return value
