"""`runstone` in processes that are forked off one that has it loaded: a server is there at once, where loading it takes seconds of a busy machine.

python tests/e2e/warm.py
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path


class Started:
    """A program that runs; to be ended by whoever had it started."""

    def __init__(self, warm: Warm, process: int) -> None:
        self._warm = warm
        self._process = process

    def end(self, number: int) -> None:
        """Send it a signal, and wait until it is gone."""
        os.kill(self._process, number)
        self._warm.ask({"wait": self._process})


class Warm:
    """The process that the others are forked off."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self, arguments: list[str], environment: dict[str, str], out: Path, log: Path) -> Started:
        """Carry out a command line of `runstone`; what it prints goes to a pipe with a name, what it complains of to a file."""
        order = {"arguments": arguments, "environment": environment, "out": str(out), "log": str(log)}
        return Started(self, self.ask(order))

    def ask(self, order: dict[str, object]) -> int:
        """Give an order; what is answered."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, "nobody starts servers any more"
        return int(answer)

    def end(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(20)
        self._process.stdout.close()


def _become(order: dict[str, object]) -> None:
    os.environ.clear()
    os.environ.update(order["environment"])  # type: ignore[call-overload]
    for number, place, flags in (
        (0, os.devnull, os.O_RDONLY),
        (1, order["out"], os.O_WRONLY),
        (2, order["log"], os.O_WRONLY),
    ):
        fd = os.open(str(place), flags)
        os.dup2(fd, number)
        os.close(fd)


def obey() -> None:
    """Be that process."""
    import runstone.cli.serve
    import runstone.cli.ui
    import runstone.server.app
    import runstone.server.serving  # noqa: F401
    from runstone.cli.app import main

    reply = os.fdopen(os.dup(1), "w")
    while line := sys.stdin.readline():
        order = json.loads(line)
        if "wait" in order:
            os.waitpid(order["wait"], 0)
            print(0, file=reply, flush=True)
            continue
        process = os.fork()
        if process == 0:
            reply.close()
            _become(order)
            main(order["arguments"])
            return
        print(process, file=reply, flush=True)


if __name__ == "__main__":
    obey()
