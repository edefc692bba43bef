"""An index that a process of its own keeps up: taking in and answering do not wait for each other's turns of one interpreter."""

from __future__ import annotations

import msgspec

from runstone.index.cache import MAX_BYTES
from runstone.index.index import Index
from runstone.index.indexing import Answer, Maintain, Refresh
from runstone.model.child import Child
from runstone.model.errors import HomeUnusable
from runstone.model.home import Home


class ApartIndex(Index):
    """An `Index` for a server that many send to. The process begins with the first refresh, and again should it have died; it ends with this one."""

    is_apart = True

    def __init__(self, home: Home, *, cache_bytes: int = MAX_BYTES) -> None:
        """See Index."""
        super().__init__(home, cache_bytes=cache_bytes)
        self._child = Child("runstone.index.indexing", str(home.path))
        self._requests = msgspec.json.Encoder()
        self._answers = msgspec.json.Decoder(Answer)

    @property
    def apart_cpu_secs(self) -> float:
        """The processor time that the process took, with those before it."""
        return self._child.cpu_secs

    def close(self) -> None:
        """Let go of all connections, and end the process. Idempotent; both begin again at the next use."""
        with self._writing:
            self._child.close()
        super().close()

    def _brought_up(self, wait_secs: float, drawn_every_secs: float) -> bool:
        return self._asked(Refresh(wait_secs, drawn_every_secs))

    def _looked_after(self, budget_secs: float) -> bool:
        return self._asked(Maintain(budget_secs))

    def _asked(self, request: Refresh | Maintain) -> bool:
        # One that was killed while it waited for work is told only by asking it.
        asked = self._requests.encode(request)
        told = self._child.ask(asked) or self._child.ask(asked)
        if told is None:
            raise HomeUnusable(
                f"The process that keeps the index {self._path} up was ended while it worked. What is recorded is safe, and another "
                "one goes on at the next look; if it was the system that ended it, give this machine more memory."
            )
        answer = self._answers.decode(told)
        if answer.trouble == "unusable":
            raise HomeUnusable(answer.message)
        if answer.trouble:
            raise HomeUnusable(
                f"The index {self._path} could not be brought up to date, by a fault of Runstone ({answer.message}). "
                "What is recorded is safe; the server's log says more."
            )
        return answer.is_done
