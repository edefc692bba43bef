"""Addresses of homes on other machines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runstone.model.errors import BadValue
from runstone.remote.address import RemoteAddress, parse_address


@pytest.mark.parametrize(
    ("text", "host", "user", "port", "path"),
    [
        ("ssh://gpu1", "gpu1", None, None, ""),
        ("ssh://ada@gpu1", "gpu1", "ada", None, ""),
        ("ssh://ada@gpu1.lab.org:2222/data/runs", "gpu1.lab.org", "ada", 2222, "/data/runs"),
        ("ssh://GPU-Box/", "GPU-Box", None, None, ""),
        ("ssh://gpu1/~/work/my%20runs/", "gpu1", None, None, "~/work/my runs"),
        ("ssh://gpu1/~", "gpu1", None, None, "~"),
        ("ssh://a.b%40corp@gpu1", "gpu1", "a.b@corp", None, ""),
        ("ssh://[::1]:22/x", "::1", None, 22, "/x"),
    ],
)  # fmt: skip
def test_an_address_is_read(text: str, host: str, user: str | None, port: int | None, path: str) -> None:
    assert parse_address(text) == RemoteAddress(host, user, port, path)


@pytest.mark.parametrize(
    "text",
    [
        "ssh://", "ssh:///data", "http://gpu1", "ssh://-oProxyCommand=x", "ssh://-l@gpu1", "ssh://ada:secret@gpu1", "ssh://gpu1:x",
        "ssh://gpu1:99999", "ssh://gpu1/a?b", "ssh://gpu1/a%0Ab", "ssh://a b/x",
    ],
)  # fmt: skip
def test_what_is_none_is_refused_with_the_right_form(text: str) -> None:
    with pytest.raises(BadValue, match="Write ssh://"):
        parse_address(text)


@given(st.text(max_size=40))
def test_no_text_becomes_an_option_of_ssh(text: str) -> None:
    try:
        address = parse_address("ssh://" + text)
    except BadValue:
        return
    assert not address.host.startswith("-")
    assert not (address.user or "").startswith("-")
