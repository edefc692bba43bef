"""Alerts, and the files that were saved with runs."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from runstone.query import alerts, files
from runstone.query.answers.alerts import AlertsPage
from runstone.query.answers.runs import SavedFile
from runstone.server.endpoint import Endpoint, Int64, get
from runstone.server.routes.runs import Cursor, Limit, Run, RunAsk
from runstone.server.service import Indexed


class AlertsAsk(msgspec.Struct, frozen=True):
    """Which alerts."""

    run: Run | None = None
    project: Annotated[str, Meta(description="Only of runs in this project and below it.")] | None = None
    after: Annotated[Int64, Meta(description="Only later ones than this time.")] | None = None
    limit: Limit = 100
    cursor: Cursor | None = None


class FilesOfRun(msgspec.Struct, frozen=True):
    """The files of a run, by path."""

    files: list[SavedFile]


@get("/api/alerts")
def list_alerts(service: Indexed, ask: AlertsAsk) -> AlertsPage:
    """What runs had to say, the newest first; nothing of runs in the bin."""
    return alerts.list_alerts(service.index, ask.run, ask.project, ask.after, ask.limit, ask.cursor)


@get("/api/runs/{run}/files")
def list_files(service: Indexed, ask: RunAsk) -> FilesOfRun:
    """The files that were saved with a run, as they were saved last. `/api/blobs` has their bytes."""
    return FilesOfRun(files.list_files(service.index, ask.run))


ENDPOINTS: list[Endpoint] = [list_alerts, list_files]
