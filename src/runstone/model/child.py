"""A child: a process that was begun here and ends with its input."""

from __future__ import annotations

import subprocess
from contextlib import suppress


def end(process: subprocess.Popen[bytes], timeout_secs: float) -> None:
    """Close the input of a process and wait until it is gone; it is killed if it does not go by itself. One that is gone already is no trouble.

    Args:
        process: begun with a pipe for its input; its other pipes stay as they are.
        timeout_secs: how long it may take to go.
    """
    assert process.stdin is not None
    with suppress(OSError):  # it was gone before
        process.stdin.close()
    try:
        process.wait(timeout_secs)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
