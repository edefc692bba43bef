"""What is delivered: an alert, and the run that raised it."""

from __future__ import annotations

from typing import NamedTuple

from runstone.model.records import Level


class Message(NamedTuple):
    """One alert. `url` is where a browser finds the run; empty where no server shows it."""

    title: str
    text: str
    level: Level
    rule: str
    time: int
    run: str
    display_id: str
    run_name: str
    project: str
    url: str = ""

    @property
    def heading(self) -> str:
        """One line that says which run it is about."""
        return f"{self.title} · {self.run_name} ({self.display_id})"

    @property
    def body(self) -> str:
        """The text, and where to look."""
        lines = [self.text, f"Run {self.run_name} ({self.display_id}) in {self.project}", self.url]
        return "\n".join(line for line in lines if line)
