"""The artifact that a script builds: what every artifact is, and objects such as tables and images in it."""

from __future__ import annotations

import mimetypes
import os
import tempfile
import weakref
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from runstone.artifacts import artifact as stored
from runstone.artifacts.building import MUTABLE
from runstone.artifacts.reading import File
from runstone.artifacts.storing import OnProgress, ignore
from runstone.encoding import raw
from runstone.encoding.raw import Raw
from runstone.model.errors import ArtifactNotFound, BadValue
from runstone.sdk.artifacts.progress import Teller
from runstone.sdk.exits import WATCH

if TYPE_CHECKING:
    from runstone.sdk.media.media import Blob, Encoded

_ENDINGS = {"application/vnd.runstone.table": ".table", "application/vnd.runstone.points": ".points"}
_MEDIA = "media"


class Artifact(stored.Artifact):
    """A set of files with a name and a type: `Artifact("digits", type="dataset")`. See `run.log_artifact` and `run.use_artifact`.

    Without a type it is a single file to be logged under a key, with a caption: `run.log({"checkpoint": Artifact("best.pt", "epoch 3")})`.
    """

    def __new__(cls, *args: Any, type: str | None = None, **kwargs: Any) -> Any:  # noqa: A002
        """The artifact, or the file to be logged where no type is given."""
        if type is not None:
            return super().__new__(cls)
        from runstone.sdk.media.file import Artifact as LoggedFile

        return LoggedFile(*args, **kwargs)

    def __init__(
        self,
        name: str,
        type: str,  # noqa: A002
        description: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        *,
        incremental: bool = False,
        home: Any = None,
    ) -> None:
        """See `runstone.artifacts.artifact.Artifact`; `home` is by default that of the current run."""
        run = WATCH.current
        if home is None and run is not None:
            if run.disabled:
                # Such a run leaves nothing in its home, and yet its script may read what it added.
                self._scratch = tempfile.TemporaryDirectory(prefix="runstone-")
                weakref.finalize(self, self._scratch.cleanup)
            home = self._scratch.name if run.disabled else run.home
        super().__init__(name, type, description, metadata, incremental=incremental, home=home)

    def add_dir(
        self,
        local_path: str | os.PathLike[str],
        name: str | None = None,
        *,
        policy: str = MUTABLE,
        merge: bool = False,
        on_progress: OnProgress | None = None,
    ) -> None:
        """See `runstone.artifacts.building.Building.add_dir`. Without an `on_progress` it is said every few seconds how far it is, unless the run is
        quiet."""
        run = WATCH.current
        is_quiet = run is not None and run.settings["quiet"]
        listener = on_progress or (ignore if is_quiet else Teller(self.collection_name))
        super().add_dir(local_path, name, policy=policy, merge=merge, on_progress=listener)

    def add(self, obj: Any, name: str, overwrite: bool = False) -> File:
        """Add an object: a Table, an Image, anything that `run.log` takes as media. `get` gives it back.

        Args:
            obj: the object.
            name: its path in the artifact; the ending of its kind of file is put behind it if it has none.
            overwrite: replace what has the path already.

        Raises:
            BadValue: it is none, or a part of it cannot be encoded.
        """
        from runstone.sdk.media.recognition import as_media

        media = as_media(obj)
        if media is None:
            raise BadValue(
                f"a {_kind(obj)} is no media object. Write it to a file, and add that by add_file or new_file."
            )
        encoded = media.encode()
        data, mime = _bytes(encoded)
        ending = _ENDINGS.get(mime) or mimetypes.guess_extension(mime) or ""
        path = name if Path(name).suffix or not ending else name + ending
        parts = {}
        for part, blob in encoded.parts.items():
            content, part_mime = _bytes(blob)
            target = f"{path}.parts/{part}"
            self.add_bytes(content, target, overwrite=overwrite)
            parts[part] = {"path": target, "mime": part_mime}
        about = {
            "type": media.type,
            "mime": mime,
            "caption": media.caption,
            "facts": encoded.facts,
            "parts": parts,
            "name": name,
        }
        from runstone.model.values import to_json, to_plain

        return self.add_bytes(data, path, overwrite=overwrite, extra={_MEDIA: to_json(to_plain(about))})

    def get(self, name: str) -> Any:
        """The object that was added under a name: a Table again, an Image, Audio and so on.

        Raises:
            ArtifactNotFound: no object was added under this name; `get_entry` finds files.
        """
        from runstone.sdk import media

        for path, entry in self.manifest:
            about = entry.extra.get(_MEDIA)
            if not about or name not in (path, about["name"]):
                continue
            if about["type"] == "table":
                return self._table(path)
            kind = {"image": media.Image, "audio": media.Audio, "video": media.Video, "html": media.Html}.get(
                about["type"]
            )
            data = self.get_entry(path).read()
            if kind is media.Html:
                return media.Html(data.decode(), caption=about["caption"])
            local = Path(self.get_entry(path).download())
            return (kind or media.File)(local, caption=about["caption"])
        raise ArtifactNotFound(f"{self.name} holds no object {name!r}. get_entry(path) finds its files.")

    def _table(self, path: str) -> Any:
        from runstone.encoding.table import TableReader
        from runstone.sdk.media.table import Table

        reader = TableReader(self.get_entry(path).read())
        return Table(columns=reader.names, rows=reader.cells())


def _bytes(encoded: Encoded | Blob) -> tuple[bytes, str]:
    if isinstance(encoded.data, Raw):
        done = raw.encode(encoded.data)
        return bytes(done.data), done.mime
    if isinstance(encoded.data, Path):
        return encoded.data.read_bytes(), encoded.mime
    if encoded.data is None:
        import msgspec

        from runstone.model.values import to_json, to_plain
        from runstone.sdk.media.media import Encoded

        facts = encoded.facts if isinstance(encoded, Encoded) else {}
        return msgspec.json.encode(to_json(to_plain(facts))), "application/json"
    return encoded.data, encoded.mime


def _kind(obj: object) -> str:
    return type(obj).__qualname__
