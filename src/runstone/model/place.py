"""Where the index of a home lies: beside the journals if that is a local disk which takes it, else in the user's cache."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

from runstone.model.home import Home

DATABASE_NAME = "index.db"
LOCK_NAME = "lock"

# SQLite's write-ahead log needs shared memory between its users, and working locks: neither is to be had over a network.
_REMOTE = ("nfs", "lustre", "cifs", "smb", "fuse", "gpfs", "beegfs", "ceph", "9p", "afs", "glusterfs", "wekafs")


def place(home: Home) -> Path:
    """The folder of this home's index; made if it is not there."""
    beside = home.index_path
    if not is_remote(home.path) and _usable(beside):
        return beside
    cache = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "runstone"
    return cache / sha256(os.fsencode(home.path)).hexdigest()[:16]


def is_remote(path: Path, mounts: Path = Path("/proc/mounts")) -> bool:
    """Whether a path lies on a network file system; False where the system does not say."""
    try:
        lines = mounts.read_text(errors="replace").splitlines()
    except OSError:
        return False
    real = os.path.realpath(path)
    kind, longest = "", -1
    for line in lines:
        fields = line.split()
        if len(fields) < 3:
            continue
        point = fields[1].replace("\\040", " ")
        if (real == point or real.startswith(point.rstrip("/") + "/")) and len(point) > longest:
            kind, longest = fields[2], len(point)
    return kind.startswith(_REMOTE)


def _usable(folder: Path) -> bool:
    """Whether the folder is there or can be made, and takes files."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)
