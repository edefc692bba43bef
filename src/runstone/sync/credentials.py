"""Credentials: the token of each server that somebody logged in to, in the keyring of the system, else in a file that only its owner reads.

`credentials.json` names the servers in both cases, so that nobody asks the keyring for a server that nobody logged in to.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from runstone.model.errors import BadValue, Misuse

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

KEY_VARIABLE = "RUNSTONE_API_KEY"
# As the server makes them. A key of W&B's own looks otherwise, and is sent nowhere.
TOKEN_PREFIX = "rs_"
_SERVICE = "runstone"
_PORTS = {"http": 80, "https": 443}
# Below it, as its authors say, a backend is none that one would choose: plain text, or nothing at all.
_TRUSTED_PRIORITY = 1
_TRUE = ("1", "true", "yes", "on")


class _Login(msgspec.Struct, omit_defaults=True):
    """Of one server; without a token, the keyring has it."""

    token: str | None = None


def credentials_path() -> Path:
    """Where the file is: in RUNSTONE_CONFIG_DIR, else in the folder of the user's settings."""
    folder = os.environ.get("RUNSTONE_CONFIG_DIR")
    if not folder:
        folder = os.path.join(os.environ.get("XDG_CONFIG_HOME") or "~/.config", "runstone")
    return Path(folder).expanduser() / "credentials.json"


def token_for(url: str) -> str | None:
    """The token that a server is shown: RUNSTONE_API_KEY, else that of who logged in to it; None where there is none.

    Where Runstone alone is logged to (`RUNSTONE_WANDB=only`), WANDB_API_KEY may hold a token for the server of RUNSTONE_URL.

    Args:
        url: of the server. Its scheme, host and port count, a path does not.

    Raises:
        Misuse: the token cannot be sent, or what is kept cannot be read.
    """
    said = os.environ.get(KEY_VARIABLE, "").strip()
    if said:
        return checked(said, KEY_VARIABLE)
    return _kept(origin_of(url)) or _token_beside_wandb(url)


def keep(url: str, token: str) -> str:
    """Keep the token of a server, instead of the one that is kept.

    Args:
        url: of the server.
        token: a text that `checked` lets through.

    Returns:
        Where it is now, for a person.

    Raises:
        Misuse: the file cannot be read or written.
    """
    origin, path = origin_of(url), credentials_path()
    logins = _read(path)
    keyring = _keyring()
    if keyring is not None:
        from keyring.errors import KeyringError

        # One that is locked, and nobody there who could open it, is none.
        with suppress(KeyringError):
            keyring.set_password(_SERVICE, origin, token)
            _write(path, {**logins, origin: _Login()})
            return f"the keyring of this system ({keyring.name})"
    _write(path, {**logins, origin: _Login(token)})
    return f"{path}, which only you can read (there is no keyring that can be used here)"


def forget(url: str) -> bool:
    """Forget the token of a server.

    Args:
        url: of the server.

    Returns:
        Whether there was one.

    Raises:
        Misuse: the file cannot be read or written, or the keyring does not let go.
    """
    origin, path = origin_of(url), credentials_path()
    logins = _read(path)
    if origin not in logins:
        return False
    login = logins.pop(origin)
    keyring = _keyring() if login.token is None else None
    if keyring is not None:
        from keyring.errors import KeyringError, PasswordDeleteError

        try:
            with suppress(PasswordDeleteError):  # it is gone already
                keyring.delete_password(_SERVICE, origin)
        except KeyringError as error:
            raise Misuse(
                f"The keyring ({keyring.name}) does not let go of the token of {origin}: {error}. Unlock it, and try again."
            ) from error
    _write(path, logins)
    return True


def checked(token: str, source: str) -> str:
    """The token, without what a line brings along.

    Args:
        token: as it was given.
        source: where it is from, for the message, which never shows it.

    Raises:
        BadValue: it is empty, or can be none.
    """
    token = token.strip()
    if not token:
        raise BadValue(f"{source} is empty. Nothing was sent.")
    if not (token.isascii() and token.isprintable()) or " " in token:
        raise BadValue(
            f"{source} is no token: one is a single word of plain letters, digits and signs. Nothing was sent."
        )
    return token


def origin_of(url: str) -> str:
    """Scheme, host and port of a URL: `https://box:443`.

    Raises:
        BadValue: it is no URL of a server.
    """
    parts = urlsplit(url)
    try:
        port = parts.port or _PORTS[parts.scheme]
    except (ValueError, KeyError):
        port = 0
    if not port or not parts.hostname:
        raise BadValue(f"{url!r} is no URL of a server. It looks like http://box:7860.")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}:{port}"


def _kept(origin: str) -> str | None:
    login = _read(credentials_path()).get(origin)
    if login is None:
        return None
    if login.token is not None:
        return login.token
    keyring = _keyring()
    if keyring is None:
        return None
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(_SERVICE, origin)
    except KeyringError as error:
        raise Misuse(
            f"The token of {origin} is in the keyring ({keyring.name}), which does not give it: {error}. Unlock it, or set {KEY_VARIABLE}."
        ) from error


def _keyring() -> KeyringBackend | None:
    """The keyring of this system; None where there is none that keeps a secret."""
    import keyring  # here: nothing but a login needs it

    backend = keyring.get_keyring()
    return backend if backend.priority >= _TRUSTED_PRIORITY else None


def _token_beside_wandb(url: str) -> str | None:
    word = os.environ.get("RUNSTONE_WANDB", "").strip().lower()
    only = word == "only" or (not word and os.environ.get("DISABLE_WANDB_LOGGING", "").strip().lower() in _TRUE)
    own, key = os.environ.get("RUNSTONE_URL"), os.environ.get("WANDB_API_KEY", "").strip()
    if only and own and key.startswith(TOKEN_PREFIX) and origin_of(own) == origin_of(url):
        return checked(key, "WANDB_API_KEY")
    return None


def _read(path: Path) -> dict[str, _Login]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, _Login])
    except FileNotFoundError:
        return {}
    except (OSError, msgspec.DecodeError) as error:
        # Not what the decoder says: it could show what is in there.
        reason = error.strerror if isinstance(error, OSError) else "it is damaged"
        raise Misuse(
            f"{path} cannot be read ({reason}). Remove it and `runstone login` again, or set {KEY_VARIABLE}."
        ) from None


def _write(path: Path, logins: dict[str, _Login]) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not logins:
            path.unlink(missing_ok=True)
            return
        fd, name = tempfile.mkstemp(prefix=".credentials-", dir=path.parent)  # readable by its owner alone
        try:
            with open(fd, "wb") as file:
                file.write(msgspec.json.format(msgspec.json.encode(logins)) + b"\n")
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, path)
        except BaseException:
            os.unlink(name)
            raise
    except OSError as error:
        raise Misuse(f"{path} cannot be written ({error.strerror}). Nothing was changed.") from error
