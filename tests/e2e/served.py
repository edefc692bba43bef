"""`runstone ui` in processes of their own."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import runstone
from e2e.warm import Warm

SOURCE = Path(runstone.__file__).parents[1]
TESTS = Path(__file__).parents[1]


def environment() -> dict[str, str]:
    """What programs that a test starts see: this checkout, and no settings of whoever runs the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("RUNSTONE_", "PLUTO_"))}
    return {**kept, "PYTHONPATH": os.pathsep.join([str(SOURCE), str(TESTS)])}


def path_of(project: str, rest: str = "") -> str:
    """The page of a project, as a path."""
    return "/p/" + quote(project) + (f"/{rest}" if rest else "")


def path_of_run(project: str, run: str, tab: str = "") -> str:
    """The page of a run, as a path."""
    return path_of(project, "r/" + quote(run, safe="")) + (f"?tab={tab}" if tab else "")


@dataclass(frozen=True)
class Served:
    """A home and the server that shows it."""

    home: Path
    url: str


_warm: Warm | None = None


@contextmanager
def warmed() -> Iterator[None]:
    """As long as this lasts, servers are forked off a process that has them loaded."""
    global _warm
    _warm = Warm(environment())
    try:
        yield
    finally:
        _warm.end()
        _warm = None


@contextmanager
def serve(home: Path, port: int = 0, *, logins: bool = False, options: Sequence[str] = ()) -> Iterator[Served]:
    """Serve a home, to everybody or to who logs in. A traceback in the server's log fails whoever used it."""
    assert _warm is not None, "the fixture `warm` is missing"
    verb = ["serve"] if logins else ["ui", "--no-open"]
    arguments = [*verb, "--port", str(port), "--home", str(home), *options]
    with tempfile.TemporaryDirectory() as folder:
        out, log = Path(folder, "out"), Path(folder, "log")
        os.mkfifo(out)
        log.touch()
        server = _warm.start(arguments, environment(), out, log)
        with out.open() as told:
            line = told.readline()
            try:
                assert line.startswith("http"), line
                yield Served(home, line.split()[0].rstrip("/"))
            finally:
                server.end(signal.SIGINT)
        said = log.read_text()
    assert "Traceback" not in said, said
