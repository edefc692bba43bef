"""The accounts of a server: one facade over users, grants, tokens, sessions and the audit log in one file."""

from __future__ import annotations

from runstone.access.audit import Audit
from runstone.access.database import Database
from runstone.access.grants import Grants
from runstone.access.invitations import Invitations
from runstone.access.oidc.admission import Admission
from runstone.access.oidc.settings import ProviderSettings
from runstone.access.proofs import Proofs
from runstone.access.sessions import Sessions
from runstone.access.shares import Shares
from runstone.access.subjects import Subjects
from runstone.access.tokens import Tokens
from runstone.access.users import Users
from runstone.model.home import Home


class Accounts:
    """May be shared by threads. What one process changes, every other sees at its next question: a token that is revoked ends at once."""

    def __init__(self, home: Home) -> None:
        """
        Raises:
            HomeUnusable: the file cannot be opened.
        """
        self._database = Database(home)
        self.users = Users(self._database)
        self.grants = Grants(self._database)
        self.tokens = Tokens(self._database, self.grants)
        self.sessions = Sessions(self._database, self.grants)
        self.invitations = Invitations(self._database, self.users, self.grants)
        self.shares = Shares(self._database, self.grants)
        self.subjects = Subjects(self._database)
        self.proofs = Proofs(self._database)
        self.audit = Audit(self._database)

    def admission(self, settings: ProviderSettings) -> Admission:
        """Who becomes which user of those that come from a provider."""
        return Admission(
            *(settings, self._database, self.users, self.grants, self.invitations, self.subjects, self.audit)
        )

    def close(self) -> None:
        """Close the file. Idempotent."""
        self._database.close()
