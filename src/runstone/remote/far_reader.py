"""A reader on another machine: started there by ssh, reached through it, and gone with it.

One ssh process does all of it: it runs the program there, and passes connections from a socket in a private folder here on to one in a
private folder there, so that no other user of either machine can reach the reader. Its standard input is the string it hangs on: when that
ends, or brings no sign of life for a while, the reader ends.
"""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

from runstone.model import child
from runstone.model.errors import RemoteUnusable
from runstone.remote.address import RemoteAddress
from runstone.remote.ssh import fault_of, ssh_program, start_ssh

SAYS = "runstone-there"
"""Begins each line that is for us: whatever a login prints goes before it."""

BEAT_SECS = 5.0
_SILENCE_SECS = 20.0
_END_SECS = 5.0
_ANSWER_SECS = 10.0

# Looks for Runstone: where the user says it is, on the path, on the path of a login, in the usual places, and beside the interpreters that
# recorded the newest runs. $1 home, $2 socket, $3 program.
_FIND = r"""
h=$1; case $h in '') h=${RUNSTONE_DIR:-$HOME/.runstone};; '~') h=$HOME;; '~/'*) h=$HOME/${h#'~/'};; esac
if [ ! -d "$h/runs" ]; then echo "runstone-there no-home $h"; exit 3; fi
go() { case $1 in '') return;; esac; if [ -x "$1" ] && [ ! -d "$1" ]; then
case ${1##*/} in python*) exec "$1" -m runstone.cli.app ui --attached "$2" --home "$3";; *) exec "$1" ui --attached "$2" --home "$3";; esac; fi; }
if [ -n "$3" ]; then p=$(command -v "$3" 2>/dev/null); go "${p:-$3}" "$2" "$h"; echo "runstone-there no-program $h"; exit 4; fi
go "$(command -v runstone 2>/dev/null)" "$2" "$h"
go "$("${SHELL:-sh}" -lc 'command -v runstone' 2>/dev/null </dev/null | tail -n 1)" "$2" "$h"
for d in .local venv .venv miniconda3 miniforge3 mambaforge anaconda3; do go "$HOME/$d/bin/runstone" "$2" "$h"; done
for r in $(ls -t "$h/runs" 2>/dev/null | head -n 5); do
for e in $(cat "$h/runs/$r/"*.journal 2>/dev/null | grep -ao '"executable":"[^"]*"' | cut -d '"' -f 4 | head -n 1); do
go "${e%/*}/runstone" "$2" "$h"; done; done
echo "runstone-there no-program $h"; exit 4
"""


class NoReaderThere(RemoteUnusable):
    """The machine answers, but no reader can be started there, or reached. Its files may still be read; `home` is where they are, empty where
    that is not known."""

    def __init__(self, message: str, home: str) -> None:
        super().__init__(message)
        self.home = home


