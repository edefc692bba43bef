"""The folder that a disabled run has for files: one for the process, gone at its end."""

from __future__ import annotations

import atexit
import functools
import shutil
import tempfile


@functools.cache
def scratch_folder() -> str:
    """The folder, made at the first call."""
    folder = tempfile.mkdtemp(prefix="runstone-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
