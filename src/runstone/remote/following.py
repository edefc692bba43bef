"""Following: a home on another machine, copied into this user's cache and kept up with, whatever becomes of the connection."""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from runstone.model.errors import RemoteUnusable
from runstone.model.home import HomeCopy
from runstone.remote.address import RemoteAddress
from runstone.remote.copying import Brought, Copying
from runstone.remote.sftp import Sftp

_LOOK_SECS = 1.0
_WALK_SECS = 30.0
# A walk through a large home over a slow line must not be all that is done.
_WALK_SHARE = 20

FIRST_PAUSE_SECS = 0.5
_LONGEST_PAUSE_SECS = 30.0


class Following:
    """Copies a home, from a thread of its own. `home` is the copy; nothing is in it before `start`."""

    def __init__(self, address: RemoteAddress, there: str, say: Callable[[str], None]) -> None:
        """Connect.

        Args:
            address: of the machine.
            there: the path of the home there, absolute or from the user's folder.
            say: is told, for a person, what becomes of the connection.

        Raises:
            RemoteUnusable: it cannot be reached, or has no such home.
        """
        self._address = address
        self._say = say
        self._sftp = Sftp(address)
        try:
            self.there = self._sftp.real_path(there)
            if self._sftp.look_at([f"{self.there}/runs"])[0] is None:
                raise RemoteUnusable(
                    f"There is no home {self.there} on {address.machine}, or it has no runs yet. "
                    "Name another one: ssh://host/path, or ssh://host/~/path from the user's folder."
                )
        except BaseException:
            self._sftp.close()
            raise
        self.home = HomeCopy(_folder(address, self.there), f"{self.there} on {address.machine}", self._bring)
        self._ended = threading.Event()
        self._copying: Copying | None = None
        self._thread = threading.Thread(target=self._run, name="runstone-following", daemon=True)

    def start(self) -> None:
        """Copy from now on. Returns at once; what is here from the last time shows meanwhile.

        Raises:
            OSError: the cache cannot be written.
        """
        self.home.runs_path.mkdir(parents=True, exist_ok=True)
        self._thread.start()

    def end(self) -> None:
        """Copy no longer, and let the connection go."""
        self._ended.set()
        self._sftp.close()
        if self._thread.is_alive():
            self._thread.join()
        self._sftp.close()  # one that was made meanwhile

    def _run(self) -> None:
        copying = self._copying = Copying(self._sftp, self.there, self.home)
        next_walk = 0.0
        first = True
        trouble = ""
        while not self._ended.is_set():
            try:
                if time.monotonic() >= next_walk:
                    began = time.monotonic()
                    brought = copying.walk()
                    next_walk = time.monotonic() + max(_WALK_SECS, _WALK_SHARE * (time.monotonic() - began))
                    if first:
                        self._say(f"Read {_told(brought)} of {self._address.machine}; what comes is read as it comes")
                        first = False
                else:
                    copying.look()
                trouble = ""
            except RemoteUnusable:
                if not self._connect_again():
                    return
                copying = self._copying = Copying(self._sftp, self.there, self.home)
                next_walk = 0.0
            except OSError as error:  # of this machine: a full disk may have room again
                if str(error) != trouble:
                    trouble = str(error)
                    self._say(f"What is new on {self._address.machine} does not show for now: {error}")
            self._ended.wait(_LOOK_SECS)

    def _connect_again(self) -> bool:
        """Whether there is a connection again, before the end."""
        self._sftp.close()
        if self._ended.is_set():
            return False
        self._say(f"The connection to {self._address.machine} is lost; trying again. What was read stays.")
        pause_secs = FIRST_PAUSE_SECS
        while not self._ended.wait(pause_secs):
            try:
                self._sftp = Sftp(self._address)
            except RemoteUnusable:
                pause_secs = min(pause_secs * 2, _LONGEST_PAUSE_SECS)
                continue
            self._say(f"Connected to {self._address.machine} again.")
            return True
        return False

    def _bring(self, blob: str) -> None:
        if self._copying is not None:
            with suppress(RemoteUnusable, OSError):  # then it is not here, and whoever asked for it is told
                self._copying.bring(blob)


def _folder(address: RemoteAddress, there: str) -> Path:
    """Where the copy of a home lies."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "runstone" / "copies"
    name = re.sub(r"[^0-9A-Za-z_.-]", "_", address.machine)
    whole = f"{address.user}@{address.host}:{address.port}{there}"
    return cache / f"{name}-{sha256(os.fsencode(whole)).hexdigest()[:12]}"


def _told(brought: Brought) -> str:
    journals = "1 journal" if brought.files == 1 else f"{brought.files:,} journals"
    return f"{journals}, {brought.size_bytes / 1e6:,.1f} MB"
