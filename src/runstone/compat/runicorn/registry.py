"""What people keep in TOML files of this machine, and of a project: places of data sets, and settings of their own."""

from __future__ import annotations

import os
import sys
import tomllib
from pathlib import Path
from typing import Any

from runstone.model.errors import BadValue, Misuse


class ConfigKeyNotFound(Misuse, KeyError):
    """The registry has no such key."""

    def __str__(self) -> str:
        return str(self.args[0])


def get_config(key: str) -> Any:
    """A value of the registry of this machine, the folder `registry` beside Runicorn's own settings.

    Args:
        key: `data/imagenet` is the `value` of `data/imagenet.toml`, else `imagenet` in `data.toml`, and so on.

    Raises:
        ConfigKeyNotFound: no file has it. A KeyError, too.
        BadValue: the key is empty or leads elsewhere, or a file is no TOML.
    """
    parts = [part for part in key.split("/") if part]
    if not parts or any(part in (".", "..") or "\\" in part for part in parts):
        raise BadValue(f"get_config({key!r}): expected names joined by '/'.")
    root = _folder() / "registry"
    for length in range(len(parts), 0, -1):
        path = root.joinpath(*parts[: length - 1], f"{parts[length - 1]}.toml")
        if path.is_file():
            found: Any = _read(path)
            for part in parts[length:] or ["value"]:
                if not isinstance(found, dict) or part not in found:
                    raise ConfigKeyNotFound(f"{path} has no {part!r}, which get_config({key!r}) asks for.")
                found = found[part]
            return found
    raise ConfigKeyNotFound(
        f'No file of {root} has {key!r}. Write {root.joinpath(*parts)}.toml with a line such as: value = "/data"'
    )


def get_effective_rnconfig(workspace_root: str | os.PathLike[str] | None = None) -> dict[str, Any]:
    """`rnconfig.toml` of the user with that of the project merged over it. Runs do not depend on it.

    Args:
        workspace_root: the project; by default the nearest folder with a `.git`, else the present one.

    Raises:
        BadValue: a file is no TOML.
    """
    here = Path.cwd()
    nearest = next((folder for folder in (here, *here.parents) if (folder / ".git").exists()), here)
    project = Path(workspace_root) if workspace_root is not None else nearest
    return _merged(_read(_folder() / "rnconfig.toml"), _read(project / "rnconfig.toml"))


def _folder() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming") / "Runicorn"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Runicorn"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "runicorn"


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadValue(f"{path} is no TOML ({error}).") from error


def _merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        old = merged.get(key)
        merged[key] = _merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged
