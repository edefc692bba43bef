"""What a snapshot leaves out because a file says so: the rules of gitignore, nested as git reads them.

Three files may say something, the later ones with more weight: `.gitignore`, `.rnignore`, `.runstoneignore`. Between the first and the others
stand defaults, which the others can take back by `!`. The insides of version control are never part of a tree.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

NEVER = frozenset({".git", ".hg", ".svn"})

DEFAULTS = (
    *(".runstone/", ".runicorn/", "wandb/", "mlruns/"),
    *("__pycache__/", "*.pyc", "*.pyo", ".venv/", "venv/", "node_modules/", ".tox/", ".nox/", "*.egg-info/"),
    *(".mypy_cache/", ".pytest_cache/", ".ruff_cache/", ".hypothesis/", ".ipynb_checkpoints/", ".idea/", ".DS_Store"),
)

# The files by weight; the empty name stands for the defaults.
_FAMILIES = (".gitignore", "", ".rnignore", ".runstoneignore")


class _Rules(NamedTuple):
    """The rules of one file: they speak of what lies below its folder. That folder lies in the tree, or so far `above` its root."""

    folder: str
    spec: GitIgnoreSpec
    above: str = ""

    def say(self, path: str, is_folder: bool) -> bool | None:
        """Whether a path of the tree is left out; None if nothing is said about it."""
        inner = self.above + path.removeprefix(f"{self.folder}/" if self.folder else "")
        return self.spec.check_file(f"{inner}/" if is_folder else inner).include


class Ignoring:
    """The rules that hold in one folder of a tree. `below` gives those of a folder in it."""

    def __init__(self, families: tuple[tuple[_Rules, ...], ...]) -> None:
        # One family for each of _FAMILIES. The last one has most to say; in a family the last file, and in a file the last line.
        self._families = families

    @classmethod
    def at(cls, root: Path) -> Ignoring:
        """The rules at the root of a tree. A `.gitignore` above it holds too if it is part of the same repository."""
        families = tuple((_Rules("", _defaults()),) if name == "" else () for name in _FAMILIES)
        return cls(families)._with(root, "", _outer(root))

    def below(self, root: Path, folder: str) -> Ignoring:
        """The rules in a folder, given those of the one that it lies in.

        Args:
            root: of the tree.
            folder: its path in the tree, joined by `/`.
        """
        return self._with(root, folder, ())

    def leaves_out(self, path: str, is_folder: bool) -> bool:
        """Whether the rules leave out a path of the tree. Nobody asks about what lies in a folder that is left out."""
        if path.rpartition("/")[2] in NEVER:
            return True
        for family in reversed(self._families):
            for rules in reversed(family):
                found = rules.say(path, is_folder)
                if found is not None:
                    return found
        return False

    def _with(self, root: Path, folder: str, outer: tuple[_Rules, ...]) -> Ignoring:
        families = list(self._families)
        if outer:
            families[0] = (*families[0], *outer)
        changed = bool(outer)
        for place, name in enumerate(_FAMILIES):
            spec = _read(root / folder / name) if name else None
            if spec is not None:
                families[place] = (*families[place], _Rules(folder, spec))
                changed = True
        return Ignoring(tuple(families)) if changed else self


def _outer(root: Path) -> tuple[_Rules, ...]:
    """The `.gitignore` files between the root of the repository and a folder in it, and the repository's own excludes."""
    above = [root, *root.parents]
    repository = next((folder for folder in above if (folder / ".git").exists()), None)
    if repository is None:
        return ()
    found = []
    exclude = _read(repository / ".git" / "info" / "exclude")
    if exclude is not None:
        found.append(_Rules("", exclude, _way(repository, root)))
    between = [folder for folder in above[1:] if folder == repository or repository in folder.parents]
    for folder in reversed(between):
        spec = _read(folder / ".gitignore")
        if spec is not None:
            found.append(_Rules("", spec, _way(folder, root)))
    return tuple(found)


def _way(folder: Path, root: Path) -> str:
    relative = root.relative_to(folder).as_posix()
    return "" if relative == "." else f"{relative}/"


@cache
def _defaults() -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec  # here, since most runs take no snapshot

    return GitIgnoreSpec.from_lines(DEFAULTS)


def _read(path: Path) -> GitIgnoreSpec | None:
    """The rules of a file; None where there is none, or none that can be read."""
    try:
        lines = path.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return None
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(_readable(lines)) if any(map(str.strip, lines)) else None


def _readable(lines: list[str]) -> list[str]:
    """The lines that are patterns. Git takes one that it cannot read for no pattern, and so do we."""
    from pathspec import GitIgnoreSpec

    kept = []
    for line in lines:
        try:
            GitIgnoreSpec.from_lines([line])
        except ValueError:
            continue
        kept.append(line)
    return kept
