"""Units: what is kept as one thing, a file or a whole folder, and how it looks from outside."""

from __future__ import annotations

import fnmatch
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from runstone.model.errors import BadValue

MODELS = (
    *("*.pt", "*.pth", "*.ckpt", "*.safetensors", "*.onnx", "*.h5", "*.hdf5", "*.keras", "*.gguf", "*.bin"),
    *("*.pkl", "*.pickle", "*.joblib", "*.msgpack", "*.pdparams", "*.tflite"),
)
DATA = ("*.npz", "*.npy", "*.parquet", "*.arrow", "*.json", "*.yaml", "*.yml", "*.png", "*.jpg", "*.svg", "*.pdf")
GROWING = ("*.log", "*.txt", "*.jsonl", "*.csv", "*.tsv", "*tfevents*")
"""Files that are written on and on: only their last state is kept, as files of the run."""

DEFAULT_PATTERNS = (*MODELS, *DATA, *GROWING)

# What is written under such a name will be renamed when it is whole.
_UNFINISHED = (".tmp", ".temp", ".part", ".partial", ".incomplete", ".lock", ".swp", ".crdownload", "~")


class Look(NamedTuple):
    """How a unit looks: what changes when its bytes do, and when that was last, in nanoseconds since the epoch."""

    signature: tuple[tuple[str, int, int, int], ...]
    mtime_ns: int

    @property
    def size_bytes(self) -> int:
        """All of it."""
        return sum(size for _, size, _, _ in self.signature)


class Unit(NamedTuple):
    """A file or folder below a folder of outputs. `key` names it in the run: the name of that folder, and the way from there."""

    key: str
    path: Path
    is_folder: bool

    @property
    def grows(self) -> bool:
        """Whether it is a file that is written on and on."""
        return not self.is_folder and _matches(self.key, GROWING)

    @property
    def type(self) -> str:
        """The type of its artifact."""
        return "model" if self.is_folder or _matches(self.key, MODELS) else "output"

    def look(self) -> Look | None:
        """How it looks now; None if it is gone, or has no files."""
        files = sorted(_files(self.path)) if self.is_folder else [self.path]
        found = []
        newest = 0
        for path in files:
            try:
                facts = path.stat()
            except OSError:
                return None
            name = path.relative_to(self.path).as_posix() if self.is_folder else ""
            found.append((name, facts.st_size, facts.st_mtime_ns, facts.st_ino))
            newest = max(newest, facts.st_mtime_ns)
        return Look(tuple(found), newest) if found else None


class Outputs(NamedTuple):
    """Folders, and which files and folders below them are outputs."""

    folders: tuple[Path, ...]
    patterns: tuple[str, ...]

    @classmethod
    def of(
        cls, output_dirs: str | os.PathLike[str] | Sequence[str | os.PathLike[str]], patterns: Sequence[str] | None
    ) -> Outputs:
        """What a call asks for. Folders need not be there yet.

        Raises:
            BadValue: no folder, or no pattern.
        """
        given = [output_dirs] if isinstance(output_dirs, str | os.PathLike) else list(output_dirs)
        chosen = DEFAULT_PATTERNS if patterns is None else (patterns,) if isinstance(patterns, str) else tuple(patterns)
        if not given or not chosen or not all(chosen):
            raise BadValue(
                "output_dirs needs at least one folder, and patterns at least one pattern. Nothing is watched by the call."
            )
        return cls(tuple(Path(os.path.abspath(os.path.expanduser(folder))) for folder in given), chosen)

    def units(self) -> Iterator[Unit]:
        """The outputs that there are. A folder that a pattern with `/` at its end means is one, and nothing in it is another."""
        for root in self.folders:
            yield from self._below(root, root)

    def _below(self, root: Path, folder: Path) -> Iterator[Unit]:
        try:
            with os.scandir(folder) as scan:
                entries = sorted(scan, key=lambda entry: entry.name)
        except OSError:
            return
        for entry in entries:
            if entry.name.startswith(".") or entry.name.endswith(_UNFINISHED) or ".tmp." in entry.name:
                continue
            path = Path(entry.path)
            inner = path.relative_to(root).as_posix()
            key = f"{root.name}/{inner}"
            if entry.is_dir():
                wanted = [pattern[:-1] for pattern in self.patterns if pattern.endswith("/")]
                if _matches(inner, wanted):
                    yield Unit(key, path, True)
                elif not entry.is_symlink():
                    yield from self._below(root, path)
            elif entry.is_file() and _matches(inner, [name for name in self.patterns if not name.endswith("/")]):
                yield Unit(key, path, False)


def _matches(path: str, patterns: Sequence[str]) -> bool:
    """Whether a path is meant. A pattern without `/` is one for names at any depth, another one for the whole path."""
    name = path.rpartition("/")[2]
    for pattern in patterns:
        if fnmatch.fnmatchcase(path if "/" in pattern else name, pattern.removeprefix("./").lstrip("/")):
            return True
    return False


def _files(folder: Path) -> Iterator[Path]:
    for place, _, names in os.walk(folder):
        yield from (Path(place, name) for name in names)
