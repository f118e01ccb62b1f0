"""The caller's network as a pseudonym whose key is destroyed at midnight."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.web.day_keys import (
    DAY_SECONDS,
    MemoryDayKeys,
    latest_end,
    network_of,
    next_midnight,
    pseudonym,
)

NOON_WIB = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("114.79.3.7", "114.79.3.0/24"),
        ("::ffff:114.79.3.7", "114.79.3.0/24"),
        ("2404:c0:1234:5678:9abc::1", "2404:c0:1234:5600::/56"),
        ("not an address", "unknown"),
        ("", "unknown"),
    ],
)
def test_an_address_is_known_only_by_its_network(address: str, network: str) -> None:
    assert network_of(address) == network


def test_the_day_ends_at_the_citys_midnight() -> None:
    assert next_midnight(NOON_WIB, "Asia/Jakarta") == datetime(2026, 11, 21, 17, 0, tzinfo=UTC)
    assert next_midnight(NOON_WIB, "Asia/Jayapura") == datetime(2026, 11, 21, 15, 0, tzinfo=UTC)


def test_one_day_has_one_key_and_the_next_day_another() -> None:
    keys = MemoryDayKeys("Asia/Jakarta")
    morning = keys.current(NOON_WIB)

    assert keys.current(NOON_WIB + timedelta(hours=11, minutes=59)) == morning
    assert keys.current(NOON_WIB + timedelta(hours=12)) != morning


def test_a_pseudonym_needs_the_key_and_separates_its_parts() -> None:
    assert pseudonym(b"a", "network", "x") != pseudonym(b"b", "network", "x")
    assert pseudonym(b"a", "net", "workx") != pseudonym(b"a", "network", "x")
    assert len(pseudonym(b"a", "x")) == 32


def test_the_key_of_a_day_that_has_not_come_is_given_up_when_the_clock_is_set_right() -> None:
    keys = MemoryDayKeys("Asia/Jakarta")
    ahead = keys.current(NOON_WIB + timedelta(days=61))

    today = keys.current(NOON_WIB)

    assert today != ahead
    assert keys.current(NOON_WIB + timedelta(hours=1)) == today
    assert keys.current(NOON_WIB + timedelta(hours=12)) != today


def test_a_storage_keeps_nothing_for_more_than_three_days_by_its_own_clock() -> None:
    here = int(NOON_WIB.timestamp())

    assert latest_end(here) % DAY_SECONDS == 0
    assert 2 * DAY_SECONDS < latest_end(here) - here <= 3 * DAY_SECONDS
