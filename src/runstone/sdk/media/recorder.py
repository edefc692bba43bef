"""The recorder of media: what `log()` does with an item before it returns."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

from runstone.blobs.store import BlobStore, Stored
from runstone.encoding import raw
from runstone.encoding.raw import Raw
from runstone.model.errors import BadValue
from runstone.model.records import MediaLogged, Part, Trouble
from runstone.model.values import to_plain
from runstone.sdk import guard
from runstone.sdk.media.encoder import Encoder, Job
from runstone.sdk.media.media import Blob, Media, Place

if TYPE_CHECKING:
    from runstone.journal.writer import JournalWriter

# Fewer values are encoded sooner than they are written twice.
_SMALL_BYTES = 16 << 10
# Drawings are, too, and help those who encode if they are behind, but no call takes long.
_DRAWN_BYTES = 512 << 10
_NOTHING = Part("", 0, "")


class MediaRecorder:
    """Stores items and appends their records; raw values are left to an encoder. Safe to use from many threads."""

    def __init__(self, writer: JournalWriter, store: BlobStore, *, backlog_bytes: int, hurry_secs: float) -> None:
        """
        Args:
            writer: takes the records.
            store: takes the blobs.
            backlog_bytes: of raw values that may wait on the disk; what goes beyond is encoded before `log` returns.
            hurry_secs: how long `end` waits when the process is about to be killed.
        """
        self._writer = writer
        self._store = store
        self._encoder = Encoder(writer, store)
        self._backlog_bytes = backlog_bytes
        self._hurry_secs = hurry_secs

    def log(self, media: Media, key: str, step: int, index: int, time: int) -> None:
        """Record one item, which is one of its own `samples`. A disk that refuses it costs this item, and is told.

        Raises:
            BadValue, MissingDependency: see `Media.encode`.
        """
        place = Place(key, step, index)
        encoded = media.encode_at(place)
        blobs = dict(encoded.parts)
        if encoded.data is not None:
            blobs[""] = Blob(encoded.data, encoded.mime)
        try:
            parts = {name: self._keep(blob) for name, blob in blobs.items()}
        except OSError as error:
            self._tell_lost(key, step, error)
            return
        own = parts.pop("", _NOTHING)
        self._writer.event(
            MediaLogged(
                time=time,
                key=key,
                step=step,
                index=index,
                type=media.type,
                sha256=own.sha256,
                size_bytes=own.size_bytes,
                mime=own.mime or encoded.mime,
                caption=media.caption,
                facts=to_plain(encoded.facts),
                parts=parts,
            )
        )
        media.was_logged(place)
        # Only now: the record that something is encoded must stand behind the one that it was logged.
        for name, part in (("", own), *parts.items()):
            if part.mime == raw.MIME:
                self._encoder.add(Job(key, step, index, name, part.sha256, part.size_bytes))

    @property
    def waiting_bytes(self) -> int:
        """How many bytes on the disk wait to be encoded."""
        return self._encoder.backlog_bytes

    def end(self, in_a_hurry: bool = False) -> None:
        """Wait until everything is encoded; what is not, because of a Ctrl-C or of a hurry, stays raw, and is shown all the same."""
        self._encoder.drain(self._hurry_secs if in_a_hurry else math.inf)

    def after_fork(self) -> None:
        """In a forked child: what waits is the parent's."""
        self._encoder.after_fork()

    def _keep(self, blob: Blob) -> Part:
        if isinstance(blob.data, Raw):
            return self._keep_raw(blob.data)
        stored = self._keep_file(blob.data) if isinstance(blob.data, Path) else self._store.put(blob.data)
        return _part(stored, blob.mime)

    def _keep_file(self, path: Path) -> Stored:
        try:
            file = open(path, "rb")  # noqa: SIM115 - an error of the store is no error of the file
        except OSError as error:
            raise BadValue(f"the file {path} cannot be read ({error.strerror or error}).") from error
        with file:
            return self._store.put_stream(file)

    def _keep_raw(self, values: Raw) -> Part:
        size_bytes = values.values.nbytes
        if size_bytes > _SMALL_BYTES:
            if size_bytes <= _DRAWN_BYTES and self._encoder.is_behind and (drawn := raw.encode_if_quick(values)):
                return _part(self._store.put(drawn.data), drawn.mime)
            if self._encoder.backlog_bytes + size_bytes <= self._backlog_bytes:
                return _part(self._store.put_unique(raw.pack(values)), raw.MIME)
            guard.say_once(
                f"{self._backlog_bytes >> 20} MiB of media wait to be encoded: until they are fewer, log() encodes what it is given itself, "
                "and takes longer. Nothing is lost. RUNSTONE_MEDIA_BACKLOG_BYTES lets more of them wait on the disk."
            )
        encoded = raw.encode(values)
        return _part(self._store.put(encoded.data), encoded.mime)

    def _tell_lost(self, key: str, step: int, error: OSError) -> None:
        reason = error.strerror or str(error)
        guard.say_once(
            f"Media cannot be stored ({reason}): those that are logged until the disk takes them again are not recorded. Training goes on, "
            "and what was recorded before is safe. Free some space."
        )
        message = f"The media {key!r} of step {step} could not be stored ({reason})."
        self._writer.event(Trouble(time=self._writer.now(), kind="media_lost", message=message, lost=1))


def _part(stored: Stored, mime: str) -> Part:
    return Part(stored.sha256, stored.size_bytes, mime)
