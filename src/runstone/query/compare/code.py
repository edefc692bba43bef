"""The code of runs beside each other: commit, branch, and what was not committed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from runstone.blobs.store import BlobStore
from runstone.model.errors import BlobDamaged
from runstone.query.answers.compare import CodeChange
from runstone.query.compare.patches import patch_diff

Git = Mapping[str, Any]


def code_changes(
    store: BlobStore, gits: Sequence[Git | None], names: Sequence[str], reference: int
) -> list[CodeChange]:
    """How the code of each run differs from that of the reference.

    Args:
        store: where the patches are.
        gits: what was recorded of each run's repository; None for nothing.
        names: what the runs are called in the headers of the diffs.
        reference: the position of the run that the others are compared with.

    Returns:
        One for each run, the reference too.
    """
    patches = [_Patch(store, git) for git in gits]
    return [
        CodeChange(same_commit=True, same_patch=True)
        if at == reference
        else _change(gits[reference], gits[at], patches[reference], patches[at], names[reference], names[at])
        for at in range(len(gits))
    ]


class _Patch:
    """The uncommitted changes of a run, read when they are needed and once."""

    def __init__(self, store: BlobStore, git: Git | None) -> None:
        self._store = store
        stored = (git or {}).get("diff")
        self.sha256: str | None = stored.get("sha256") if isinstance(stored, dict) else None
        self._text: str | None = None

    @property
    def text(self) -> str:
        """The patch; empty where everything was committed.

        Raises:
            BlobDamaged: it is lost.
        """
        if self._text is None:
            self._text = self._store.get(self.sha256).decode("utf-8", "replace") if self.sha256 else ""
        return self._text


def _change(
    before: Git | None, after: Git | None, old: _Patch, new: _Patch, before_name: str, after_name: str
) -> CodeChange:
    if before is None or after is None:
        both = before is None and after is None
        lacking = "either run" if both else before_name if before is None else after_name
        return CodeChange(same_commit=None, same_patch=None, note=f"The code of {lacking} was not recorded.")
    old_commit, new_commit = before.get("commit"), after.get("commit")
    same_commit = old_commit == new_commit
    same_patch = old.sha256 == new.sha256
    diff, note = "", ""
    if not same_patch:
        try:
            diff = patch_diff(old.text, new.text, before_name, after_name)
        except BlobDamaged as error:
            note = str(error)
    elif not same_commit:
        note = f"Only the commits differ: `git diff {old_commit} {new_commit}` in a checkout shows how."
    return CodeChange(same_commit, same_patch, diff, note)
