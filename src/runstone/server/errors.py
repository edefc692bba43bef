"""Errors on the wire: one shape, a fitting status, and no traceback to the client."""

from __future__ import annotations

import logging
import re
from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from runstone.api.editing import Notes, NotesConflict
from runstone.api.views import ViewConflict
from runstone.model.errors import (
    ArtifactNotFound,
    BadQuery,
    BlobDamaged,
    CommentNotFound,
    Conflict,
    HomeUnusable,
    JournalDamaged,
    JournalsDiffer,
    Misuse,
    NotTheAuthor,
    PictureUnreadable,
    QuotaExceeded,
    RunNotFound,
    RunstoneError,
    SweepNotFound,
    ViewNotFound,
)
from runstone.model.refusal import ErrorAnswer, ErrorBody
from runstone.query.answers.views import ViewDetail
from runstone.server.wire import json_response

_LISTED = "`runstone ls` lists the runs."

# A disk that is full stays so until somebody comes.
_DISK_SECS = 10

LOG = logging.getLogger("runstone.server")


class Refused(Exception):
    """A request that cannot be answered, in words that the client may read."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        hint: str = "",
        text: str | None = None,
        start: int | None = None,
        end: int | None = None,
        retry_secs: int | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.retry_secs = retry_secs
        """When to try again, if the client is told."""
        self.body = ErrorBody(code, message, hint, text, start, end)


def describe(error: Exception) -> Refused:
    """What a client is told of an error."""
    match error:
        case Refused():
            return error
        case RunNotFound():
            return Refused(404, "run_not_found", str(error).removesuffix(_LISTED).rstrip(), _LISTED)
        case BadQuery():
            return Refused(400, "bad_query", str(error), text=error.text, start=error.start, end=error.end)
        case ViewNotFound():
            return Refused(404, "view_not_found", str(error))
        case CommentNotFound():
            return Refused(404, "comment_not_found", str(error))
        case NotTheAuthor():
            return Refused(403, "not_the_author", str(error))
        case SweepNotFound():
            return Refused(404, "sweep_not_found", str(error))
        case ArtifactNotFound():
            return Refused(404, "artifact_not_found", str(error))
        case NotesConflict():
            return Refused(409, "notes_conflict", str(error))
        case Conflict():
            return Refused(409, "conflict", str(error))
        case Misuse():
            return Refused(400, _snake(type(error).__name__), str(error))
        case PictureUnreadable():
            return Refused(422, "unreadable_image", str(error))
        case BlobDamaged():
            return Refused(
                422, "blob_damaged", str(error), "`runstone doctor` tells which blobs are damaged or missing."
            )
        case JournalsDiffer():
            return Refused(409, "journals_differ", str(error))
        case JournalDamaged():
            return Refused(422, "journal_damaged", str(error))
        case QuotaExceeded():
            return Refused(507, "quota_exceeded", str(error))
        case HomeUnusable():
            return Refused(503, "home_unusable", str(error), "`runstone doctor` tells more.", retry_secs=_DISK_SECS)
        case RunstoneError():
            return Refused(500, _snake(type(error).__name__), str(error), "`runstone doctor` tells more.")
        case RecursionError():
            return Refused(400, "too_deep", "What was asked, or is there, is nested deeper than can be worked on.")
        case HTTPException():
            phrase = HTTPStatus(error.status_code).phrase
            return Refused(error.status_code, _snake(phrase.title().replace(" ", "")), f"{error.detail}.".lstrip("."))
        case _:
            return Refused(
                500,
                "internal_error",
                f"The server failed at this ({type(error).__name__}). What is recorded is not affected.",
                "The server's log has the details.",
            )


class ConflictAnswer(ErrorAnswer, frozen=True):
    """The answer to who saves a view onto a version that is not the last one any more: the error, and the view as it stands."""

    current: ViewDetail


class NotesConflictAnswer(ErrorAnswer, frozen=True):
    """The answer to who writes notes over others than they had before them: the error, and the notes as they stand."""

    current: Notes


async def answer_error(request: Request, error: Exception) -> Response:
    """The response to a request that failed."""
    refused = describe(error)
    answer = ErrorAnswer(refused.body)
    if isinstance(error, ViewConflict):
        answer = ConflictAnswer(refused.body, error.current)
    elif isinstance(error, NotesConflict):
        answer = NotesConflictAnswer(refused.body, error.current)
    response = json_response(answer, request.headers, refused.status)
    if refused.retry_secs is not None:
        response.headers["retry-after"] = str(refused.retry_secs)
    return response


async def answer_fault(request: Request, error: Exception) -> Response:
    """The response to a fault of ours, which is also told to whoever runs the server."""
    LOG.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return await answer_error(request, error)


HANDLERS: dict[Any, Any] = {
    RunstoneError: answer_error,
    Refused: answer_error,
    HTTPException: answer_error,
    RecursionError: answer_error,
}


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
