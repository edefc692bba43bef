"""The facts of a collection of artifacts: what the records of all its journals add up to, in whatever order they are read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from runstone.model.records import (
    AliasesChanged,
    AnyRecord,
    CollectionBegan,
    Opened,
    PartUpserted,
    Unknown,
    VersionDeleted,
    VersionDescribed,
    VersionLinked,
    VersionLogged,
    VersionNumbered,
    VersionRestored,
    VersionTagged,
)

LATEST = "latest"

Stamp = tuple[int, str]
"""The time of a word and the writer that said it: of two words, the one with the greater stamp stands."""

_NEVER: Stamp = (-1, "")
_EVER: Stamp = (1 << 62, "")


class Word(NamedTuple):
    """What was said last, and when."""

    stamp: Stamp
    value: Any


class Version(NamedTuple):
    """A version as it stands. Times are microseconds since the epoch.

    `source` is the id of the collection that a linked version comes from, and `source_version` its id there; both are empty for one of
    this collection's own.
    """

    id: str
    number: int
    digest: str
    manifest: str
    size_bytes: int
    file_count: int
    created_time: int
    run: str
    step: int | None
    description: str
    metadata: dict[str, Any]
    aliases: list[str]
    tags: list[str]
    ttl_secs: int | None
    source: str
    source_version: str
    distributed_id: str

    @property
    def expires_time(self) -> int | None:
        """When its time to live is over; None for one that is kept for ever."""
        return self.created_time + self.ttl_secs * 1_000_000 if self.ttl_secs else None


class CollectionFacts:
    """Everything that the journals of one collection say. Records may come in any order, and more than once."""

    def __init__(self, collection: str) -> None:
        self.id = collection
        self.began: CollectionBegan | None = None
        self.last_time = 0
        self.authors: dict[str, str] = {}
        self._began_stamp: Stamp = _EVER
        self._made: dict[str, tuple[Stamp, VersionLogged | VersionLinked]] = {}
        self._words: dict[tuple[str, str], Word] = {}
        self._tags: dict[tuple[str, str], Word] = {}
        self._given: dict[str, Word] = {}
        self._taken: dict[tuple[str, str], Stamp] = {}
        self._deleted: dict[str, Stamp] = {}
        self._restored: dict[str, Stamp] = {}
        self._parts: dict[str, dict[tuple[Stamp, str], PartUpserted]] = {}

    def apply(self, writer: str, record: AnyRecord | Unknown) -> None:
        """Take in one record of one writer."""
        self.last_time = max(self.last_time, record.time)
        stamp = (record.time, writer)
        match record:
            case Opened():
                self.authors[writer] = record.author
            case CollectionBegan():
                if stamp <= self._began_stamp:
                    self.began, self._began_stamp = record, stamp
            case VersionLogged() | VersionLinked():
                self._make(stamp, record)
            case VersionNumbered():
                self._say(record.version, "number", stamp, record.number)
            case VersionDescribed():
                for word in ("description", "metadata", "ttl_secs"):
                    self._say(record.version, word, stamp, getattr(record, word))
            case AliasesChanged():
                self._give(record.version, stamp, record.added)
                for alias in record.removed:
                    key = (alias, record.version)
                    self._taken[key] = max(self._taken.get(key, _NEVER), stamp)
            case VersionTagged():
                self._tag(record.version, stamp, record.added, True)
                self._tag(record.version, stamp, record.removed, False)
            case VersionDeleted():
                self._deleted[record.version] = max(self._deleted.get(record.version, _NEVER), stamp)
            case VersionRestored():
                self._restored[record.version] = max(self._restored.get(record.version, _NEVER), stamp)
            case PartUpserted():
                self._parts.setdefault(record.distributed_id, {})[stamp, record.manifest] = record
            case _:
                pass

    def _make(self, stamp: Stamp, record: VersionLogged | VersionLinked) -> None:
        self._made[record.version] = (stamp, record)
        self._give(record.version, stamp, record.aliases)
        if isinstance(record, VersionLogged):
            self._tag(record.version, stamp, record.tags, True)

    def _say(self, version: str, word: str, stamp: Stamp, value: Any) -> None:
        if value is not None and self._words.get((version, word), Word(_NEVER, None)).stamp <= stamp:
            self._words[version, word] = Word(stamp, value)

    def _give(self, version: str, stamp: Stamp, aliases: Iterable[str]) -> None:
        for alias in aliases:
            known = self._given.get(alias, Word(_NEVER, ""))
            if (known.stamp, known.value) <= (stamp, version):
                self._given[alias] = Word(stamp, version)

    def _tag(self, version: str, stamp: Stamp, tags: Iterable[str], present: bool) -> None:
        for tag in tags:
            known = self._tags.get((version, tag), Word(_NEVER, False))
            if (known.stamp, not known.value) <= (stamp, not present):
                self._tags[version, tag] = Word(stamp, present)

    @property
    def project(self) -> str:
        """The project that it lies in; empty if that is lost."""
        return self.began.project if self.began else ""

    @property
    def name(self) -> str:
        """Its name; its id if that is lost."""
        return self.began.name if self.began else self.id

    @property
    def type(self) -> str:
        """What its versions are: a data set, a model."""
        return self.began.type if self.began else ""

    @property
    def description(self) -> str:
        """Words about the collection, Markdown."""
        said = self._words.get(("", "description"))
        return str(said.value) if said else self.began.description if self.began else ""

    @property
    def tags(self) -> list[str]:
        """The collection's own tags, sorted."""
        return self._tags_of("")

    @property
    def next_number(self) -> int:
        """The number of the version to come."""
        return max(self._numbers().values(), default=-1) + 1

    def unsettled(self) -> dict[str, int]:
        """Versions whose recorded number another one has, and the number that they are shown by until one is recorded."""
        recorded = {version: self._recorded_number(version) for version in self._made}
        return {version: number for version, number in self._numbers().items() if number != recorded[version]}

    def versions(self, deleted: bool = False) -> list[Version]:
        """The versions that are there, by number; with `deleted` also those that were."""
        numbers = self._numbers()
        aliases = self._aliases(numbers)
        there = [version for version in self._made if deleted or not self.is_deleted(version)]
        there.sort(key=numbers.__getitem__)
        return [self._version(version, numbers[version], aliases.get(version, [])) for version in there]

    def find(self, alias: str) -> Version | None:
        """The version that an alias, a number (`v3`), an id or a digest means; None where there is none."""
        versions = self.versions()
        found = next((version for version in versions if alias in version.aliases), None)
        if found is None and alias[:1] == "v" and alias[1:].isdigit():
            found = next((version for version in versions if version.number == int(alias[1:])), None)
        if found is None:
            found = next((version for version in reversed(versions) if alias in (version.id, version.digest)), None)
        return found

    def made(self) -> list[VersionLogged | VersionLinked]:
        """Every version that ever was, as it was recorded."""
        return [record for _, record in self._made.values()]

    def forget(self, version: str) -> None:
        """The version was deleted, whatever the journals say."""
        self._deleted[version] = _EVER

    def is_deleted(self, version: str) -> bool:
        """Whether a version was deleted, and not restored since."""
        return self._deleted.get(version, _NEVER) > self._restored.get(version, _NEVER)

    def parts(self, distributed_id: str) -> list[PartUpserted]:
        """The parts of a version that several make together, in the order of time: those that came since one of this name was finished."""
        finished = max(
            (
                stamp
                for stamp, record in self._made.values()
                if isinstance(record, VersionLogged) and record.distributed_id == distributed_id
            ),
            default=_NEVER,
        )
        found = sorted(self._parts.get(distributed_id, {}).items(), key=lambda item: item[0])
        return [part for (stamp, _), part in found if stamp > finished]

    def open_parts(self) -> list[PartUpserted]:
        """The parts of versions that nobody has finished yet."""
        return [part for name in self._parts for part in self.parts(name)]

    def _recorded_number(self, version: str) -> int:
        said = self._words.get((version, "number"))
        return int(said.value) if said else self._made[version][1].number

    def _numbers(self) -> dict[str, int]:
        """Each version's number. Of two that claim one, the earlier has it, and the other the next that nobody claims."""
        numbers: dict[str, int] = {}
        taken: set[int] = set()
        homeless = []
        for version in sorted(self._made, key=lambda made: (self._made[made][0], made)):
            number = self._recorded_number(version)
            if number in taken:
                homeless.append(version)
            else:
                taken.add(number)
                numbers[version] = number
        for number, version in enumerate(homeless, max(taken, default=-1) + 1):
            numbers[version] = number
        return numbers

    def _aliases(self, numbers: dict[str, int]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for alias, (stamp, version) in sorted(self._given.items()):
            if (
                version in self._made
                and not self.is_deleted(version)
                and stamp >= self._taken.get((alias, version), _NEVER)
            ):
                found.setdefault(version, []).append(alias)
        there = [version for version in self._made if not self.is_deleted(version)]
        if there and not any(LATEST in aliases for aliases in found.values()):
            # Whoever asks for the latest wants the newest that there is, also after the one that was called so was deleted.
            found.setdefault(max(there, key=numbers.__getitem__), []).append(LATEST)
        return found

    def _tags_of(self, version: str) -> list[str]:
        return sorted(tag for (of, tag), said in self._tags.items() if of == version and said.value)

    def _version(self, version: str, number: int, aliases: list[str]) -> Version:
        (time, _), record = self._made[version]
        own = record if isinstance(record, VersionLogged) else None
        link = record if isinstance(record, VersionLinked) else None

        def said(word: str, otherwise: Any) -> Any:
            found = self._words.get((version, word))
            return found.value if found else otherwise

        return Version(
            id=version,
            number=number,
            digest=record.digest,
            manifest=record.manifest,
            size_bytes=record.size_bytes,
            file_count=record.file_count,
            created_time=time,
            run=record.run,
            step=own.step if own else None,
            description=said("description", own.description if own else ""),
            metadata=said("metadata", own.metadata if own else {}),
            aliases=sorted(aliases),
            tags=self._tags_of(version),
            ttl_secs=said("ttl_secs", own.ttl_secs if own else None) or None,
            source=link.source if link else "",
            source_version=link.source_version if link else "",
            distributed_id=own.distributed_id if own else "",
        )
