"""Alerts."""

from __future__ import annotations

from typing import Literal

import msgspec


class Alert(msgspec.Struct, frozen=True):
    """Something that a run had to say. `rule` is the rule that found it, empty where the script said so itself; `id` rises with arrival."""

    id: int
    run: str
    display_id: str
    run_name: str
    project: str
    time: int
    level: Literal["info", "warn", "error"]
    title: str
    text: str
    rule: str
    step: int | None


class AlertsPage(msgspec.Struct, frozen=True):
    """Alerts, the newest first; `next_cursor` asks for older ones."""

    alerts: list[Alert]
    next_cursor: str | None
