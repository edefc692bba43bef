"""Paths and ids as Runicorn's scripts give them."""

from __future__ import annotations

import re

from runstone.model.errors import BadProject, BadRunId
from runstone.model.ids import check_project, check_run_id, is_display_id

_DRIVE = re.compile(r"[A-Za-z]:")


def check_path(path: str | None) -> str | None:
    """The project that a path means; None for the one by default, which the root is, too.

    Raises:
        BadProject: it is absolute, or a part of it is `.` or `..`, or it is too long. A ValueError, too. Nothing was created.
    """
    if path is None:
        return None
    text = str(path).replace("\\", "/")
    if _DRIVE.match(text) or (text.startswith("/") and text.strip("/")):
        raise BadProject(
            f"path={path!r} is a place on the disk; a path of runs is relative, such as 'cv/resnet50'. Where runs lie is said by storage=, or "
            "by RUNICORN_DIR. Nothing was created."
        )
    return check_project(text)


def check_id(run_id: str | None) -> str | None:
    """An id of one's own.

    Raises:
        BadRunId: it has slashes, or is a number or a display id, which are given and not chosen; see `check_run_id`. A ValueError, too.
    """
    if run_id is None:
        return None
    text = check_run_id(str(run_id))
    if "/" in text or "\\" in text or text in (".", ".."):
        raise BadRunId(f"run_id={run_id!r}: an id has no slashes; folders belong into path=. Nothing was created.")
    if text.isdigit() or is_display_id(text):
        raise BadRunId(
            f"run_id={run_id!r} looks like a number or display id, and those are given out, not chosen. Choose an id with a small letter in it, "
            f"such as 'run-{text}'. Nothing was created."
        )
    return text
