"""Names of journals that mean the same in every home: what kind of thing it is about, which one, and who writes it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from runstone.model.errors import BadRunId, BadValue
from runstone.model.home import JOURNAL_SUFFIX, SEALED_SUFFIX, WORKSPACE, Collections, Home, Sweeps
from runstone.model.ids import check_run_id, from_file_name, to_file_name

Kind = Literal["runs", "workspace", "artifacts", "sweeps"]

_WRITER = re.compile(r"[0-9a-f]{11}-[0-9a-f]{6}")
_COLLECTION = re.compile(r"[0-9a-f]{16}")
_MAX_FILE_NAME_BYTES = 255


class JournalName(NamedTuple):
    """`ledger` is the id of a run, a collection or a sweep; empty for the workspace."""

    kind: Kind
    ledger: str
    writer: str

    @property
    def text(self) -> str:
        """The name as a path with `/`, which fits any file system, bucket or address."""
        return "/".join(part for part in (self.kind, to_file_name(self.ledger), self.writer) if part)

    @classmethod
    def parse(cls, text: str) -> JournalName:
        """The name that a text is; one that no home has is refused, so none leads out of one.

        Raises:
            BadValue: it is none.
        """
        kind, _, rest = text.partition("/")
        folder, _, writer = rest.rpartition("/")
        if kind in get_args(Kind) and _WRITER.fullmatch(writer):
            try:
                ledger = from_file_name(folder)
            except ValueError:
                ledger = ""
            name = cls(kind, ledger, writer)  # type: ignore[arg-type]
            if name.text == text and _may_be(name):
                return name
        raise BadValue(f"{text!r} is no name of a journal. Nothing was changed.")

    def path(self, home: Home) -> Path:
        """Where the journal lies in a home, or would: the sealed form where there is no other."""
        journal = folders(home, self.kind).journal_path(self.ledger, self.writer)
        sealed = journal.with_suffix(SEALED_SUFFIX)
        return sealed if sealed.exists() and not journal.exists() else journal


def folders(home: Home, kind: Kind) -> Home:
    """A home as those see it who read journals of this kind."""
    if kind == "artifacts":
        return Collections(home)
    return Sweeps(home) if kind == "sweeps" else home


def ledgers(home: Home, *, runs: bool = True) -> list[tuple[Kind, str]]:
    """All that has journals in a home, in no order; without runs, of which there may be many, if that is asked for."""
    found: list[tuple[Kind, str]] = [("workspace", WORKSPACE)]
    kinds: tuple[Kind, ...] = ("runs", "artifacts", "sweeps") if runs else ("artifacts", "sweeps")
    for kind in kinds:
        found.extend((kind, ledger) for ledger in folders(home, kind).run_ids())
    return found


def names_of(home: Home, kind: Kind, ledger: str) -> list[JournalName]:
    """The journals of one of these, in the order in which their writers began."""
    return [JournalName(kind, ledger, path.stem) for path in folders(home, kind).journals(ledger) if _is_journal(path)]


def _is_journal(path: Path) -> bool:
    return path.suffix in (JOURNAL_SUFFIX, SEALED_SUFFIX) and _WRITER.fullmatch(path.stem) is not None


def _may_be(name: JournalName) -> bool:
    if name.kind == "workspace":
        return not name.ledger
    if name.kind == "artifacts":
        return _COLLECTION.fullmatch(name.ledger) is not None
    try:
        check_run_id(name.ledger)
    except BadRunId:
        return False
    return len(to_file_name(name.ledger)) <= _MAX_FILE_NAME_BYTES
