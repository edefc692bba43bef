"""What every route works with."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Protocol

from runstone.access.accounts import Accounts
from runstone.access.identity import LOCAL, Identity
from runstone.access.oidc.sign_on import SignOn
from runstone.edits.editor import Editor
from runstone.index.index import Index
from runstone.model.author import login_name
from runstone.model.home import Home
from runstone.model.scope import EVERYTHING, Scope
from runstone.query.blob_uses import BlobUses
from runstone.query.tables.opened import Tables
from runstone.server.apart import ApartAnswers
from runstone.server.begun import Begun
from runstone.server.controllers import Controllers
from runstone.server.intake import Intake
from runstone.server.live import Live
from runstone.server.quotas import Quotas
from runstone.server.throttle import WrongLogins
from runstone.server.thumbnail_cache import ThumbnailCache
from runstone.server.visit import NOWHERE, Visit
from runstone.sync.editors import Editors
from runstone.sync.home_replica import HomeReplica
from runstone.sync.inspection import Inspection


class Indexed(Protocol):
    """What a question needs that the index alone answers. Processes beside a server answer those that ask for no more than this."""

    @property
    def index(self) -> Index: ...


@dataclass(frozen=True, slots=True)
class Service:
    """One home with its index, the thread that keeps the index up with the journals, who writes what people change, what was made of
    blobs, and what takes in the journals of other homes. The gate makes one for each request, of what whoever asks may see: `scope`."""

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
    intake: Intake
    begun: Begun
    editors: Editors
    blob_uses: BlobUses
    quotas: Quotas
    apart: ApartAnswers | None = None
    """Processes that answer questions about the index; None where the server does so itself."""
    accounts: Accounts | None = None
    """None where nobody logs in."""
    sign_on: SignOn | None = None
    """How people log in, where they do."""
    wrong_logins: WrongLogins = field(default_factory=WrongLogins)
    wrong_shares: WrongLogins = field(default_factory=WrongLogins)
    identity: Identity = LOCAL
    scope: Scope = EVERYTHING
    visit: Visit = NOWHERE

    @property
    def author(self) -> str:
        """Who is said to have changed something."""
        return self.identity.user or login_name()
