"""A real ssh server on this machine's loopback, with keys and a config of its own, run by the current user."""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from left_processes import kept
from ports import free_ports
from runstone.model.home import Home
from waiting import wait_until

SSHD = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


class Machine:
    """Another machine, played by this one: `ssh` reaches it under the name `elsewhere`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (self.port,) = free_ports(1)
        self.log = folder / "sshd.log"
        self.config = folder / "ssh_config"
        self._process: subprocess.Popen[bytes] | None = None
        for name in ("host_key", "key"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
        shutil.copy(folder / "key.pub", folder / "authorized_keys")
        self.trust()
        self.user = pwd.getpwuid(os.getuid()).pw_name
        self.config.write_text(
            f"Host elsewhere\n HostName 127.0.0.1\n Port {self.port}\n User {self.user}\n"
            f" IdentityFile {folder / 'key'}\n IdentitiesOnly yes\n BatchMode yes\n"
            f" UserKnownHostsFile {folder / 'known_hosts'}\n GlobalKnownHostsFile /dev/null\n"
        )

    @property
    def environment(self) -> dict[str, str]:
        """By which `ssh` reaches it."""
        return {"RUNSTONE_SSH": f"ssh -F {self.config}"}

    def trust(self) -> None:
        """Write down the machine's host key, as a first login does."""
        key = (self.folder / "host_key.pub").read_text()
        (self.folder / "known_hosts").write_text(f"[127.0.0.1]:{self.port} {key}")

    def start(self, *settings: str, sftp: bool = True) -> None:
        """Let it be reached; `settings` are lines of sshd's config."""
        config = self.folder / "sshd_config"
        config.write_text(
            "\n".join(
                [
                    *settings,
                    f"Port {self.port}",
                    "ListenAddress 127.0.0.1",
                    f"HostKey {self.folder / 'host_key'}",
                    f"AuthorizedKeysFile {self.folder / 'authorized_keys'}",
                    f"PidFile {self.folder / 'sshd.pid'}",
                    "PasswordAuthentication no",
                    "KbdInteractiveAuthentication no",
                    "PermitRootLogin yes",
                    "StrictModes no",
                    "UsePAM no",
                    *(["Subsystem sftp internal-sftp"] if sftp else []),
                    f"SetEnv PYTHONPATH={os.environ['PYTHONPATH']} RUNSTONE_DIR={self.folder / 'nobodys'}",
                ]
            )
            + "\n"
        )
        assert SSHD is not None
        if os.getuid() == 0:
            Path("/run/sshd").mkdir(exist_ok=True)  # where sshd, run by root, wants to be locked up
        self._process = subprocess.Popen([SSHD, "-D", "-E", self.log, "-f", config])

    def answers(self) -> bool:
        """Whether somebody can log in."""
        tried = subprocess.run(["ssh", "-F", self.config, "elsewhere", "true"], capture_output=True, check=False)
        return tried.returncode == 0

    @contextmanager
    def shared_connection(self) -> Iterator[None]:
        """One connection that all others go through, as users set up whose logins take long (`ControlMaster`)."""
        path = self.folder / "shared"
        with open(self.config, "a") as config:
            config.write(f" ControlPath {path}\n")
        master = subprocess.Popen(["ssh", "-F", self.config, "-M", "-N", "elsewhere"])
        try:
            wait_until(path.exists)
            yield
        finally:
            master.kill()
            master.wait()

    def cut(self) -> None:
        """Break every connection to it."""
        for pid in self.sessions():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def stop(self) -> None:
        """Take the machine off the network."""
        if self._process is not None:
            self.cut()
            self._process.kill()
            self._process.wait()
            self._process = None

    def sessions(self) -> list[int]:
        """The processes of sshd that serve somebody now: its children, and theirs."""
        assert self._process is not None
        found, parents = [], [self._process.pid]
        while parents:
            parent = parents.pop()
            for child in children(parent):
                with suppress(FileNotFoundError):  # it ended meanwhile
                    if "sshd" in Path(f"/proc/{child}/comm").read_text():
                        found.append(child)
                        parents.append(child)
        return found


@contextmanager
def reached(folder: Path) -> Iterator[Machine]:
    """A machine that can be reached; the test is skipped where none can be played."""
    if SSHD is None or shutil.which("ssh") is None:
        pytest.skip("needs OpenSSH's server and client: apt-get install openssh-server openssh-client")
    own = folder / "machine"
    own.mkdir(mode=0o700)
    machine = Machine(own)
    machine.start()
    try:
        wait_until(machine.answers)
        yield machine
    finally:
        machine.stop()


_running: list[Machine] = []


def shared_machine() -> Machine:
    """A machine that lives as long as this process."""
    if not _running:
        # Where none can be played the folder goes at once, and not in the middle of another test.
        with ExitStack() as stack, kept():
            folder = stack.enter_context(TemporaryDirectory(prefix="runstone-machine-"))
            machine = stack.enter_context(reached(Path(folder)))
            stack.enter_context(machine.shared_connection())
            atexit.register(stack.pop_all().close)
        _running.append(machine)
    return _running[0]


class Looking:
    """`runstone ui ssh://…`, run as a user does."""

    def __init__(self, home: Home, *options: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "runstone.cli.app", "ui", f"ssh://elsewhere{home.path}", "--port", "0", "--no-open", *options],
            stdout=subprocess.PIPE,
            text=True,
        )  # fmt: skip
        self._passed: list[str] = []

    def said(self, wanted: str) -> str:
        """A line that has this in it, and was not given before: what is said by several threads comes in any order."""
        assert self.process.stdout is not None
        for line in self._passed:
            if wanted in line:
                self._passed.remove(line)
                return line
        for line in self.process.stdout:
            if wanted in line:
                return line
            self._passed.append(line)
        raise AssertionError(f"it ended before it said {wanted!r}")

    def end(self, number: signal.Signals) -> int:
        """Signal it, and wait for its end."""
        assert self.process.stdout is not None
        self.process.send_signal(number)
        code = self.process.wait(30)
        self.process.stdout.close()
        return code

    def close(self) -> None:
        """Kill it, if it still runs."""
        if self.process.poll() is None:
            self.end(signal.SIGKILL)


def children(pid: int) -> list[int]:
    """The processes that this one started."""
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []
