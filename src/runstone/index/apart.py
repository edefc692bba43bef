"""An index that a process of its own keeps up: taking in and answering do not wait for each other's turns of one interpreter."""

from __future__ import annotations

import subprocess
import sys

import msgspec

from runstone.index.index import Index
from runstone.index.indexing import Answer, Maintain, Refresh
from runstone.model import child
from runstone.model.errors import HomeUnusable
from runstone.model.home import Home

_END_SECS = 5.0


class ApartIndex(Index):
    """An `Index` for a server that many send to. The process begins with the first refresh, and again should it have died; it ends with this one."""

    is_apart = True

    def __init__(self, home: Home) -> None:
        super().__init__(home)
        self._ended_cpu_secs = 0.0
        self._process: subprocess.Popen[bytes] | None = None
        self._requests = msgspec.json.Encoder()
        self._answers = msgspec.json.Decoder(Answer)

    def close(self) -> None:
        """Let go of all connections, and end the process. Idempotent; both begin again at the next use."""
        with self._writing:
            self._end()
        super().close()

    def _brought_up(self, wait_secs: float, drawn_every_secs: float) -> bool:
        return self._asked(Refresh(wait_secs, drawn_every_secs))

    def _looked_after(self, budget_secs: float) -> bool:
        return self._asked(Maintain(budget_secs))

    def _asked(self, request: Refresh | Maintain) -> bool:
        # One that was killed while it waited for work is told only by asking it.
        answer = self._exchanged(request) or self._exchanged(request)
        if answer is None:
            raise HomeUnusable(
                f"The process that keeps the index {self._path} up was ended while it worked. What is recorded is safe, and another "
                "one goes on at the next look; if it was the system that ended it, give this machine more memory."
            )
        self.apart_cpu_secs = self._ended_cpu_secs + answer.cpu_secs
        if answer.trouble == "unusable":
            raise HomeUnusable(answer.message)
        if answer.trouble:
            raise HomeUnusable(
                f"The index {self._path} could not be brought up to date, by a fault of Runstone ({answer.message}). "
                "What is recorded is safe; the server's log says more."
            )
        return answer.is_done

    def _exchanged(self, request: Refresh | Maintain) -> Answer | None:
        """The answer; None where the process was gone or died over it."""
        process = self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(self._requests.encode(request) + b"\n")
            line = process.stdout.readline()
        except BrokenPipeError:
            line = b""
        if line.endswith(b"\n"):
            return self._answers.decode(line)
        self._end()
        return None

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "runstone.index.indexing", str(self.home.path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                bufsize=0,
            )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        child.end(process, _END_SECS)
        assert process.stdout is not None
        process.stdout.close()
        self._ended_cpu_secs = self.apart_cpu_secs
