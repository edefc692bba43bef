"""Edits: what people change about runs, and the bin."""

from __future__ import annotations

from runstone.access.role import Role
from runstone.api import editing, emptying
from runstone.api.editing import EditAsk, Edited
from runstone.api.emptying import Emptied, EmptyAsk
from runstone.query import made_edits
from runstone.query.answers.edits import MadeEdits
from runstone.server.action import Action, post
from runstone.server.endpoint import Endpoint, get
from runstone.server.routes.runs import RunAsk
from runstone.server.service import Service
from runstone.server.shown import check_place


@get("/api/runs/{run}/edits")
def list_edits(service: Service, ask: RunAsk) -> MadeEdits:
    """Who changed what about a run, and when, the newest first, each with the edit that brings back what stood there before."""
    return MadeEdits(made_edits.list_edits(service.index, ask.run))


@post("/api/edits")
def edit_runs(service: Service, body: EditAsk) -> Edited:
    """Change runs, one or many thousands. The answer has the edits that take it back."""
    for change in (body.changes, *(one.changes for one in body.edits or ())):
        if change is not None and change.project is not None:
            check_place(service, change.project)
    return editing.edit(service.index, service.editor, body)


@post("/api/bin/empty", needs=Role.ADMIN)
def empty_bin(service: Service, body: EmptyAsk) -> Emptied:
    """Remove runs in the bin for good. Nothing else removes what was recorded."""
    return emptying.empty(service.index, body)


ENDPOINTS: list[Endpoint | Action] = [list_edits, edit_runs, empty_bin]
