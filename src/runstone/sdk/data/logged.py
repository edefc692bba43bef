"""Logged data: one dataset or pretrained model of a run, looked at more and more closely by a thread, each step recorded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import msgspec

from runstone.artifacts.found import Found
from runstone.artifacts.manifest import Entry
from runstone.artifacts.storing import FileStore
from runstone.blobs.store import BlobStore
from runstone.data.address import asked_of, facts_of, local_path
from runstone.data.fingerprint import Fingerprint, Stop
from runstone.data.listing import Listing
from runstone.model.errors import RunstoneError
from runstone.model.home import Home
from runstone.model.records import DataLogged
from runstone.sdk import guard
from runstone.sdk.artifacts.artifact import Artifact
from runstone.sdk.artifacts.log import ArtifactLog

# Beyond so many files a listing is megabytes a run: then the digests alone are kept.
MAX_LISTED = 200_000

TYPES = {"dataset": "dataset", "pretrained": "model"}


class SaveLimits(msgspec.Struct, frozen=True):
    """How much may be saved; None for no limit."""

    max_bytes: int | None
    max_files: int | None


class LoggedData:
    """What `run.log_dataset` and `run.log_pretrained` give back. `record` is what is known by now; `wait` waits until no more will be."""

    def __init__(
        self,
        home: Home,
        log: ArtifactLog | None,
        write: Callable[[DataLogged], None],
        now: Callable[[], int],
        record: DataLogged,
        save: bool,
        limits: SaveLimits,
    ) -> None:
        self.record = record
        self._home = home
        self._log = log
        self._write = write
        self._now = now
        self._save = save
        self._limits = limits
        self._path = local_path(record.uri)
        self._over = Event()
        self._artifact: Artifact | None = None

    @property
    def digests(self) -> dict[str, str]:
        """The digests that are known by now: `stat`, `partial`, `full`."""
        return dict(self.record.digests)

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until all is known, or the run ends. Returns False after the timeout, in seconds."""
        if not self._over.wait(timeout):
            return False
        if self._artifact is not None:
            self._artifact.wait(timeout)
        return True

    @guard.guarded
    def look(self, stopped: Callable[[], bool]) -> None:
        """Get to know it, in the thread of the caller.

        Args:
            stopped: asked often; True when there is no more time.
        """
        try:
            if self._path is None:
                self._note(facts=facts_of(self.record.uri))
                asked = asked_of(self.record.uri)
                if asked:
                    self._note(facts={**self.record.facts, **asked})
            elif self._path.exists():
                self._look_at_files(Fingerprint(self._home, self._path, stopped))
            else:
                guard.say_once(
                    f"the {self.record.role} {self.record.name}: nothing lies at {self._path}; that alone was recorded"
                )
                self._note(facts={"missing": True})
        except Stop:
            pass  # what is known by then was recorded
        except (RunstoneError, OSError) as error:
            guard.say_once(
                f"the {self.record.role} {self.record.name} cannot be read on ({error}); what was known of it before is recorded"
            )
            self._note(facts={**self.record.facts, "unreadable": str(error)})
        finally:
            self._over.set()

    def give_up(self) -> None:
        """Nobody will look any more."""
        self._over.set()

    def _look_at_files(self, fingerprint: Fingerprint) -> None:
        fingerprint.stat()
        listing = fingerprint.listing()
        self._tell(listing)
        if self._save and self._may_save(listing):
            self._save_files(fingerprint)
            return
        if "partial" not in self.record.digests:
            fingerprint.partial()
            self._tell(fingerprint.listing())
        fingerprint.full()
        listing = fingerprint.listing()
        self._tell(listing)
        self._refer(fingerprint, listing)

    def _may_save(self, listing: Listing) -> bool:
        too_long = self._limits.max_bytes is not None and listing.size_bytes > self._limits.max_bytes
        too_many = self._limits.max_files is not None and len(listing.files) > self._limits.max_files
        if too_long or too_many:
            guard.say_once(
                f"the {self.record.role} {self.record.name} was not saved: {len(listing.files):,} files of {listing.size_bytes:,} bytes are more than "
                "max_save_files or max_save_bytes allows. Its fingerprint is recorded. force_save=True saves it all the same."
            )
        return not (too_long or too_many)

    def _tell(self, listing: Listing) -> None:
        blob = listing.save(BlobStore(self._home)) if len(listing.files) <= MAX_LISTED else ""
        self._note(digests=listing.digests, file_count=len(listing.files), size_bytes=listing.size_bytes, listing=blob)

    def _save_files(self, fingerprint: Fingerprint) -> None:
        """All bytes come into the home, as a version of an artifact: that is waited for when the run ends."""
        artifact = self._draft()

        def fill() -> None:
            names = list(fingerprint.listing().files)
            with FileStore(self._home) as store:
                for name, entry in store.store((name, fingerprint.path(name)) for name in names):
                    artifact.manifest.entries[name] = entry

        def done(found: Found) -> None:
            full = {"full": found.version.digest}
            self._note(
                digests={**self.record.digests, **full}, saved=True, collection=found.facts.id, version=found.version.id
            )

        self._make(artifact, fill, done)

    def _refer(self, fingerprint: Fingerprint, listing: Listing) -> None:
        """Bytes that are known and stay where they are: a version of references."""
        if len(listing.files) > MAX_LISTED or not listing.files:
            return
        artifact = self._draft()
        artifact.manifest.entries.update(
            (name, Entry(file.full, file.size_bytes, ref=_address(fingerprint.path(name))))
            for name, file in listing.files.items()
        )

        def done(found: Found) -> None:
            self._note(collection=found.facts.id, version=found.version.id)

        self._make(artifact, lambda: None, done)

    def _draft(self) -> Artifact:
        name = "".join(
            sign if sign.isascii() and (sign.isalnum() or sign in "_.-") else "-" for sign in self.record.name
        )
        return Artifact(
            name[:128],
            type=TYPES[self.record.role],
            description=self.record.description,
            metadata={"uri": self.record.uri},
            home=self._home,
        )

    def _make(self, artifact: Artifact, fill: Callable[[], None], done: Callable[[Found], None]) -> None:
        if self._log is not None:
            self._artifact = self._log.use_later(artifact, fill, self.record.context or self.record.role, done)

    def _note(self, **facts: Any) -> None:
        changed = msgspec.structs.replace(self.record, **facts)
        if changed != self.record:
            self.record = msgspec.structs.replace(changed, time=self._now())
            self._write(self.record)


def _address(path: Path) -> str:
    return path.absolute().as_uri()
