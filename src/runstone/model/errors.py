"""Every error that Runstone raises on purpose.

    RunstoneError
    ├── Misuse                 the call was wrong; raised at once in the caller's frame
    │   ├── BadValue           (also a ValueError) a value that cannot be recorded
    │   ├── BadStep            (also a ValueError) a step that is not an integer
    │   ├── BadRunId           (also a ValueError) an id that cannot name a run
    │   ├── BadProject         (also a ValueError) a project path that cannot be kept
    │   ├── BadSetting         (also a ValueError) a setting with a value it cannot have
    │   ├── BadQuery           (also a ValueError) a question with a sort, search or cursor that cannot be followed
    │   ├── Conflict               somebody changed the same thing meanwhile
    │   ├── RunExists          the id is taken and no resume was asked for
    │   ├── RunNotFound        (also a LookupError) nothing has this id
    │   ├── ViewNotFound           (also a LookupError) there is no such view, or none of its versions is the one asked for
    │   ├── CommentNotFound    (also a LookupError) no comment has this id
    │   ├── NotTheAuthor       what is to be changed is another person's
    │   ├── NotAllowed         a server does not let whoever asks do this
    │   ├── ArtifactNotFound   (also a LookupError) no collection, version or file has this name
    │   ├── SweepNotFound      (also a LookupError) no sweep has this id
    │   ├── RunNotReady        a verb was used before `init` or after `finish`
    │   └── MissingDependency  (also an ImportError) an optional package is needed here
    ├── HomeUnusable           the home cannot be read or written
    │   └── QuotaExceeded      a project takes up all that it may, so that a server takes no more of it
    ├── ServerUnusable         a server cannot be reached, or does not answer as Runstone does
    │   └── RemoteUnusable     a machine cannot be reached over SSH, or what lies there cannot be read
    ├── ExportFailed           a file of an export cannot be written
    └── DataFault              stored bytes are not what was written
        ├── JournalDamaged
        ├── FormatTooNew       written by a later Runstone
        ├── BlobDamaged        (also for a blob that is missing)
        ├── PictureUnreadable  a blob that is no picture, or one that cannot be decoded
        ├── PackageDamaged     a package that is cut short, changed, or never was one
        ├── BackupDamaged      a backup of which something is missing or changed
        └── JournalsDiffer     a package and the home have different journals under one name

Beside them stands TrialStopped, which is no error: it ends the function of a trial, as KeyboardInterrupt ends a script.

A message says what happened, what that means for the data, and what to do.
"""

from __future__ import annotations

UNDECODABLE = (ValueError, RecursionError)
"""What msgspec raises at bytes of strangers: errors of its own, which are ValueErrors, as are those of texts that are no UTF-8; and one of documents that are
nested without end."""


class RunstoneError(Exception):
    """The root of all errors raised on purpose."""


class Misuse(RunstoneError):
    """The call cannot be carried out as written. Nothing recorded so far is touched."""


class BadValue(Misuse, ValueError):
    """A value that cannot be recorded; its siblings in the same call were."""


class BadStep(Misuse, ValueError):
    """A step must be an integer; anything else that one wants on the x axis is a metric."""


class BadRunId(Misuse, ValueError):
    """An id that cannot name a run."""


class BadProject(Misuse, ValueError):
    """A project path that cannot be kept."""


class BadSetting(Misuse, ValueError):
    """A setting with a value that it cannot have."""


class BadQuery(Misuse, ValueError):
    """A question that cannot be answered as asked: an unknown sort key, a broken pattern, a cursor of another question.

    `text` is the filter or expression that is wrong, and `start` and `end` are where in it; None where there is no such text.
    """

    def __init__(self, message: str, text: str | None = None, start: int | None = None, end: int | None = None) -> None:
        super().__init__(message)
        self.text = text
        self.start = start
        self.end = start if end is None else end


class Conflict(Misuse):
    """Somebody changed what this was about meanwhile. Nothing was done."""


class RunExists(Misuse):
    """The id belongs to a run already, and the call did not ask to resume it."""


class RunNotFound(Misuse, LookupError):
    """Nothing in the home has this id, display id or number."""


class ViewNotFound(Misuse, LookupError):
    """No saved view has this id, or it never was as asked for."""


class CommentNotFound(Misuse, LookupError):
    """No comment has this id."""


class NotTheAuthor(Misuse):
    """What is to be changed is another person's, and theirs alone to change. Nothing was changed."""


class NotAllowed(Misuse):
    """A server does not let whoever asks do this. Nothing was changed there, and nothing is lost here."""


class ArtifactNotFound(Misuse, LookupError):
    """No collection, version or file of one has this name."""


class SweepNotFound(Misuse, LookupError):
    """No sweep has this id, or it has no such trial."""


class RunNotReady(Misuse):
    """A verb that needs an open run was used without one."""


class MissingDependency(Misuse, ImportError):
    """An optional package is needed for what was asked."""

    def __init__(self, package: str, purpose: str, install: str | None = None) -> None:
        super().__init__(
            f"{purpose} needs the package `{package}`. Nothing recorded is affected. "
            f"Install it with `pip install {install or package}`."
        )


class HomeUnusable(RunstoneError):
    """The home cannot be read or written."""


class QuotaExceeded(HomeUnusable):
    """A project takes up as much of a server as it may; nothing more of it is taken until there is room."""


class ServerUnusable(RunstoneError):
    """A server cannot be reached, refuses us, or does not answer as Runstone does."""


class RemoteUnusable(ServerUnusable):
    """A machine cannot be reached over SSH, does not let us in, or has no home where one was named."""


class ExportFailed(RunstoneError):
    """The file of an export cannot be written; nothing is left of it."""


class DataFault(RunstoneError):
    """Stored bytes are not what was written."""


class JournalDamaged(DataFault):
    """A journal holds bytes that are no frame; everything around them is intact."""


class FormatTooNew(DataFault):
    """A file was written by a later Runstone than this one."""


class BlobDamaged(DataFault):
    """A blob is missing, or its bytes no longer have its SHA-256."""


class PictureUnreadable(DataFault):
    """A blob is no picture, a broken one, or one that is too large to be decoded."""


class PackageDamaged(DataFault):
    """A package that is cut short, was changed, or never was one."""


class BackupDamaged(DataFault):
    """A backup of which something is missing or is not what was written."""


class JournalsDiffer(DataFault):
    """A package and the home have different journals under one name, so they cannot be joined."""


class TrialStopped(BaseException):
    """The trial is to end: raised by `log()` in the function that an agent called. No `Exception`, so that scripts do not catch it by accident."""
