"""A session: a reader elsewhere behind one local address, made anew whenever the connection breaks."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

from runstone.model.errors import RemoteUnusable
from runstone.remote.address import RemoteAddress
from runstone.remote.far_reader import FarReader
from runstone.remote.relay import Relay

_FIRST_PAUSE_SECS = 0.5
_LONGEST_PAUSE_SECS = 30.0


def pauses() -> Iterator[float]:
    """How long to wait before each further try, in seconds: longer each time, up to half a minute."""
    pause_secs = _FIRST_PAUSE_SECS
    while True:
        yield pause_secs
        pause_secs = min(pause_secs * 2, _LONGEST_PAUSE_SECS)


class Session:
    """Keeps a relay supplied with a reader. `run` goes on until `end`, or an interrupt."""

    def __init__(self, address: RemoteAddress, program: str | None, say: Callable[[str], None]) -> None:
        """
        Args:
            address: of the home.
            program: see `FarReader`.
            say: is told, for a person, what becomes of the connection.
        """
        self.status = f"Connecting to {address.machine}."
        self._address = address
        self._program = program
        self._say = say
        self._ended = threading.Event()

    def first(self) -> FarReader:
        """Start the first reader: what goes wrong now is for the user to mend.

        Raises:
            RemoteUnusable, NoReaderThere: see `FarReader.start`.
        """
        return self._started()

    def run(self, relay: Relay, reader: FarReader) -> None:
        """Show the reader through the relay, and another one whenever it is lost."""
        current: FarReader | None = reader
        try:
            while not self._ended.is_set():
                assert current is not None
                relay.target = current.socket
                self.status = f"Connected to {self._address.machine}."
                lost = None
                while lost is None and not self._ended.is_set():
                    lost = current.wait(0.5)
                relay.target = None
                current.close()
                if lost is None:
                    return
                current = None
                self._tell(f"The connection to {self._address.machine} is lost; trying again.")
                current = self._again()
                if current is None:
                    return
                self._tell(f"Connected to {self._address.machine} again.")
        finally:
            relay.target = None
            if current is not None:
                current.close()

    def end(self) -> None:
        """Let `run` return. From any thread."""
        self._ended.set()

    def _again(self) -> FarReader | None:
        for pause_secs in pauses():
            if self._ended.wait(pause_secs):
                return None
            try:
                return self._started()
            except RemoteUnusable as error:
                self.status = f"{error} Trying again."
        return None

    def _started(self) -> FarReader:
        reader = FarReader(self._address, self._program)
        try:
            reader.start()
        except BaseException:
            reader.close()
            raise
        return reader

    def _tell(self, text: str) -> None:
        self.status = text
        self._say(text)