class FarReader:
    """A reader that runs there for as long as this lives. Begin with `start`, end with `close`."""

    def __init__(self, address: RemoteAddress, program: str | None = None) -> None:
        """
        Args:
            address: of the home.
            program: where `runstone`, or a Python that has it, lies there; searched for by default.
        """
        self.home = ""
        self._address = address
        self._folder = Path(tempfile.mkdtemp(prefix="runstone-"))
        self.socket = self._folder / "ui"
        far = f"/tmp/runstone-{secrets.token_hex(8)}/ui"
        self._way = f"{self.socket}:{far}"
        self._said: list[str] = []
        self._heard_at: float | None = None
        self._words = ["sh", "-c", _FIND, "sh", address.path, far, program or ""]
        self._process: subprocess.Popen[bytes] | None = None
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Start the reader and wait until it answers.

        Raises:
            RemoteUnusable: the machine cannot be reached, or has no such home.
            NoReaderThere: no reader can run there, or be reached.
        """
        options = ("-L", self._way, "-o", "ExitOnForwardFailure=no", "-o", "StreamLocalBindUnlink=yes")
        process = self._process = start_ssh(self._address, options=options, words=self._words)
        assert process.stdout is not None
        assert process.stderr is not None
        self._spawn(self._keep_complaints, process.stderr)
        self._spawn(self._beat, process)
        word, rest = self._await_hello(process.stdout)
        self.home = rest
        if word == "no-home":
            raise RemoteUnusable(
                f"There is no home {rest} on {self._address.machine}, or it has no runs yet. "
                "Name another one: ssh://host/path, or ssh://host/~/path from the user's folder."
            )
        if word == "no-program":
            raise NoReaderThere("Runstone is not found there; `--there PATH` names its program or its Python", rest)
        self._heard_at = time.monotonic()
        self._spawn(self._listen, process.stdout)
        self._check_way()

    def wait(self, timeout_secs: float | None = None) -> str | None:
        """Wait until the reader is lost.

        Returns:
            What ssh said of that; None where the time was up before.
        """
        assert self._process is not None
        try:
            self._process.wait(timeout_secs)
        except subprocess.TimeoutExpired:
            return None
        return str(fault_of(self._address, "".join(self._said)))

    def close(self) -> None:
        """End the reader there and all that is here of it. Idempotent."""
        process = self._process
        if process is not None:
            child.end(process, _END_SECS)
            for thread in self._threads:
                thread.join()
            for pipe in (process.stdout, process.stderr):
                assert pipe is not None
                pipe.close()
            self._process = None
            if self.socket.exists():
                self._leave_shared_connection()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _leave_shared_connection(self) -> None:
        # Where the user shares one connection among all sessions, it would keep our way open.
        port = ["-p", str(self._address.port)] if self._address.port else []
        login = ["-l", self._address.user] if self._address.user else []
        subprocess.run(
            [*ssh_program(), "-O", "cancel", "-L", self._way, *port, *login, "--", self._address.host],
            capture_output=True,
            timeout=_ANSWER_SECS,
            check=False,
        )

    def _await_hello(self, pipe: IO[bytes]) -> tuple[str, str]:
        for line in pipe:
            text = line.decode("utf-8", "replace").rstrip("\n")
            if text.startswith(SAYS + " "):
                _, word, rest = text.split(" ", 2)
                return word, rest
        assert self._process is not None
        code = self._process.wait()
        for thread in self._threads[:1]:
            thread.join()
        said = "".join(self._said)
        if code == 255:  # ssh's own
            raise fault_of(self._address, said)
        last = next((line.strip() for line in reversed(said.splitlines()) if line.strip()), "it ended without a word")
        raise NoReaderThere(f"Runstone there does not start as a reader; it may be too old ({last[:200]})", "")

    def _check_way(self) -> None:
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as tried:
                tried.settimeout(_ANSWER_SECS)
                tried.connect(os.fspath(self.socket))
                tried.sendall(b"GET /api/version HTTP/1.0\r\nHost: localhost\r\n\r\n")
                answered = bool(tried.recv(1))
        except OSError:
            answered = False
        if not answered:
            assert self._process is not None
            if self._process.poll() is not None:
                raise fault_of(self._address, "".join(self._said))
            raise NoReaderThere("its ssh server does not pass connections on to a reader", self.home)

    def _spawn(self, task: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=task, args=arguments, name="runstone-far-reader", daemon=True)
        thread.start()
        self._threads.append(thread)

    def _keep_complaints(self, pipe: IO[bytes]) -> None:
        for line in pipe:
            self._said.append(line.decode("utf-8", "replace"))
            del self._said[:-50]

    def _listen(self, pipe: IO[bytes]) -> None:
        for _ in pipe:
            self._heard_at = time.monotonic()

    def _beat(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None
        while True:
            try:
                process.stdin.write(b"\n")
                process.stdin.flush()
            except (OSError, ValueError):  # gone, or closed by us
                return
            try:
                process.wait(BEAT_SECS)
            except subprocess.TimeoutExpired:
                if self._heard_at is not None and time.monotonic() - self._heard_at > _SILENCE_SECS:
                    process.kill()
                    return
            else:
                return
