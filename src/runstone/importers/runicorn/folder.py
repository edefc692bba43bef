"""Folders of Runicorn: where runs lie in them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from runstone.importers.runicorn.run import META, RunicornRun
from runstone.model.errors import BadRunId
from runstone.model.ids import check_run_id, is_display_id

_BESIDE_META = frozenset({"events.jsonl", "status.json", "summary.json", "assets.json"})


def is_runicorn_folder(path: Path) -> bool:
    """Whether runs of Runicorn lie here, or further below."""
    return next(_run_folders(path), None) is not None


class RunicornFolder:
    """A storage root of Runicorn's, its folder `runs`, or a part of that. Runs that come later are found, too."""

    def __init__(self, path: Path) -> None:
        self.path = Path(os.path.abspath(path))
        self.root = _root(self.path)
        self._runs: dict[Path, RunicornRun] = {}
        self._ids: set[str] = set()

    def runs(self) -> list[RunicornRun]:
        """All runs that are there now. Those in Runicorn's bin are not."""
        for folder in sorted(_run_folders(self.path)):
            if folder not in self._runs:
                run = self._runs[folder] = RunicornRun(folder, self.root, self._free_id(folder))
                self._ids.add(run.id)
        return list(self._runs.values())

    def _free_id(self, folder: Path) -> str:
        """The name of the folder. Runicorn takes any, and the same one in several places: such a one gets the hash of its place."""
        name = folder.name
        try:
            check_run_id(name)
            is_good = not name.isdigit() and not is_display_id(name) and name not in self._ids
        except BadRunId:
            is_good = False
        if is_good:
            return name
        place = folder.relative_to(self.root) if folder.is_relative_to(self.root) else folder
        plain = "".join(sign if sign.isprintable() else "_" for sign in name.strip())[:100]
        return f"{plain}-{sha256(os.fsencode(place)).hexdigest()[:8]}x"


def _run_folders(path: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(path):
        # What begins with a dot in `runs` is the bin; a storage root is called .runicorn itself.
        folders[:] = sorted(name for name in folders if name != ".recycle")
        if META in names and not _BESIDE_META.isdisjoint(names):
            folders.clear()
            yield Path(parent)


def _root(path: Path) -> Path:
    """The storage root: the folder that `runs` lies in."""
    if (path / "runs").is_dir():
        return path
    for above in (path, *path.parents):
        if above.name == "runs":
            return above.parent
    return path
