"""Who guesses has to wait, and nobody else."""

from __future__ import annotations

import pytest

from runstone.server.errors import Refused
from runstone.server.throttle import WrongLogins


def waits(logins: WrongLogins, name: str, address: str) -> bool:
    """Whether somebody has to wait."""
    try:
        logins.check(name, address)
    except Refused as refused:
        return refused.status == 429
    return False


def test_an_address_and_a_name_wait_after_many_failures() -> None:
    logins = WrongLogins()
    for number in range(20):
        assert not waits(logins, "ada", "10.0.0.1")
        logins.fail(f"user {number}", "10.0.0.1")
    assert waits(logins, "ada", "10.0.0.1")
    assert not waits(logins, "ada", "10.0.0.2")
    for number in range(50):
        logins.fail("Ada", f"10.0.1.{number}")
    assert waits(logins, "ada", "10.0.0.2")
    assert not waits(logins, "bob", "10.0.0.2")


def test_failures_without_a_name_keep_nobody_else_out() -> None:
    logins = WrongLogins()
    for number in range(200):
        logins.fail("", f"10.0.{number}.1")
    assert not waits(logins, "", "10.1.0.1")


@pytest.mark.parametrize("last", ["::{}", "a:b:{}:0"])
def test_all_addresses_of_one_line_count_as_one(last: str) -> None:
    # Whoever has IPv6 has 2^64 of them.
    logins = WrongLogins()
    for number in range(20):
        logins.fail("", f"2001:db8:1:2:{last.format(number)}".replace(":::", "::"))
    assert waits(logins, "", "2001:db8:1:2::ffff")
    assert not waits(logins, "", "2001:db8:1:3::1")
    mapped = WrongLogins()
    for _ in range(20):
        mapped.fail("", "::ffff:10.0.0.1")
    assert not waits(mapped, "", "::ffff:10.0.0.2")
    assert waits(mapped, "", "10.0.0.1")
