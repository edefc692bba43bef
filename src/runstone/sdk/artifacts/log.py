"""The artifact log of a run: what it logs, uses and links becomes versions of collections, and lineage in its own journal."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from runstone.artifacts import versions
from runstone.artifacts.collection import Collection
from runstone.artifacts.draft import Draft
from runstone.artifacts.found import Found, by_id, find_version
from runstone.artifacts.names import REGISTRY, check_aliases, parse
from runstone.artifacts.storing import OnProgress, ignore
from runstone.blobs.store import BlobStore
from runstone.model.collection import LATEST, Version
from runstone.model.errors import BadValue, Misuse, RunstoneError
from runstone.model.home import Home
from runstone.model.ids import check_project
from runstone.model.records import ArtifactLogged, ArtifactUsed, CollectionBegan
from runstone.sdk import guard
from runstone.sdk.artifacts.artifact import Artifact
from runstone.sdk.artifacts.progress import Teller

if TYPE_CHECKING:
    from runstone.journal.writer import JournalWriter

UNSPECIFIED = "unspecified"


class Where(NamedTuple):
    """The run that logs."""

    home: Home
    run: str
    project: str
    quiet: bool


class ArtifactLog:
    """Logs and uses artifacts for one run. One thread takes in what may be taken in while training goes on; `end` waits for it."""

    def __init__(self, where: Where, writer: JournalWriter, next_step: Callable[[], int]) -> None:
        self._where = where
        self._writer = writer
        self._next_step = next_step
        self._store = BlobStore(where.home)
        self._process = os.getpid()
        self._pool: ThreadPoolExecutor | None = None
        self._pending: list[tuple[str, Future[Found]]] = []
        self._lock = threading.Lock()  # guards the pool and what is pending: a thread of ours logs, too

    def log(
        self,
        artifact_or_path: Any,
        name: str | None,
        type: str | None,  # noqa: A002
        aliases: Iterable[str] | None,
        tags: Iterable[str] | None,
    ) -> Artifact:
        """See `Run.log_artifact`."""
        wanted = check_aliases(_list(aliases), (LATEST,))
        if LATEST not in wanted:
            wanted.append(LATEST)
        artifact = self._artifact(artifact_or_path, name, type)
        own_tags, step = _list(tags) or [], self._next_step()

        def work() -> Found:
            artifact.ready(self._where.home, self._progress(artifact))
            draft = artifact.draft(self._where.project, wanted, own_tags, self._where.run, step)
            return self._logged(lambda collection: versions.commit(collection, self._store, draft), draft)

        return self._do(artifact, work)

    def log_later(self, artifact: Artifact, fill: Callable[[], None]) -> Artifact:
        """Make a version of what `fill` puts into a new artifact, while training goes on.

        Args:
            artifact: a draft.
            fill: called in the thread of the log; what it raises is said when the run ends, and no version is made.
        """
        step = self._next_step()

        def work() -> Found:
            fill()
            artifact.ready(self._where.home, self._progress(artifact))
            draft = artifact.draft(self._where.project, (LATEST,), (), self._where.run, step)
            return self._logged(lambda collection: versions.commit(collection, self._store, draft), draft)

        return self._do_later(artifact, work)

    def log_at(self, artifact: Artifact, step: int | None) -> Found:
        """Make a version of an artifact that was written at a step, in the thread of the caller."""
        artifact.ready(self._where.home, self._progress(artifact))
        draft = artifact.draft(self._where.project, (LATEST,), (), self._where.run, step)
        return self._logged(lambda collection: versions.commit(collection, self._store, draft), draft)

    def use_later(
        self, artifact: Artifact, fill: Callable[[], None], used_as: str, done: Callable[[Found], None]
    ) -> Artifact:
        """Make a version of what `fill` puts into a new artifact, and record that the run uses it, while training goes on.

        Args:
            artifact: a draft. The same contents again are the version that there is, which the run only uses.
            fill: see `log_later`.
            used_as: a word for what the run uses it as.
            done: told the version, in the thread of the log.
        """
        step = self._next_step()

        def work() -> Found:
            fill()
            artifact.ready(self._where.home, self._progress(artifact))
            draft = artifact.draft(self._where.project, (LATEST,), (), self._where.run, step)
            found = self._made(lambda collection: versions.commit(collection, self._store, draft), draft)
            if found.version.run == self._where.run:
                self._writer.event(ArtifactLogged(time=self._writer.now(), **_lineage(found)))
            self._writer.event(ArtifactUsed(time=self._writer.now(), used_as=used_as, **_lineage(found)))
            done(found)
            return found

        return self._do_later(artifact, work)

    def upsert(self, artifact_or_path: Any, name: str | None, type: str | None, distributed_id: str) -> Artifact:  # noqa: A002
        """See `Run.upsert_artifact`."""
        artifact = self._artifact(artifact_or_path, name, type)
        artifact.distributed_id = distributed_id
        artifact.ready(self._where.home, self._progress(artifact))
        draft = artifact.draft(self._where.project, (), (), self._where.run, None)
        collection = self._collection(draft)
        try:
            versions.upsert(collection, self._store, draft)
        finally:
            collection.close()
        return artifact

    def finish(
        self,
        artifact_or_path: Any,
        name: str | None,
        type: str | None,  # noqa: A002
        aliases: Iterable[str] | None,
        distributed_id: str,
    ) -> Artifact:
        """See `Run.finish_artifact`."""
        wanted = check_aliases(_list(aliases), (LATEST,))
        artifact = self._artifact(artifact_or_path, name, type)
        artifact.distributed_id = distributed_id
        step = self._next_step()

        def work() -> Found:
            artifact.ready(self._where.home, self._progress(artifact))
            draft = artifact.draft(self._where.project, wanted, (), self._where.run, step)
            return self._logged(lambda collection: versions.finish(collection, self._store, draft), draft)

        return self._do(artifact, work)

    def use(self, artifact_or_name: Any, type: str | None, use_as: str) -> Artifact:  # noqa: A002
        """See `Run.use_artifact`."""
        if isinstance(artifact_or_name, Artifact):
            artifact = artifact_or_name
            if artifact.is_draft():
                artifact = self.log(artifact, None, None, None, None)
            artifact.wait()
            found = artifact.found
        elif isinstance(artifact_or_name, str):
            found = find_version(self._where.home, parse(artifact_or_name, self._where.project))
            artifact = Artifact.of_version(self._where.home, found)
        else:
            found = getattr(artifact_or_name, "found", None) or _no_artifact(artifact_or_name)
            artifact = artifact_or_name
        if type is not None and type != found.facts.type:
            raise BadValue(f"{found.facts.name} is a {found.facts.type}, not a {type}. Nothing was recorded.")
        self._writer.event(ArtifactUsed(time=self._writer.now(), used_as=use_as, **_lineage(found)))
        return artifact

    def link(self, artifact: Any, target_path: str, aliases: Iterable[str] | None) -> Artifact:
        """See `Run.link_artifact`."""
        wanted = check_aliases(_list(aliases))
        if not hasattr(type(artifact), "found"):  # a draft's own says that it is not logged
            _no_artifact(artifact)
        if artifact.is_draft():
            artifact = self.log(artifact, None, None, None, None)
        source = artifact.wait().found
        if source.version.source:  # a link of a link is a link to the same version
            facts = Collection(self._where.home, source.version.source).facts()
            source = Found(facts, by_id(facts, source.version.source_version))
        named = parse(target_path, check_project(f"{REGISTRY}/{source.facts.type}"))
        portfolio = Collection.named(self._where.home, named.project, named.name)
        began = CollectionBegan(time=0, project=named.project, name=named.name, type=source.facts.type)
        try:
            version = versions.link(portfolio, self._store, began, source, self._where.run, wanted)
            return Artifact.of_version(self._where.home, Found(portfolio.facts(), version))
        finally:
            portfolio.close()

    def end(self) -> None:
        """Wait for all that is under way; what failed is said."""
        if self._process != os.getpid():
            return
        for name, future in self._pending:
            try:
                future.result()
            except (RunstoneError, OSError) as error:
                guard.say(f"the artifact {name} was not logged: {error}")
        self._pending.clear()
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None

    def after_fork(self) -> None:
        """In a forked child: what is under way is the parent's."""
        self._process = os.getpid()
        self._pool, self._pending, self._lock = None, [], threading.Lock()

    def _do(self, artifact: Artifact, work: Callable[[], Found]) -> Artifact:
        if not artifact.has_later() and not self._pending:
            artifact.became(work())
            return artifact
        return self._do_later(artifact, work)

    def _do_later(self, artifact: Artifact, work: Callable[[], Found]) -> Artifact:
        with self._lock:
            if self._pool is None:
                # One thread: versions get their numbers in the order in which they were logged.
                self._pool = ThreadPoolExecutor(1, "runstone-artifacts")
            future = self._pool.submit(work)
            self._pending = [(name, waiting) for name, waiting in self._pending if not waiting.done()]
            self._pending.append((artifact.collection_name, future))
        artifact.is_logged_by(future)
        return artifact

    def _made(self, work: Callable[[Collection], Version], draft: Draft) -> Found:
        collection = self._collection(draft)
        try:
            return Found(collection.facts(), work(collection))
        finally:
            collection.close()

    def _logged(self, work: Callable[[Collection], Version], draft: Draft) -> Found:
        found = self._made(work, draft)
        self._writer.event(ArtifactLogged(time=self._writer.now(), **_lineage(found)))
        return found

    def _collection(self, draft: Draft) -> Collection:
        return Collection.named(self._where.home, draft.project, draft.name)

    def _artifact(self, given: Any, name: str | None, kind: str | None) -> Artifact:
        if isinstance(given, Artifact):
            if not given.is_draft():
                raise Misuse(
                    f"{given.name} is a version already. new_draft() begins the next one; use_artifact records that it is used."
                )
            return given
        if not isinstance(given, str | os.PathLike):
            _no_artifact(given)
        text = os.fspath(given)
        path = Path(text)
        called = name or _safe(f"run-{self._where.run}-{path.name or 'files'}")
        artifact = Artifact(called, type=kind or UNSPECIFIED, home=self._where.home)
        if "://" in text:
            artifact.add_reference(text)
        elif path.is_dir():
            artifact.add_dir(path, on_progress=self._progress(artifact))
        else:
            artifact.add_file(path)
        return artifact

    def _progress(self, artifact: Artifact) -> OnProgress:
        """Says how far storing is, every few seconds, if it takes that long."""
        return ignore if self._where.quiet else Teller(artifact.collection_name)


def _lineage(found: Found) -> dict[str, str]:
    facts, version = found
    return {
        "collection": facts.id,
        "version": version.id,
        "digest": version.digest,
        "project": facts.project,
        "name": facts.name,
        "type": facts.type,
    }


def _list(given: Iterable[str] | None) -> list[str] | None:
    return None if given is None else [given] if isinstance(given, str) else list(given)


def _safe(name: str) -> str:
    return "".join(sign if sign.isascii() and (sign.isalnum() or sign in "_.-") else "-" for sign in name)[:128]


def _no_artifact(given: object) -> Any:
    raise BadValue(f"a {type(given).__qualname__} is no artifact: give an Artifact, or the path of a file or folder.")
