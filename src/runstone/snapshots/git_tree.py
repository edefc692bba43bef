"""The tree of a run without a snapshot: its commit from a repository on this machine, and the diff that was recorded."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from runstone.model.errors import Misuse

_SECS = 600.0
_COMMIT = re.compile(r"[0-9a-f]{7,64}")


def restore_commit(git: Mapping[str, Any], diff: bytes | None, target: Path) -> list[str]:
    """Check out the commit of a run into a folder that is empty or not there yet, and apply its diff.

    Args:
        git: what was recorded of the repository: `root`, `commit`, `untracked`.
        diff: what tracked files had that the commit has not.
        target: the folder; it becomes a clone, so nothing changes in the repository.

    Returns:
        The files that git did not track: nobody has them.

    Raises:
        Misuse: the repository or its commit is not here, or the diff does not fit. What was written stays.
    """
    root, commit = str(git.get("root") or ""), str(git.get("commit") or "")
    if not commit or not Path(root, ".git").exists():
        raise Misuse(
            f"The run has no snapshot of its code, and the repository {root or '(none)'} with its commit {commit or '(none)'} is not on this machine. "
            f"{_elsewhere(git)}Nothing was written. init(snapshot_code=True) keeps the code of runs to come."
        )
    if not _COMMIT.fullmatch(commit):
        # Anybody may have written it, and git takes what begins with a hyphen for an option.
        raise Misuse(f"{commit!r} is no commit. Nothing was written.")
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise Misuse(f"{target} is not empty. Nothing was written there. Name a folder that is, or is not there yet.")
    _git("clone", "--quiet", "--no-checkout", "--", root, str(target))
    _git("-C", str(target), "checkout", "--quiet", "--detach", commit)
    if diff:
        _git("-C", str(target), "apply", "--whitespace=nowarn", data=diff)
    return [str(path) for path in git.get("untracked", ())]


def _elsewhere(git: Mapping[str, Any]) -> str:
    remote = git.get("remote")
    return f"Clone it from {remote} first. " if remote else ""


def _git(*words: str, data: bytes | None = None) -> None:
    try:
        done = subprocess.run(
            ["git", "-c", "core.hooksPath=/dev/null", *words],
            input=data,
            capture_output=True,
            timeout=_SECS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Misuse(f"git could not be asked ({error}), so the code was not restored.") from error
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise Misuse(
            f"git {words[0] if words[0] != '-C' else words[2]} failed: {said}. The code was not restored whole."
        )
