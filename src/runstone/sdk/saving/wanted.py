"""What `save` was asked for: files below a folder, by a pattern, now and whenever it is looked at again."""

from __future__ import annotations

import glob as globbing
import os
from pathlib import Path
from typing import NamedTuple

from runstone.model.errors import BadValue
from runstone.sdk import guard

_REMOTE = ("s3://", "gs://", "gcs://", "http://", "https://")


class Wanted(NamedTuple):
    """Files below `base`. `pattern` is relative to it, `*`, `?`, `[…]` and `**` mean what a shell means by them; else it is one path, `literal`."""

    base: Path
    pattern: str
    literal: bool = False

    def files(self) -> dict[str, Path]:
        """The files that there are, by their paths below the base, joined by `/`."""
        if self.literal:
            found = [self.pattern]
        else:
            found = globbing.glob(self.pattern, root_dir=self.base, recursive=True, include_hidden=False)
        files: dict[str, Path] = {}
        for name in sorted(found):
            path = self.base / name
            if path.is_dir() and not self.literal:
                continue
            if path.is_dir():
                below = globbing.glob("**/*", root_dir=path, recursive=True)
                files.update(
                    (f"{Path(name).as_posix()}/{Path(inner).as_posix()}", path / inner) for inner in sorted(below)
                )
            elif path.is_file():
                files[Path(name).as_posix()] = path
        return {name: path for name, path in files.items() if path.is_file()}


def as_wanted(pattern: str | os.PathLike[str], base_path: str | os.PathLike[str] | None, glob: bool) -> Wanted | None:
    """What a call of `save` asks for; None for an address of a remote store, which is said.

    Args:
        pattern: a path or a pattern; relative to the present folder.
        base_path: paths in the run begin below it. By default the present folder for relative patterns, and for absolute ones the folder
            that holds the part with the first wildcard.
        glob: whether wildcards are any.

    Raises:
        BadValue: the pattern is empty, or leads out of the base.
    """
    text = os.fspath(pattern)
    if not isinstance(text, str) or not text:
        raise BadValue(f"{pattern!r} is no path. Nothing was saved.")
    if text.startswith(_REMOTE):
        guard.say_once(f"{text} lies elsewhere already: only files on this machine are saved with a run.")
        return None
    text = os.path.expanduser(text)
    whole = os.path.normpath(os.path.abspath(text))
    if base_path is not None:
        base = os.path.abspath(os.path.expanduser(os.fspath(base_path)))
        whole = os.path.normpath(os.path.join(base, text))
        if not os.path.isabs(text) and not os.path.exists(
            os.path.dirname(whole) if globbing.has_magic(text) else whole
        ):
            # Others give patterns that are relative to the present folder beside a base.
            whole = os.path.normpath(os.path.abspath(text))
    elif os.path.isabs(text):
        base = os.path.dirname(_before_wildcard(whole) if glob else whole)
    else:
        base = os.getcwd()
    relative = os.path.relpath(whole, base)
    if relative == os.pardir or relative.startswith(os.pardir + os.sep):
        raise BadValue(
            f"{text!r} lies outside of {base}, so it has no path in the run. Give a base_path that it lies under. Nothing was saved."
        )
    return Wanted(Path(base), relative, literal=not (glob and globbing.has_magic(relative)))


def _before_wildcard(path: str) -> str:
    """The path up to and including its first part with a wildcard."""
    parts = path.split(os.sep)
    for at, part in enumerate(parts):
        if globbing.has_magic(part):
            return os.sep.join(parts[: at + 1])
    return path
