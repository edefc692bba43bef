"""`install()`: `import wandb` means this package, for libraries that import it themselves.

python -m runstone.compat.wandb train.py --epochs 3
"""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import sys
from collections.abc import Iterable, Sequence
from email.message import Message
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

from runstone.compat.wandb.version import VERSION

_NAME = "wandb"
_PACKAGE = __name__.rpartition(".")[0]


class _Loader(Loader):
    """Gives the module of this package in the place of one of theirs."""

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return importlib.import_module(_PACKAGE + spec.name.removeprefix(_NAME))

    def exec_module(self, module: ModuleType) -> None:
        """It ran when it was imported under its own name."""


class _Distribution(importlib.metadata.Distribution):
    """For libraries that ask for a version before they import."""

    def read_text(self, filename: str) -> str | None:
        return f"Metadata-Version: 2.1\nName: {_NAME}\nVersion: {VERSION}\n" if filename == "METADATA" else None

    def locate_file(self, path: Any) -> Any:
        return Path(__file__).parent / path

    @property
    def metadata(self) -> Any:
        message = Message()
        message["Name"], message["Version"] = _NAME, VERSION
        return message


class _Finder(MetaPathFinder):
    """Finds `wandb` and all below it here."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != _NAME and not fullname.startswith(f"{_NAME}."):
            return None
        own = _PACKAGE + fullname.removeprefix(_NAME)
        try:
            found = importlib.util.find_spec(own)
        except ModuleNotFoundError:
            return None
        if found is None:
            return None
        return ModuleSpec(
            fullname, _Loader(), origin=found.origin, is_package=found.submodule_search_locations is not None
        )

    def find_distributions(self, context: Any = None) -> Iterable[importlib.metadata.Distribution]:
        name = getattr(context, "name", None)
        return [_Distribution()] if name is None or name == _NAME else []


def install() -> None:
    """From now on `import wandb` in this process means this package, whether or not wandb is installed. Idempotent.

    Modules that imported the other one before keep it.
    """
    place()
    for name in [name for name in sys.modules if name == _NAME or name.startswith(f"{_NAME}.")]:
        del sys.modules[name]
    importlib.import_module(_NAME)


def place() -> _Finder:
    """What `install` does where nobody has imported wandb yet. Gives the finder that answers for it."""
    for finder in sys.meta_path:
        if isinstance(finder, _Finder):
            return finder
    finder = _Finder()
    sys.meta_path.insert(0, finder)
    return finder


def uninstall() -> None:
    """`import wandb` means again what it meant."""
    sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, _Finder)]
    for name in [name for name in sys.modules if name == _NAME or name.startswith(f"{_NAME}.")]:
        del sys.modules[name]
