"""The artifact: a set of files with a name and a type. First it is built, then it is a version of its collection, and read."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import IO, Any, NamedTuple, Self

from runstone.artifacts import addresses, versions
from runstone.artifacts.collection import Collection
from runstone.artifacts.contents import Contents, Fault, walk
from runstone.artifacts.difference import Change, difference
from runstone.artifacts.manifest import Entry, Manifest, check_path
from runstone.artifacts.names import check_aliases, check_name
from runstone.artifacts.storing import FileStore, OnProgress, ignore
from runstone.artifacts.versions import Found
from runstone.blobs.store import BlobStore
from runstone.model.author import login_name
from runstone.model.collection import Version
from runstone.model.errors import BadValue, BlobDamaged, Misuse
from runstone.model.home import Home, default_home
from runstone.model.values import to_plain

MUTABLE, IMMUTABLE = "mutable", "immutable"


class File(NamedTuple):
    """A file of an artifact. `ref` is the address of a reference; empty for one whose bytes the home has."""

    path: str
    digest: str
    size_bytes: int | None
    ref: str
    artifact: Artifact

    def download(self, root: str | os.PathLike[str] | None = None) -> str:
        """Write it into a folder, at its path; by default the one that `Artifact.download` uses. Returns where it is."""
        place = Path(root) if root is not None else self.artifact.default_root
        return str(self.artifact.contents.fetch(self.path, place / self.path))

    def read(self) -> bytes:
        """Its bytes."""
        return b"".join(self.artifact.contents.stream(self.path))


class Artifact:
    """A set of files with a name and a type.

    A new one takes files in as they are added, into the home's blobs; `run.log_artifact` makes a version of it. One that a run uses, or that
    the Api found, is read: `download`, `files`, `verify`. Assigning `aliases`, `tags`, `description`, `metadata` and `ttl` of a
    version changes it for everybody.
    """

    def __init__(
        self,
        name: str,
        type: str,  # noqa: A002 - the field's word
        description: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        *,
        incremental: bool = False,
        home: str | os.PathLike[str] | Home | None = None,
    ) -> None:
        """
        Args:
            name: of the collection: letters, digits, `.`, `_` and `-`.
            type: what its versions are: `dataset`, `model`, any word.
            description: Markdown; of a model its card.
            metadata: plain values, nested.
            incremental: the version has what the latest one has, and what is added here.
            home: takes the files; default `RUNSTONE_DIR`, else `~/.runstone`.

        Raises:
            BadValue: a name or type that cannot be.
        """
        self._name = check_name(name)
        if not type or not isinstance(type, str):
            raise BadValue(f"type={type!r}: the type of an artifact is a word, such as dataset or model.")
        self._type = type
        self._description = description or ""
        self._metadata: dict[str, Any] = to_plain(dict(metadata or {}))
        self._incremental = incremental
        self._home = home if isinstance(home, Home) else Home(home) if home else Home(default_home())
        self._ttl_secs: int | None = None
        self._tags: list[str] = []
        self._later: list[tuple[str, Path]] = []
        self._found: Found | None = None
        self._future: Future[Found] | None = None
        self._final = False
        self.distributed_id: str | None = None
        self.contents = Contents(BlobStore(self._home), Manifest())

    @classmethod
    def of_version(cls, home: Home, found: Found, contents: Contents | None = None) -> Self:
        """The artifact that a version is."""
        artifact = object.__new__(cls)
        Artifact.__init__(artifact, found.facts.name, found.facts.type or "unspecified", home=home)
        artifact.became(found, contents)
        return artifact

    # ---- building

    def add_file(
        self,
        local_path: str | os.PathLike[str],
        name: str | None = None,
        *,
        policy: str = MUTABLE,
        overwrite: bool = False,
    ) -> File:
        """Add a file.

        Args:
            local_path: of the file.
            name: its path in the artifact; by default its own name.
            policy: `mutable`: its bytes are taken in now. `immutable`: you will leave it as it is, so it is taken in while training goes on.
            overwrite: replace what has the path already.

        Raises:
            BadValue: no such file, a path that cannot be, or one that another file has.
            OSError: the disk refused.
        """
        source = Path(local_path)
        if not source.is_file():
            raise BadValue(
                f"{source} is {'a folder: use add_dir' if source.is_dir() else 'not there'}. Nothing was added."
            )
        path = self._free(source.name if name is None else name, overwrite)
        if _is_later(policy):
            self._later.append((path, source.absolute()))
            return File(path, "", source.stat().st_size, "", self)
        with FileStore(self._home) as store:
            return self._put(path, store.store_file(source), True)

    def add_dir(
        self,
        local_path: str | os.PathLike[str],
        name: str | None = None,
        *,
        policy: str = MUTABLE,
        merge: bool = False,
        on_progress: OnProgress = ignore,
    ) -> None:
        """Add all files of a folder and those below it. Those that are as they were when they were taken in last are not read.

        Args:
            local_path: of the folder; links in it are followed.
            name: the folder in the artifact; by default its root.
            policy: see `add_file`.
            merge: files that were added before under the same path with other bytes are replaced; else that is an error.
            on_progress: told after each file.

        Raises:
            BadValue: no such folder, or a path that another file has.
            OSError: the disk refused.
        """
        root = Path(local_path)
        if not root.is_dir():
            raise BadValue(f"{root} is no folder. Nothing was added.")
        self._building()
        files = ((check_path(f"{name}/{path}" if name else path), root / path) for path in walk(root))
        if _is_later(policy):
            self._later.extend((path, source.absolute()) for path, source in files)
            return
        with FileStore(self._home) as store:
            for path, entry in store.store(files, on_progress):
                self._put(path, entry, merge)

    def add_reference(
        self, uri: str, name: str | None = None, checksum: bool = True, max_objects: int | None = None
    ) -> list[File]:
        """Add what lies elsewhere, without its bytes: a file or folder, an HTTP address, an object or prefix of S3 or Google Cloud Storage.

        Args:
            uri: `file://`, `http(s)://`, `s3://`, `gs://`; others are kept as they are and never read.
            name: its path in the artifact; by default its last part.
            checksum: look at the bytes (file) or ETag (elsewhere), so that a change is noticed.
            max_objects: of a folder or prefix; ten millions by default.

        Raises:
            BadValue: nothing is there, or too much.
            MissingDependency: the scheme needs a package.
            ServerUnusable: nobody answers there.
        """
        self._building()
        found = addresses.look_at(str(uri), name, checksum, max_objects)
        return [self._put(check_path(path), entry, True) for path, entry in found]

    @contextmanager
    def new_file(self, name: str, mode: str = "w", encoding: str | None = None) -> Iterator[IO[Any]]:
        """A file to write in a `with` block; it is added when the block ends well.

        Args:
            name: its path in the artifact.
            mode: `w`, `x` or `wb`.
            encoding: of a text; UTF-8 by default.
        """
        path = self._free(name, False)
        folder = Path(tempfile.mkdtemp(prefix="runstone-"))
        try:
            binary = "b" in mode
            with open(folder / "new", mode, encoding=None if binary else encoding or "utf-8") as file:
                yield file
            with FileStore(self._home) as store:
                self._put(path, store.store_file(folder / "new"), True)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def add_bytes(
        self, data: bytes, name: str, *, overwrite: bool = False, extra: Mapping[str, Any] | None = None
    ) -> File:
        """Add bytes as a file.

        Args:
            data: its bytes.
            name: its path in the artifact.
            overwrite: replace what has the path already.
            extra: plain values to keep beside it in the manifest.
        """
        path = self._free(name, overwrite)
        with FileStore(self._home) as store:
            entry = store.store_bytes(data)
        return self._put(
            path, Entry(entry.digest, entry.size_bytes, entry.sha256, entry.chunks, extra=dict(extra or {})), True
        )

    def remove(self, path: str | File) -> None:
        """Take a file out again, or all of a folder.

        Raises:
            ArtifactNotFound: there is no such path.
        """
        self._building()
        name = check_path(path.path if isinstance(path, File) else path)
        doomed = [*self.manifest.below(name).entries, *(later for later, _ in self._later if _is_below(later, name))]
        if not doomed:
            self.contents.entry(name)
        for found in doomed:
            self.manifest.entries.pop(found, None)
        self._later = [(later, source) for later, source in self._later if later not in doomed]

    def finalize(self) -> None:
        """Nothing can be added from now on."""
        self._final = True

    def new_draft(self) -> Self:
        """A new artifact with the files, metadata and description of this one, to change and to log as its next version."""
        draft = object.__new__(type(self))
        Artifact.__init__(draft, self._name, self._type, self.description, self.metadata, home=self._home)
        draft.contents = Contents(BlobStore(self._home), Manifest(self.manifest.entries))
        return draft

    # ---- reading

    @property
    def manifest(self) -> Manifest:
        """What files it has."""
        return self.contents.manifest

    def files(self, names: Iterable[str] | None = None) -> list[File]:
        """Its files by path; only these, if names are given."""
        wanted = None if names is None else set(names)
        return [self._file(path, entry) for path, entry in self.manifest if wanted is None or path in wanted]

    def get_entry(self, path: str) -> File:
        """The file at a path.

        Raises:
            ArtifactNotFound: there is none.
        """
        return self._file(path, self.contents.entry(path))

    get_path = get_entry

    @property
    def default_root(self) -> Path:
        """Where `download` writes to if nobody says: `artifacts/<name>:<version>` in the working directory, or in `RUNSTONE_ARTIFACT_DIR`."""
        folder = Path(os.environ.get("RUNSTONE_ARTIFACT_DIR") or "artifacts")
        return folder / (f"{self._name}:{self.version}" if os.name != "nt" else f"{self._name}-{self.version}")

    def download(
        self,
        root: str | os.PathLike[str] | None = None,
        allow_missing_references: bool = False,
        path_prefix: str | None = None,
    ) -> str:
        """Write the files into a folder. Those that are there already with the same bytes stay, and every file is compared with its digest.

        Args:
            root: the folder; by default `artifacts/<name>:<version>`.
            allow_missing_references: leave out references that cannot be read.
            path_prefix: only what lies at or below this path.

        Returns:
            The folder.

        Raises:
            BlobDamaged: bytes are missing or others than were logged; nothing wrong is written.
            OSError: the disk refused.
        """
        self._logged()
        place = Path(root) if root is not None else self.default_root
        return str(self.contents.download(place, path_prefix or "", allow_missing_references))

    def checkout(self, root: str | os.PathLike[str] | None = None) -> str:
        """`download`, and remove all other files of the folder.

        Raises:
            BlobDamaged, OSError: see `download`.
        """
        self._logged()
        return str(self.contents.checkout(Path(root) if root is not None else self.default_root))

    def file(self, root: str | os.PathLike[str] | None = None) -> str:
        """Download the only file of it.

        Returns:
            Where it is.

        Raises:
            Misuse: it has none, or several.
        """
        if len(self.manifest) != 1:
            raise Misuse(
                f"{self.name} has {len(self.manifest)} files, not one. Use download, or get_entry(path).download."
            )
        return self.files()[0].download(root)

    def faults(self, root: str | os.PathLike[str] | None = None) -> list[Fault]:
        """How a folder differs from it; without one, which of its blobs are missing or changed. Empty where all is well."""
        return self.contents.faults() if root is None else self.contents.faults_of_folder(Path(root))

    def verify(self, root: str | os.PathLike[str] | None = None) -> None:
        """See that a folder has exactly its files; without one, that the home has all their bytes.

        Raises:
            BlobDamaged: it has not. The message names the first that differ.
        """
        found = self.faults(root)
        if found:
            told = " ".join(fault.message for fault in found[:5])
            raise BlobDamaged(f"{len(found)} files of {self.name} are not as they were logged. {told}")

    def diff(self, other: Artifact) -> list[Change]:
        """What must change to get from the other one to this one, by path."""
        return difference(other.manifest, self.manifest)

    # ---- what is said of it

    @property
    def name(self) -> str:
        """`name:v3`; before it is logged, the name alone."""
        return f"{self._name}:{self.version}" if self._found else self._name

    @property
    def collection_name(self) -> str:
        """The name of its collection."""
        return self._name

    @property
    def type(self) -> str:
        """What its versions are."""
        return self._type

    @property
    def project(self) -> str:
        """The project of its collection."""
        return self._logged().facts.project

    @property
    def qualified_name(self) -> str:
        """`project/name:v3`."""
        return f"{self.project}/{self.name}"

    @property
    def version(self) -> str:
        """`v3`.

        Raises:
            Misuse: it is not logged.
        """
        return f"v{self._logged().version.number}"

    @property
    def id(self) -> str:
        """The id of the version: it stays when homes are joined and numbers change."""
        return self._logged().version.id

    @property
    def state(self) -> str:
        """`PENDING` while it is built, then `COMMITTED`, or `DELETED`."""
        if self._found is None:
            return "PENDING"
        return "DELETED" if self._found.facts.is_deleted(self._found.version.id) else "COMMITTED"

    @property
    def digest(self) -> str:
        """What tells its contents from others; as W&B computes it."""
        return self._found.version.digest if self._found else self.manifest.digest

    @property
    def size(self) -> int:
        """All files together, in bytes."""
        return self.manifest.size_bytes

    @property
    def file_count(self) -> int:
        """How many files it has."""
        return len(self.manifest)

    @property
    def created_time(self) -> int:
        """When it was logged, in microseconds since the epoch."""
        return self._logged().version.created_time

    @property
    def logged_by(self) -> str:
        """The id of the run that logged it; empty where none did."""
        return self._logged().version.run

    @property
    def is_link(self) -> bool:
        """Whether it is shown here by a link to another collection."""
        return bool(self._found and self._found.version.source)

    @property
    def aliases(self) -> list[str]:
        """Its aliases. Assigning replaces them; one that another version had moves here."""
        return list(self._now().aliases)

    @aliases.setter
    def aliases(self, aliases: Iterable[str]) -> None:
        wanted, present = check_aliases(list(aliases)), self.aliases
        removed = tuple(alias for alias in present if alias not in wanted)
        added = tuple(alias for alias in wanted if alias not in present)
        self._change(versions.Change(aliases_added=added, aliases_removed=removed))

    @property
    def tags(self) -> list[str]:
        """Its tags; assigning replaces them."""
        return list(self._now().tags) if self._found else list(self._tags)

    @tags.setter
    def tags(self, tags: str | Iterable[str]) -> None:
        wanted = [tags] if isinstance(tags, str) else list(tags)
        if self._found is None:
            self._tags = wanted
            return
        present = self.tags
        removed = tuple(tag for tag in present if tag not in wanted)
        self._change(
            versions.Change(tags_added=tuple(tag for tag in wanted if tag not in present), tags_removed=removed)
        )

    @property
    def description(self) -> str:
        """Markdown; assigning replaces it."""
        return self._now().description if self._found else self._description

    @description.setter
    def description(self, description: str | None) -> None:
        self._description = description or ""
        if self._found is not None:
            self._change(versions.Change(description=self._description))

    @property
    def metadata(self) -> dict[str, Any]:
        """Plain values; assigning replaces all of them. What is changed inside before it is logged is logged."""
        return self._now().metadata if self._found else self._metadata

    @metadata.setter
    def metadata(self, metadata: Mapping[str, Any]) -> None:
        self._metadata = to_plain(dict(metadata))
        if self._found is not None:
            self._change(versions.Change(metadata=self._metadata))

    @property
    def ttl(self) -> timedelta | None:
        """How long it is kept after it was logged; None: for ever. `runstone gc` deletes what is over, unless it has an alias besides `latest`,
        or a portfolio shows it."""
        seconds = self._now().ttl_secs if self._found else self._ttl_secs
        return timedelta(seconds=seconds) if seconds else None

    @ttl.setter
    def ttl(self, ttl: timedelta | None) -> None:
        self._ttl_secs = int(ttl.total_seconds()) if ttl is not None else None
        if self._found is not None:
            self._change(versions.Change(ttl_secs=self._ttl_secs or 0))

    def delete(self, delete_aliases: bool = False) -> None:
        """Delete this version for good; its number is not given again. `runstone gc` frees what nothing else uses.

        Args:
            delete_aliases: also if it has aliases besides `latest`.

        Raises:
            Misuse: it has aliases. Nothing was deleted.
        """
        found = self._logged()
        collection = self._collection(found)
        try:
            versions.delete(collection, found.version.id, delete_aliases)
            self._found = Found(collection.facts(), found.version)
        finally:
            collection.close()

    unlink = delete

    def wait(self, timeout: float | None = None) -> Self:
        """Wait until it is logged.

        Args:
            timeout: in seconds.

        Raises:
            TimeoutError: it takes longer.
            RunstoneError, OSError: it could not be logged, and why.
        """
        if self._future is not None:
            self.became(self._future.result(timeout))
        self._logged()
        return self

    def is_draft(self) -> bool:
        """Whether it was not logged yet."""
        return self._found is None

    def __repr__(self) -> str:
        return f"<Artifact {self.name} of type {self._type}, {len(self.manifest)} files>"

    # ---- for whoever logs it

    def ready(self, home: Home, on_progress: OnProgress = ignore) -> Manifest:
        """Take in what was added as immutable, and see that the home of the run has all of it.

        Raises:
            BadValue, BlobDamaged, OSError: a file or its bytes are gone.
        """
        self._final = True
        if self._later:
            with FileStore(self._home) as files:
                for path, entry in files.store(self._later, on_progress):
                    self.manifest.entries[path] = entry
            self._later = []
        target = BlobStore(home)
        for blob in self.manifest.blobs():
            # Touched, so that no garbage collection takes it before the version is recorded.
            if not target.touch(blob):
                target.put(BlobStore(self._home).get(blob))
        if home.path != self._home.path:
            self._home = home
            self.contents = Contents(target, self.manifest)
        return self.manifest

    def draft(
        self, project: str, aliases: Iterable[str], tags: Iterable[str], run: str, step: int | None
    ) -> versions.Draft:
        """What a version is made of, once it is `ready`."""
        return versions.Draft(
            project=project,
            name=self._name,
            type=self._type,
            manifest=self.manifest,
            description=self._description,
            metadata=to_plain(self._metadata),
            aliases=tuple(aliases),
            tags=tuple(dict.fromkeys([*self._tags, *tags])),
            ttl_secs=self._ttl_secs,
            run=run,
            step=step,
            incremental=self._incremental,
            distributed_id=self.distributed_id or "",
        )

    def has_later(self) -> bool:
        """Whether files wait to be taken in."""
        return bool(self._later)

    def is_logged_by(self, future: Future[Found]) -> None:
        """It will be logged by then."""
        self._future = future

    def became(self, found: Found, contents: Contents | None = None) -> None:
        """It is this version from now on."""
        self._found, self._future, self._final = found, None, True
        store = BlobStore(self._home)
        self.contents = contents or Contents(store, Manifest.load(store, found.version.manifest))

    def _logged(self) -> Found:
        if self._found is None and self._future is not None and self._future.done():
            self.became(self._future.result())
        if self._found is None:
            raise Misuse(f"The artifact {self._name} is not logged yet: run.log_artifact(artifact).wait() does that.")
        return self._found

    @property
    def found(self) -> Found:
        """The version that it is, and its collection.

        Raises:
            Misuse: it is not logged.
        """
        return self._logged()

    def _now(self) -> Version:
        return self._logged().version

    def _collection(self, found: Found) -> Collection:
        return Collection(self._home, found.facts.id, author=login_name())

    def _change(self, wanted: versions.Change) -> None:
        found = self._logged()
        collection = self._collection(found)
        try:
            versions.change(collection, found.version.id, wanted)
            facts = collection.facts()
            self._found = Found(facts, versions.by_id(facts, found.version.id))
        finally:
            collection.close()

    def _building(self) -> None:
        if self._final:
            raise Misuse(
                f"{self._name} was logged or finalized; nothing can be added to it. new_draft() begins the next version."
            )

    def _free(self, name: str, overwrite: bool) -> str:
        self._building()
        path = check_path(str(name))
        if not overwrite and path in self.manifest.entries:
            raise BadValue(f"{self._name} has a file {path!r} already. Use overwrite=True, or another name.")
        return path

    def _put(self, path: str, entry: Entry, overwrite: bool) -> File:
        known = self.manifest.entries.get(path)
        if known is not None and not overwrite and known.digest != entry.digest:
            raise BadValue(f"{self._name} has a file {path!r} with other bytes already. merge=True replaces it.")
        self.manifest.entries[path] = entry
        return self._file(path, entry)

    def _file(self, path: str, entry: Entry) -> File:
        return File(path, entry.digest, entry.size_bytes, entry.ref, self)


def _is_later(policy: str) -> bool:
    if policy not in (MUTABLE, IMMUTABLE):
        raise BadValue(f"policy={policy!r}: expected {MUTABLE!r} or {IMMUTABLE!r}. Nothing was added.")
    return policy == IMMUTABLE


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder}/")
