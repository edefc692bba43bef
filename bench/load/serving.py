"""A real `runstone serve` on a fresh home, and what the system tells of its process."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import psutil

from bench.load.run import PROJECT
from runstone.access.accounts import Accounts
from runstone.access.role import Role
from runstone.model.home import Home
from runstone.model.place import place

_TICKS_PER_SEC = os.sysconf("SC_CLK_TCK")


class Usage(NamedTuple):
    """Of the server so far: seconds of processor time, and bytes."""

    cpu_secs: float
    resident_bytes: int
    journal_bytes: int
    index_bytes: int


class Serving(NamedTuple):
    """A server: its tokens are for trainers, for a person who may see all, and for one who may see the projects under load alone."""

    home: Home
    port: int
    process: subprocess.Popen[str]
    trainer: str
    admin: str
    viewer: str

    def usage(self) -> Usage:
        """What it took until now."""
        children = psutil.Process(self.process.pid).children()
        pids = [self.process.pid, *(child.pid for child in children)]
        return Usage(
            sum(map(_cpu_secs, pids)),
            sum(map(_resident_bytes, pids)),
            _bytes_below(self.home.runs_path),
            _bytes_below(place(self.home)),
        )


@contextmanager
def serving(folder: Path) -> Iterator[Serving]:
    """`runstone serve` with accounts on a home in a folder, until the block ends."""
    home = Home(folder / "team")
    accounts = Accounts(home)
    for name, role, project in (("ada", Role.ADMIN, ""), ("vera", Role.VIEWER, PROJECT), ("vera", Role.VIEWER, "real")):
        if accounts.users.find(name) is None:
            accounts.users.add(name, "a password of the benchmark")
        accounts.grants.give(role, project, user=name)
    trainer = accounts.tokens.create("ada", "trainers", Role.EDITOR, [PROJECT, "real"]).text
    admin = accounts.tokens.create("ada", "browser", Role.ADMIN).text
    viewer = accounts.tokens.create("vera", "browser", Role.VIEWER).text
    accounts.close()
    environment = {name: text for name, text in os.environ.items() if not name.startswith("RUNSTONE_")}
    environment |= {"XDG_CACHE_HOME": str(folder / "cache"), "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "runstone.cli.app", "serve", str(home.path), "--port", "0"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            found = re.search(r":(\d+)/", process.stdout.readline())
            if found is None:
                raise SystemExit("The server did not start: try `runstone serve`.")
            yield Serving(home, int(found[1]), process, trainer, admin, viewer)
        finally:
            process.send_signal(signal.SIGTERM)


def _cpu_secs(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICKS_PER_SEC


def _resident_bytes(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except FileNotFoundError:
        return 0
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith("RssAnon:")), 0)


def _bytes_below(folder: Path) -> int:
    total = 0
    for root, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.stat(os.path.join(root, name)).st_size
            except FileNotFoundError:
                continue
    return total
