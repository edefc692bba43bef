"""The token of a server: who is shown it, and where it is kept."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

from runstone.model.errors import BadValue, Misuse
from runstone.sync.credentials import checked, credentials_path, forget, keep, origin_of, token_for

URL = "http://box:7860"


class Shelf(KeyringBackend):
    """A keyring that keeps what it is given, and can be locked."""

    priority = 5  # type: ignore[assignment]  # a property of classes there

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.is_locked = False

    def get_password(self, service: str, username: str) -> str | None:
        self._look()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._look()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._look()
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError(username)

    def _look(self) -> None:
        if self.is_locked:
            raise KeyringLocked("locked")


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    before = keyring.get_keyring()
    mine = Shelf()
    keyring.set_keyring(mine)
    yield mine
    keyring.set_keyring(before)


def test_without_a_keyring_it_is_in_a_file_that_only_its_owner_reads() -> None:
    assert token_for(URL) is None
    where = keep(URL, "rs_1")
    path = credentials_path()
    assert str(path) in where
    assert "no keyring" in where
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert token_for(URL) == "rs_1"
    keep(URL, "rs_2")
    keep("https://other", "rs_3")
    assert (token_for(URL), token_for("https://other:443/team")) == ("rs_2", "rs_3")
    assert forget(URL)
    assert not forget(URL)
    assert (token_for(URL), token_for("https://other")) == (None, "rs_3")
    assert forget("https://other")
    assert list(path.parent.iterdir()) == []


def test_a_keyring_keeps_it_and_the_file_does_not(shelf: Shelf) -> None:
    assert "keyring" in keep(URL, "rs_1")
    assert list(shelf.kept.values()) == ["rs_1"]
    assert "rs_1" not in credentials_path().read_text()
    assert token_for(URL) == "rs_1"
    shelf.is_locked = True
    assert token_for("http://elsewhere:1") is None  # the keyring is asked for servers of its own alone
    with pytest.raises(Misuse, match="Unlock it"):
        token_for(URL)
    with pytest.raises(Misuse, match="does not let go"):
        forget(URL)
    shelf.is_locked = False
    assert forget(URL)
    assert not shelf.kept


def test_a_keyring_that_is_locked_leaves_it_to_the_file(shelf: Shelf) -> None:
    shelf.is_locked = True
    assert str(credentials_path()) in keep(URL, "rs_1")
    assert token_for(URL) == "rs_1"


def test_the_environment_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    keep(URL, "rs_kept")
    monkeypatch.setenv("RUNSTONE_API_KEY", " rs_said\n")
    assert token_for(URL) == "rs_said"
    monkeypatch.setenv("RUNSTONE_API_KEY", "")
    assert token_for(URL) == "rs_kept"


@pytest.mark.parametrize(
    ("variables", "token"),
    [
        ({"RUNSTONE_WANDB": "only"}, "rs_w"),
        ({"DISABLE_WANDB_LOGGING": "true"}, "rs_w"),
        ({"RUNSTONE_WANDB": "dual", "DISABLE_WANDB_LOGGING": "true"}, None),
        ({"RUNSTONE_WANDB": "dual"}, None),
        ({}, None),
        ({"RUNSTONE_WANDB": "only", "RUNSTONE_URL": "http://elsewhere:7860"}, None),
        ({"RUNSTONE_WANDB": "only", "RUNSTONE_URL": ""}, None),
        ({"RUNSTONE_WANDB": "only", "WANDB_API_KEY": "0123456789" * 4}, None),  # W&B's own
    ],
)
def test_a_token_under_wandbs_name(
    variables: dict[str, str], token: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in {"WANDB_API_KEY": "rs_w", "RUNSTONE_URL": f"{URL}/", **variables}.items():
        monkeypatch.setenv(name, text)
    assert token_for(URL) == token
    keep(URL, "rs_kept")
    assert token_for(URL) == "rs_kept"


@pytest.mark.parametrize("text", ["", " \n", "two words", "line\nline", "tök"])
def test_what_is_no_token_is_refused_without_being_shown(text: str) -> None:
    with pytest.raises(BadValue) as refused:
        checked(text, "It")
    assert not text.strip() or text not in str(refused.value)


def test_a_file_that_is_damaged_is_told_without_what_is_in_it(home: object) -> None:
    keep(URL, "rs_1")
    credentials_path().write_text('{"http://box:7860": {"token": ["rs_secret"]}}')
    with pytest.raises(Misuse, match="runstone login") as refused:
        token_for(URL)
    assert "rs_secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("http://Box", "http://box:80"),
        ("https://box/team/", "https://box:443"),
        ("http://me:pw@box:1", "http://box:1"),
        ("http://[::1]:7860", "http://[::1]:7860"),
    ],
)
def test_origins(url: str, origin: str) -> None:
    assert origin_of(url) == origin


@pytest.mark.parametrize("url", ["box:7860", "ftp://box", "http://", "http://box:port", "/home/me"])
def test_what_is_no_url(url: str) -> None:
    with pytest.raises(BadValue, match="http://box:7860"):
        origin_of(url)


def test_where_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("RUNSTONE_CONFIG_DIR")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert credentials_path() == tmp_path / "runstone" / "credentials.json"
