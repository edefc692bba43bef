"""What goes wrong in the browser while a test runs."""

from __future__ import annotations

import re

from playwright.sync_api import ConsoleMessage, Page


class Problems:
    """Collects what tabs complain of; a test that provokes something forgives it.

    The browser tells of an answer at its leisure, sometimes after the page has shown it: forgiving is a pattern that
    holds to the end of the test, never a list that is emptied at some moment.
    """

    def __init__(self) -> None:
        self._told: list[str] = []
        self._forgiven: list[re.Pattern[str]] = []

    def watch(self, page: Page) -> None:
        """Listen to a tab."""
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self._told.append(f"uncaught: {error}"))

    def forgive(self, pattern: str) -> None:
        """Pass over what matches a pattern, told before or later."""
        self._forgiven.append(re.compile(pattern))

    def left(self) -> list[str]:
        """What nobody forgave."""
        return [told for told in self._told if not any(pattern.search(told) for pattern in self._forgiven)]

    def _hear(self, message: ConsoleMessage) -> None:
        if "GL Driver Message" in message.text:
            return  # drawing without a graphics card is slow, as the browser finds worth telling
        if message.type in ("error", "warning"):
            self._told.append(f"{message.type}: {message.text} ({message.location.get('url')})")
