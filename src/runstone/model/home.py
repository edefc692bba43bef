"""The home: a folder that holds runs, and where everything lies in it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from runstone.model.ids import from_file_name, to_file_name

JOURNAL_SUFFIX = ".journal"
SEALED_SUFFIX = ".sealed"

WORKSPACE = ""
"""Stands where a run's id is expected, and means the home itself: its journals hold what people keep beside runs, their views."""


class Home:
    """The layout of a home on disk. Knows paths, opens nothing.

    runs/<run>/<writer>.journal   what one writer appended; `.sealed` once compressed
    runs/<run>/files/             files that a script put there; what is saved of them are blobs
    workspace/<writer>.journal    what people keep beside runs, such as views
    artifacts/<collection>/       the journals of a collection of artifacts, and the lock under which it numbers versions
    sweeps/<sweep>/               the journals of a sweep, and the lock under which it gives out trials
    blobs/ab/<sha256>             media and files, by content
    server/                       what a server keeps: accounts, and the policy that people write
    login.json                    there while `runstone login` holds for this home; wandb scripts are recorded in it, too
    outbox.sqlite                 there where a server tells of runs: what it told, and what it is still to tell
    registry                      one line for each run and writer that ever began (a name book, rebuilt from the journals)
    index/                        a cache, safe to delete
    """

    is_copy = False
    """Whether what lies here is kept up by somebody with what lies elsewhere: nothing may be written here, since it would be lost, and no lock tells
    whether a writer lives."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(os.path.abspath(os.path.expanduser(path)))
        self.runs_path = self.path / "runs"
        self.workspace_path = self.path / "workspace"
        self.artifacts_path = self.path / "artifacts"
        self.sweeps_path = self.path / "sweeps"
        self.blobs_path = self.path / "blobs"
        self.index_path = self.path / "index"
        self.registry_path = self.path / "registry"
        self.login_path = self.path / "login.json"
        self.outbox_path = self.path / "outbox.sqlite"

    def __repr__(self) -> str:
        return f"Home({str(self.path)!r})"

    def run_path(self, run: str) -> Path:
        """The folder of one run, or of the workspace."""
        return self.runs_path / to_file_name(run) if run else self.workspace_path

    def journal_path(self, run: str, writer: str) -> Path:
        """The journal of one writer, while it is not sealed."""
        return self.run_path(run) / f"{writer}{JOURNAL_SUFFIX}"

    def files_path(self, run: str) -> Path:
        """The folder of one run for files that its script puts there."""
        return self.run_path(run) / "files"

    def run_ids(self) -> list[str]:
        """The ids of all runs with a folder here, in no order; empty where there is no home yet."""
        try:
            with os.scandir(self.runs_path) as entries:
                return [from_file_name(entry.name) for entry in entries if entry.is_dir() and entry.name[0] != "."]
        except FileNotFoundError:
            return []

    def journals(self, run: str) -> list[Path]:
        """The journals of one run, sealed or not, in the order in which their writers began."""
        try:
            names = sorted(os.listdir(self.run_path(run)))
        except FileNotFoundError:
            return []
        live = {name[: -len(JOURNAL_SUFFIX)]: name for name in names if name.endswith(JOURNAL_SUFFIX)}
        sealed = {name[: -len(SEALED_SUFFIX)]: name for name in names if name.endswith(SEALED_SUFFIX)}
        # A seal that was made but whose journal was not yet removed: the journal is whole, read that.
        return [self.run_path(run) / name for _, name in sorted({**sealed, **live}.items())]


class HomeCopy(Home):
    """A copy of a home that lies elsewhere. Blobs are brought when somebody asks for them."""

    is_copy = True

    def __init__(
        self, path: str | os.PathLike[str], origin: str, bring: Callable[[str], None] = lambda sha256: None
    ) -> None:
        """
        Args:
            path: of the copy.
            origin: what it is a copy of, for a person.
            bring: given the SHA-256 of a blob that is not here, puts it in its place, if that can be done now.
        """
        super().__init__(path)
        self.origin = origin
        self.bring = bring


class Collections(Home):
    """A home as those see it who read and write collections of artifacts: where others give a run's id, they give a collection's."""

    def __init__(self, home: Home) -> None:
        super().__init__(home.path)
        self.runs_path = self.artifacts_path


class Sweeps(Home):
    """A home as those see it who read and write sweeps: where others give a run's id, they give a sweep's."""

    def __init__(self, home: Home) -> None:
        super().__init__(home.path)
        self.runs_path = self.sweeps_path


def default_home() -> Path:
    """`RUNSTONE_DIR`, or `~/.runstone`."""
    return Path(os.environ.get("RUNSTONE_DIR") or "~/.runstone").expanduser()
