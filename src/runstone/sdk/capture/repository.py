"""A git repository, asked through the `git` program. Never takes git's locks, never waits for a prompt."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from typing import IO, Any

from runstone.sdk.capture.redaction import without_credentials

ASK_SECS = 5.0
DIFF_SECS = 30.0
MAX_DIFF_BYTES = 10 << 20
MAX_UNTRACKED = 1000


class Repository:
    """A working tree, asked through the `git` program."""

    def __init__(self, root: str) -> None:
        self.root = root

    def facts(self) -> dict[str, Any]:
        """What is known without the diff. `commit` is missing before the first commit, `branch` on a detached head."""
        facts: dict[str, Any] = {"root": self.root}
        commit = self._ask("rev-parse", "--verify", "HEAD")
        branch = self._ask("symbolic-ref", "--short", "HEAD")
        remote = self._ask("remote", "get-url", "origin") or self._first_remote()
        if commit:
            facts["commit"] = commit
        if branch:
            facts["branch"] = branch
        if remote:
            facts["remote"] = without_credentials(remote)
        status = self._ask(
            "status", "--porcelain=v1", "-z", "--untracked-files=normal", "--ignore-submodules=untracked"
        )
        if status is not None:
            entries = [entry for entry in status.split("\0") if entry]
            untracked = [entry[3:] for entry in entries if entry.startswith("?? ")]
            facts["dirty"] = bool(entries)
            if untracked:
                facts["untracked"] = untracked[:MAX_UNTRACKED]
            if len(untracked) > MAX_UNTRACKED:
                facts["untracked_left_out"] = len(untracked) - MAX_UNTRACKED
        return facts

    def diff(self) -> bytes | None:
        """What tracked files have that the commit has not; None where there is no difference. Cut at 10 MiB, with a note at its end."""
        # A diff may be far larger than anybody wants to keep, so it is read only as far as it is kept.
        words = ["diff", "--no-color", "--no-ext-diff", "--no-textconv", "--submodule=short", "HEAD", "--"]
        try:
            process = subprocess.Popen(
                _command(self.root, words),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environ(),
            )
        except OSError:
            return None
        with process:
            assert process.stdout is not None
            data = _read_bounded(process, process.stdout)
        if data is None or not data:
            return None
        if len(data) > MAX_DIFF_BYTES:
            note = f"\n[cut here: the diff is longer than {MAX_DIFF_BYTES >> 20} MiB]\n"
            return data[:MAX_DIFF_BYTES] + note.encode()
        return data

    def _first_remote(self) -> str | None:
        names = self._ask("remote")
        return self._ask("remote", "get-url", names.split()[0]) if names else None

    def _ask(self, *words: str) -> str | None:
        return ask_git(self.root, words)


def find_repository() -> Repository | None:
    """The repository of the main script, else of the working folder."""
    script = getattr(sys.modules.get("__main__"), "__file__", None)
    folders = [os.path.dirname(os.path.abspath(script))] if script else []
    for folder in [*folders, os.getcwd()]:
        root = ask_git(folder, ("rev-parse", "--show-toplevel"))
        if root:
            return Repository(root)
    return None


def ask_git(folder: str, words: tuple[str, ...]) -> str | None:
    """The answer of git; None where there is no git, no repository, no answer, or none in time."""
    try:
        answer = subprocess.run(
            _command(folder, words),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=ASK_SECS,
            env=_environ(),
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    if answer.returncode != 0:
        return None
    return answer.stdout.decode("utf-8", "replace").rstrip("\n")


def _read_bounded(process: subprocess.Popen[bytes], stream: IO[bytes]) -> bytes | None:
    """At most one byte more than is kept; None if git failed or took too long."""
    late = threading.Timer(DIFF_SECS, process.kill)
    late.daemon = True
    late.start()
    try:
        data = stream.read(MAX_DIFF_BYTES + 1)
        if len(data) > MAX_DIFF_BYTES:
            process.kill()
            return data
        return data if process.wait() == 0 else None
    finally:
        late.cancel()


def _command(folder: str, words: tuple[str, ...] | list[str]) -> list[str]:
    # A repository may name a program that watches its files; starting programs is not for a recorder.
    return ["git", "-C", folder, "-c", "core.fsmonitor=false", "-c", "core.quotepath=false", *words]


def _environ() -> dict[str, str]:
    return {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
