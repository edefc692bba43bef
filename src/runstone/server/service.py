"""What every route works with."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from runstone.edits.editor import Editor
from runstone.index.index import Index
from runstone.model.home import Home
from runstone.query.tables.opened import Tables
from runstone.server.controllers import Controllers
from runstone.server.live import Live
from runstone.server.thumbnail_cache import ThumbnailCache
from runstone.sync.home_replica import HomeReplica
from runstone.sync.inspection import Inspection


@dataclass(frozen=True, slots=True)
class Service:
    """One home with its index, the thread that keeps the index up with the journals, who writes what people change, what was made of
    blobs, and what takes in the journals of other homes."""

    home: Home
    index: Index
    live: Live
    editor: Editor
    tables: Tables
    thumbnails: ThumbnailCache
    sweeps: Controllers
    replica: HomeReplica
    inspection: Inspection
    receiving: threading.Lock
    """Held by whoever brings pieces of journals."""
