"""Who edits."""

from __future__ import annotations

import getpass


def login_name() -> str:
    """The name that this process is logged in by; empty where it has none, as in some containers."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
