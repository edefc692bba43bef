"""From the bytes of a stream to the lines that a reader of the terminal would have seen in the end."""

from __future__ import annotations

import codecs
import re
import time
from collections.abc import Callable
from typing import Literal

MAX_LINE_CHARS = 64 << 10
MAX_HELD_ROWS = 500
LIVE_SECS = 5.0

Bars = Literal["last", "all", "none"]
"""What is handed out of a line that is rewritten: its last state, each of them, or nothing."""

_CONTROL = re.compile(r"(\n|\r|\x1b\[[0-9]*[ABEFK]|\x1b\[\?25[lh])")
_UNFINISHED = re.compile(r"\x1b(?:\[[0-9;?]{0,16})?\Z")


class _Row:
    """One row of the terminal. After a carriage return the next text replaces what is there."""

    __slots__ = ("cut", "returned", "rewritten", "text")

    def __init__(self) -> None:
        self.text = ""
        self.returned = False
        self.rewritten = False
        self.cut = 0

    def write(self, text: str) -> None:
        if self.returned:
            self.erase()
        room = MAX_LINE_CHARS - len(self.text)
        if len(text) > room:
            self.cut += len(text) - room
            text = text[:room]
        self.text += text

    def erase(self) -> None:
        # Blanks over a bar clear it: what comes then is no bar.
        self.rewritten = bool(self.text.strip()) or (self.rewritten and not self.text)
        self.text = ""
        self.cut = 0
        self.returned = False

    def shown(self) -> str:
        return f"{self.text} [{self.cut} more characters were cut]" if self.cut else self.text


def _cut(line: str) -> str:
    row = _Row()
    row.write(line)
    return row.shown()


class LineAssembler:
    """Follows one stream as a terminal would, as far as progress bars need it, and hands out lines that are done.

    A line that is rewritten (`\\r`, erase-line) is handed out in its final state only, unless `bars` says otherwise. Rows that a program goes back up to (nested
    tqdm, rich) are held until it has left them or kept still for five seconds. Colours stay in the text. Invalid UTF-8 is replaced;
    a line is cut at 64 Ki characters, with a note.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, bars: Bars = "last") -> None:
        self._clock = clock
        self._bars = bars
        self._states: list[str] = []
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._carry = ""
        self._rows = [_Row()]
        self._cursor = 0
        self._live_top: int | None = None
        self._live_bottom = 0
        self._live_time = 0.0

    @property
    def holding(self) -> bool:
        """Whether finished rows wait to be left alone."""
        return self._live_top is not None and self._cursor > 0

    def unfinished(self, count: int) -> list[str]:
        """The last `count` rows that are not handed out yet, as the terminal shows them now."""
        rows = [row.shown() for row in self._rows if self._is_wanted(row)]
        while rows and not rows[-1].strip():
            rows.pop()
        return rows[-count:]

    def feed(self, data: bytes) -> list[str]:
        """Take in bytes.

        Returns:
            The lines that are done.
        """
        text = self._carry + self._decoder.decode(data)
        is_plain = "\r" not in text and "\x1b" not in text
        if is_plain and len(self._rows) == 1 and self._live_top is None and not self._rows[0].returned:
            return self._follow_plain(text)
        self._follow(text)
        return self.take()

    def take(self) -> list[str]:
        """The lines that are done by now."""
        done = self._finished()
        states, self._states = self._states, []
        return states + done

    def _finished(self) -> list[str]:
        if self._live_top is not None and self._is_left():
            self._live_top = None
        done = self._cursor
        if self._live_top is not None and len(self._rows) <= MAX_HELD_ROWS:
            done = min(done, self._live_top)
        return self._hand_out(done)

    def flush(self) -> list[str]:
        """The stream has ended: everything, the unfinished last line too."""
        self._follow(self._carry + self._decoder.decode(b"", final=True), final=True)
        while len(self._rows) > self._cursor and not self._rows[-1].text.strip():
            self._rows.pop()
        lines = self.take() + self._hand_out(len(self._rows))
        self._rows = [_Row()]
        self._cursor = 0
        self._live_top = None
        return lines

    def _hand_out(self, count: int) -> list[str]:
        if count == 0:
            return []
        lines = [row.shown() for row in self._rows[:count] if self._is_wanted(row)]
        del self._rows[:count]
        self._cursor -= count
        if self._live_top is not None:
            self._live_top = max(0, self._live_top - count)
            self._live_bottom -= count
        return lines

    def _is_wanted(self, row: _Row) -> bool:
        return self._bars != "none" or not row.rewritten

    def _keep_state(self, row: _Row) -> None:
        """The text of this row is about to be replaced."""
        if self._bars == "all" and row.text.strip():
            self._states += self._finished()
            self._states.append(row.shown())

    def _is_left(self) -> bool:
        assert self._live_top is not None
        height = self._live_bottom - self._live_top + 1
        return self._cursor > self._live_bottom + height or self._clock() - self._live_time > LIVE_SECS

    def _follow_plain(self, text: str) -> list[str]:
        """The same as `_follow` and `take` for text without controls, ten times as fast."""
        first, *rest = text.split("\n")
        row = self._rows[0]
        if first:
            row.write(first)
        if not rest:
            return []
        done = [row.shown()] if self._is_wanted(row) else []
        self._rows[0] = row = _Row()
        if rest[-1]:
            row.write(rest[-1])
        for line in rest[:-1]:
            done.append(line if len(line) <= MAX_LINE_CHARS else _cut(line))
        return done

    def _follow(self, text: str, *, final: bool = False) -> None:
        self._carry = ""
        unfinished = None if final else _UNFINISHED.search(text)
        if unfinished:
            self._carry = text[unfinished.start() :]
            text = text[: unfinished.start()]
        # With one group, every second part is a control and the others are the text between.
        for position, part in enumerate(_CONTROL.split(text)):
            if not part:
                continue
            row = self._rows[self._cursor]
            if position % 2 == 0:
                if row.returned:
                    self._keep_state(row)
                row.write(part)
            elif part == "\n":
                row.returned = False
                self._down(1)
            elif part == "\r":
                row.returned = bool(row.text)
            elif part[-1] == "K":
                if row.returned or part == "\x1b[2K":
                    self._keep_state(row)
                    row.erase()
            elif part[-1] in "AF":
                self._up(int(part[2:-1] or 1))
            elif part[-1] in "BE":
                self._down(int(part[2:-1] or 1))

    def _up(self, count: int) -> None:
        self._live_bottom = len(self._rows) - 1
        left = self._rows[self._cursor]
        self._cursor = max(0, self._cursor - count)
        if left.returned or not left.text:
            self._rows[self._cursor].returned = True  # the cursor stood at the left edge, and still does
        self._live_top = self._cursor
        self._live_time = self._clock()

    def _down(self, count: int) -> None:
        for _ in range(min(count, MAX_HELD_ROWS)):
            self._cursor += 1
            if self._cursor == len(self._rows):
                self._rows.append(_Row())
            else:
                self._rows[self._cursor].returned = True
