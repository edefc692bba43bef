"""Alerts as HTTP posts: plain JSON, and the JSON of Slack's incoming webhooks."""

from __future__ import annotations

from typing import Any

import msgspec

from runstone.alerts.message import Message

_TIMEOUT_SECS = 10.0
_COLOURS = {"info": "#2f6fed", "warn": "#d99a00", "error": "#d13438"}
_MOST_CHARS = 3000


class Webhook:
    """Posts an alert as JSON: the fields of `Message`."""

    name = "webhook"

    def __init__(self, url: str) -> None:
        self._url = url

    def deliver(self, message: Message) -> None:
        """Post it.

        Raises:
            OSError: nobody took it.
        """
        post(self._url, message._asdict())


class Slack:
    """Posts an alert as Slack and its kin (Mattermost, Discord's `/slack`) understand it."""

    name = "slack"

    def __init__(self, url: str) -> None:
        self._url = url

    def deliver(self, message: Message) -> None:
        """Post it.

        Raises:
            OSError: nobody took it.
        """
        title = _escaped(message.heading)
        linked = f"<{message.url}|{title}>" if message.url else title
        attachment = {
            "color": _COLOURS[message.level],
            "fallback": title,
            "title": _escaped(f"{message.level.upper()} in {message.project}"),
            "text": _escaped(message.text)[:_MOST_CHARS],
        }
        post(self._url, {"text": linked, "attachments": [attachment]})


def post(url: str, document: dict[str, Any]) -> None:
    """Post JSON.

    Raises:
        OSError: nobody took it: no connection, or an answer that is an error.
    """
    from urllib.request import Request, urlopen  # here, since it brings ssl

    body = msgspec.json.encode(document)
    headers = {"content-type": "application/json", "user-agent": "runstone"}
    try:
        request = Request(url, data=body, headers=headers, method="POST")
    except ValueError:  # its words hold the address, which is a secret
        raise OSError("its address is no URL") from None
    with urlopen(request, timeout=_TIMEOUT_SECS) as answer:
        answer.read()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
