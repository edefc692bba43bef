"""Upload: a run that has a server starts the agent that brings it there, and waits for it a bounded moment when it ends.

The network is the agent's: nothing here asks it, so a server that is down or slow costs a run nothing.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from runstone.model.errors import BadSetting
from runstone.model.home import Home
from runstone.sdk import guard
from runstone.sdk.progress_line import ProgressLine, size_words
from runstone.sdk.settings import Settings

if TYPE_CHECKING:
    import subprocess

_LOOK_SECS = 0.05
# So often it is looked whether an agent is at work; and the less often, the more of them ended.
_ATTEND_SECS = 2.0
_LONGEST_ATTEND_SECS = 60.0
_NOT_OF_AGENTS = ("RUNSTONE_TRIAL", "COVERAGE_PROCESS_START")
# Settings that agents are told.
_TOLD = ("upload_timeout_secs", "upload_bytes_per_sec", "ca_file")


class Upload:
    """Where a run goes."""

    def __init__(self, home: Home, url: str, environ: Mapping[str, str]) -> None:
        """
        Args:
            home: what is sent.
            url: of the server.
            environ: settings that the agent is told, as variables of its environment.
        """
        self.home = home
        self.url = url
        self._environ = environ
        self._over = threading.Event()
        self._agent: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the agent, and see to it that one is at work as long as the run is open: one that is at work already makes the new one end at once,
        and one that was killed is followed by another. Where none can be started that is told, and the run goes on."""
        try:
            self._agent = self._started()
        except OSError as error:
            guard.say(
                f"what is recorded is not sent to {self.url}: the agent cannot be started ({error}). It is safe in {self.home.path}; "
                f"`runstone sync {self.url}` sends it."
            )
            return
        threading.Thread(target=self._attend, args=(self._agent,), name="runstone-upload", daemon=True).start()

    def _attend(self, agent: subprocess.Popen[bytes]) -> None:
        wait_secs = _ATTEND_SECS
        while not self._over.wait(wait_secs):
            if self._is_attended(agent):
                wait_secs = _ATTEND_SECS
                continue
            with suppress(OSError):  # the machine has no room for a process now
                agent = self._agent = self._started()
            wait_secs = min(2 * wait_secs, _LONGEST_ATTEND_SECS)
        (self._agent or agent).wait()  # so that it is no zombie when it ends before the training does

    def _is_attended(self, agent: subprocess.Popen[bytes]) -> bool:
        """Whether an agent is at work: this one, or another run's."""
        from runstone.journal import lock  # here, since most runs go nowhere
        from runstone.sync.progress import place_of

        return agent.poll() is None or lock.is_held(place_of(self.home, self.url)) is True

    def _started(self) -> subprocess.Popen[bytes]:
        import subprocess  # here, since most runs go nowhere

        return subprocess.Popen(
            [sys.executable, "-m", "runstone.sync.agent", str(self.home.path), self.url],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # it outlives the training, and Ctrl-C is not meant for it
            env={
                **{name: text for name, text in os.environ.items() if name not in _NOT_OF_AGENTS},
                **self._environ,
            },
        )

    def leave(self) -> None:
        """See to no agent any more, and wait for none: one that is at work goes on by itself."""
        self._over.set()

    def wait(self, run: str, writer: str, timeout_secs: float) -> None:
        """Wait until all that a writer wrote is there, or the time is over; then say what is left and how it goes on. Who waits for long sees how far
        it is.

        Args:
            run: the id of the run.
            writer: the id of the writer, which is closed.
            timeout_secs: how long at most.
        """
        from runstone.sync.journal_name import JournalName  # here, since most runs go nowhere
        from runstone.sync.progress import Progress
        from runstone.sync.upload_status import read_status

        name = JournalName("runs", run, writer)
        try:
            size_bytes = name.path(self.home).stat().st_size
        except OSError:  # somebody removed it: there is nothing to wait for
            self._over.set()
            return
        progress = Progress(self.home, self.url)
        until = time.monotonic() + timeout_secs
        if self._agent is not None and not self._is_attended(self._agent):
            with suppress(OSError):
                self._agent = self._started()
        self._over.set()
        with ProgressLine(f"sending to {self.url}", size_bytes) as line:
            while True:
                progress.look()
                reached = progress.reached(name)
                if min(reached) >= size_bytes:
                    return
                if time.monotonic() >= until:
                    break
                line.show(reached.bytes)
                time.sleep(_LOOK_SECS)
        status = read_status(self.home, self.url)
        trouble = f" ({status.trouble})" if status is not None and status.trouble else ""
        left = size_bytes - reached.bytes
        what = size_words(left) if left else "some of its media"
        guard.say(
            f"not all of this run is on {self.url} yet{trouble}: {what} left. It is safe in {self.home.path} and goes on being sent in the background; "
            f"`runstone status` tells how far it is, `runstone sync {self.url}` sends what is left."
        )


def upload_of(settings: Settings) -> Upload | None:
    """Where runs with these settings go; None where they stay.

    Raises:
        BadSetting: `online` without a server.
    """
    url, (mode, source) = settings["url"], settings.values["mode"]
    if mode == "online" and not url:
        raise BadSetting(
            "mode='online' needs a server: set RUNSTONE_URL, or settings={'url': 'http://box:7860'}. Nothing was created."
        )
    if not url or mode == "disabled" or (mode == "local" and source != "default"):
        return None
    told = {f"RUNSTONE_{name.upper()}": str(settings[name]) for name in _TOLD if settings[name] is not None}
    return Upload(Home(settings["dir"]), url.rstrip("/"), told)
