"""The installed packages and their versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from runstone.sdk.capture.background import BackgroundCapture

if TYPE_CHECKING:
    from importlib.metadata import Distribution


class Package(NamedTuple):
    """An installed distribution."""

    name: str
    version: str


class PackagesCapture(BackgroundCapture):
    """Records `packages`: name to version, as `pip list` would tell, without starting pip."""

    what = "installed packages"

    def look(self) -> dict[str, Any]:
        """The packages, sorted by name."""
        return {"packages": installed()}


def installed() -> dict[str, str]:
    """Name to version of everything that is installed where this interpreter looks."""
    from importlib.metadata import distributions  # 10 ms of imports: not while the script waits

    found: dict[str, str] = {}
    for distribution in distributions():
        package = _read(distribution)
        if package is not None:
            found.setdefault(*package)  # the first on the path is the one that is imported
    return dict(sorted(found.items(), key=lambda item: item[0].lower()))


def _read(distribution: Distribution) -> Package | None:
    """Name and version from the head of the metadata; parsing all of it as a mail takes ten times as long."""
    try:
        text = distribution.read_text("METADATA") or distribution.read_text("PKG-INFO") or ""
    except (OSError, UnicodeDecodeError):
        return None  # half removed, or not ours to read
    head = text.partition("\n\n")[0]
    fields = dict(line.split(": ", 1) for line in head.splitlines() if line.startswith(("Name: ", "Version: ")))
    if "Name" not in fields:
        return None
    return Package(fields["Name"].strip(), fields.get("Version", "").strip())
