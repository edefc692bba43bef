"""Reading what was recorded, and editing what people say of it: `runstone.Api`. Everything is exact, and of a home up to date to the last `log()` that returned.

api = runstone.Api()
for run in api.runs(project="cv", sort="-summary.val/acc", limit=10):
    print(run.display_id, run.summary["val/acc"])
steps, times, values = api.run("CV-7").series("train/loss")
"""

from __future__ import annotations

from runstone.api.api import Api
from runstone.api.editing import Edited, EditStopped
from runstone.api.media import StoredMedia
from runstone.api.rows import Rows
from runstone.api.run import Envelope, Series, StoredRun
from runstone.api.saved_view import SavedView
from runstone.edits.edit import Edit
from runstone.encoding.frame import Backend

__all__ = [
    "Api",
    "Backend",
    "Edit",
    "EditStopped",
    "Edited",
    "Envelope",
    "Rows",
    "SavedView",
    "Series",
    "StoredMedia",
    "StoredRun",
]
