"""Alerts on the desktop of this machine: `notify-send` on Linux, `osascript` on macOS."""

from __future__ import annotations

import shutil
import subprocess

from runstone.alerts.message import Message

_TIMEOUT_SECS = 10.0
_URGENCY = {"info": "low", "warn": "normal", "error": "critical"}


class Desktop:
    """Shows an alert beside the clock."""

    name = "desktop"

    def deliver(self, message: Message) -> None:
        """Show it.

        Raises:
            OSError: this machine has no program for that, or it failed.
        """
        command = _command(message)
        try:
            subprocess.run(command, check=True, timeout=_TIMEOUT_SECS, capture_output=True)
        except subprocess.SubprocessError as error:
            raise OSError(f"{command[0]} failed: {error}") from error


def _command(message: Message) -> list[str]:
    if program := shutil.which("notify-send"):
        urgency = f"--urgency={_URGENCY[message.level]}"
        return [program, urgency, "--app-name=Runstone", "--", message.heading, message.body]
    if program := shutil.which("osascript"):
        # Given as arguments, nothing in an alert is read as a script.
        script = "on run words\ndisplay notification (item 2 of words) with title (item 1 of words)\nend run"
        return [program, "-e", script, message.heading, message.body]
    raise OSError("neither notify-send nor osascript is here")
