"""Files that are there whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from runstone.model.errors import ExportFailed, Misuse


def check_target(path: Path, overwrite: bool) -> None:
    """Find out before the work whether a file may be written here.

    Raises:
        Misuse: something is there, or the folder is not.
    """
    if not path.parent.is_dir():
        raise Misuse(f"There is no folder {path.parent}. Nothing was exported.")
    if not path.exists():
        return
    if not path.is_file():
        raise Misuse(f"{path} is no file that could be replaced. Nothing was exported.")
    if not overwrite:
        raise Misuse(f"{path} is there already. Nothing was exported; --force (overwrite=True) replaces it.")


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file to write to, which takes its name when the block ends well; otherwise nothing of it is left, and what was there stays.

    Raises:
        ExportFailed: the disk refused.
    """
    path = Path(os.path.realpath(path))
    part = path.with_name(f".{path.name}.part-{os.getpid()}-{os.urandom(4).hex()}")
    try:
        with open(part, "xb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        os.replace(part, path)
    except OSError as error:
        raise ExportFailed(
            f"{path} cannot be written ({error.strerror or error}). Nothing is left of it, and what is recorded is not affected."
        ) from error
    finally:
        part.unlink(missing_ok=True)
