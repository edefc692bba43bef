"""A run in a process of its own that does what it is told, one line of JSON at a time.

python tests/e2e/live.py HOME PROJECT NAME
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import runstone as rs


class LiveRun:
    """The handle on such a process."""

    def __init__(self, home: Path, project: str, name: str, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__, str(home), project, name],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.id: str = self._answer()["id"]

    def log(self, data: dict[str, float], step: int | None = None) -> float:
        """Log; gives the time at which `log` had returned."""
        return float(self._do({"log": data, "step": step})["time"])

    def say(self, text: str, end: str = "\n") -> None:
        """Print a line, or something of one."""
        self._do({"print": text, "end": end})

    def show(self, key: str, caption: str, step: int) -> None:
        """Log an image of 8 x 8 pixels."""
        self._do({"image": {key: caption}, "step": step})

    def save(self, name: str, data: bytes) -> None:
        """Save a file, whole and at once."""
        self._do({"save": name, "data": base64.b64encode(data).decode()})

    def kill(self) -> float:
        """kill -9; gives the time of it."""
        self._process.kill()
        killed = time.time()
        self._process.wait()
        return killed

    @property
    def has_ended(self) -> bool:
        """Whether the process is gone."""
        return self._process.poll() is not None

    def end(self) -> None:
        """Finish the run, if the process still lives."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(20)
        self._process.stdout.close()

    def _do(self, command: dict[str, Any]) -> Any:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the live run died"
        return json.loads(line)


def obey(home: str, project: str, name: str) -> None:
    """Be that process."""
    reply = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what the run prints is not what it answers
    settings = {"git": False, "packages": False, "host": False, "system": False, "quiet": True}
    with rs.init(project, name, dir=home, settings=settings) as run:
        print(json.dumps({"id": run.id}), file=reply, flush=True)
        for line in sys.stdin:
            command = json.loads(line)
            if "log" in command:
                run.log(command["log"], step=command["step"])
            if "image" in command:
                pictures = {key: rs.Image([[0] * 8] * 8, caption=text) for key, text in command["image"].items()}
                run.log(pictures, step=command["step"])
            if "save" in command:
                saved = Path(home) / command["save"]
                saved.write_bytes(base64.b64decode(command["data"]))
                run.save(saved, policy="now")
            if "print" in command:
                print(command["print"], end=command["end"], flush=True)
            print(json.dumps({"time": time.time()}), file=reply, flush=True)


if __name__ == "__main__":
    obey(*sys.argv[1:])
