"""What a login with a provider ends in when it does not succeed."""

from __future__ import annotations

from runstone.model.errors import RunstoneError


class LoginFailed(RunstoneError):
    """Somebody could not be logged in: a sentence for them, which says what to do. `detail` is for who runs the server, and names no secret."""

    def __init__(self, message: str, detail: str = "") -> None:
        super().__init__(message)
        self.detail = detail or message


class ProviderUnusable(LoginFailed):
    """The provider cannot be asked, or does not answer as one does. Nothing of the login is at fault."""
