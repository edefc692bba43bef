"""`wandb.util`: what scripts take of it."""

from __future__ import annotations

import importlib
import os
from types import ModuleType
from typing import Any

from runstone.model.ids import new_run_id
from runstone.model.values import to_plain


def generate_id(length: int = 8) -> str:
    """A fresh id for a run, letters and digits."""
    text = ""
    while len(text) < length or text[:length].isdigit():
        text += new_run_id()
    return text[:length]


def make_artifact_name_safe(name: str) -> str:
    """The name with `_` for what no name of an artifact has."""
    return "".join(sign if sign.isalnum() or sign in "-_." else "_" for sign in name)[:128]


def get_module(name: str, required: str | bool | None = None, lazy: bool = True) -> ModuleType | None:
    """A module, or None where it is not installed.

    Raises:
        ImportError: it is not there, and is required.
    """
    try:
        return importlib.import_module(name)
    except ImportError:
        if required:
            raise ImportError(required if isinstance(required, str) else f"{name} is not installed.") from None
        return None


def json_friendly(obj: Any) -> tuple[Any, bool]:
    """A value as JSON has it, and whether that changed it."""
    plain = to_plain(obj)
    return plain, plain is not obj


def mkdir_exists_ok(dir_name: str | os.PathLike[str]) -> None:
    """Make a folder, if it is not there."""
    os.makedirs(dir_name, exist_ok=True)
