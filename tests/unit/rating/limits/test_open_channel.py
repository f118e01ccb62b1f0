"""The open channel's limits: once a desk a day, budgets for networks and desks."""

import secrets
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from portal.rating.limits.allowances import BudgetSpent, Limit, Visitor
from portal.rating.limits.open_channel import Budgets, MemoryStorage, OpenChannel

ZONE = "Asia/Jakarta"
NOON = datetime(2026, 11, 21, 12, 10, tzinfo=ZoneInfo(ZONE)).astimezone(UTC)
DESK, OTHER_DESK = 7, 8


def visitor(device: str = "a", address: str = "114.79.3.7") -> Visitor:
    return Visitor(device=device, address=address)


@pytest.fixture
def storage() -> MemoryStorage:
    return MemoryStorage(ZONE)


@pytest.fixture
def channel(storage: MemoryStorage) -> OpenChannel:
    return OpenChannel(storage, budgets=Budgets(network_per_day=3, desk_per_hour=4), timezone=ZONE)


def rate(
    channel: OpenChannel,
    device: str,
    *,
    hours: float = 0,
    address: str = "114.79.3.7",
    submission: str | None = None,
) -> None:
    channel.charge(
        visitor(device, address),
        desk_id=DESK,
        submission=submission or secrets.token_hex(8),
        now=NOON + timedelta(hours=hours),
    )


def test_a_device_rates_a_desk_once_a_day(channel: OpenChannel) -> None:
    rate(channel, "a")

    with pytest.raises(BudgetSpent) as refused:
        rate(channel, "a", hours=2)

    assert refused.value.limit is Limit.DEVICE
    assert refused.value.retry_at == datetime(2026, 11, 21, 17, 0, tzinfo=UTC)


def test_a_device_may_rate_another_desk_and_the_same_desk_tomorrow(channel: OpenChannel) -> None:
    rate(channel, "a")

    channel.charge(visitor("a"), desk_id=OTHER_DESK, submission="s", now=NOON)
    rate(channel, "a", hours=12)


def test_a_network_has_a_budget_for_each_desk(channel: OpenChannel) -> None:
    for device in "abc":
        rate(channel, device)

    with pytest.raises(BudgetSpent) as refused:
        rate(channel, "d", address="114.79.3.200")

    assert refused.value.limit is Limit.NETWORK
    rate(channel, "d", address="114.79.4.7")


def test_a_desk_has_a_budget_for_each_hour(channel: OpenChannel) -> None:
    for number, device in enumerate("abcd"):
        rate(channel, device, address=f"10.0.{number}.1")

    with pytest.raises(BudgetSpent) as refused:
        rate(channel, "e", address="10.0.9.1")

    assert refused.value.limit is Limit.DESK
    assert refused.value.retry_at == NOON + timedelta(minutes=50)
    rate(channel, "e", address="10.0.9.1", hours=1)


def test_a_refusal_uses_no_allowance(channel: OpenChannel) -> None:
    for device in "abc":
        rate(channel, device)
    for device in "de":
        with pytest.raises(BudgetSpent):
            rate(channel, device)

    rate(channel, "d", address="10.0.0.1")


def test_a_form_that_was_let_in_comes_in_again_and_uses_nothing(channel: OpenChannel) -> None:
    for _ in range(9):
        rate(channel, "a", submission="same form")

    rate(channel, "b")
    rate(channel, "c")
    with pytest.raises(BudgetSpent):
        rate(channel, "d")


def test_people_who_were_stopped_are_counted_once_and_only_today(channel: OpenChannel) -> None:
    for device in ("a", "a", "a", "b", "b"):
        try:
            rate(channel, device)
        except BudgetSpent:
            continue

    assert channel.stopped_today(NOON) == 2
    assert channel.stopped_today(NOON + timedelta(hours=12)) == 0


def test_hours_of_yesterday_can_be_read_until_the_next_midnight(channel: OpenChannel) -> None:
    rate(channel, "a")
    rate(channel, "b")
    rate(channel, "c", hours=13)

    counts = channel.hourly_counts(DESK, day=date(2026, 11, 21))
    assert (counts[11], counts[12], counts[13]) == (0, 2, 0)
    rate(channel, "d", hours=40)
    assert sum(channel.hourly_counts(DESK, day=date(2026, 11, 21))) == 0


def test_nothing_of_the_day_before_is_kept(storage: MemoryStorage, channel: OpenChannel) -> None:
    rate(channel, "a")
    before = set(storage._uses)

    rate(channel, "b", hours=24)
    rate(channel, "b", hours=48)

    assert before.isdisjoint(storage._uses)
    assert set(storage._uses) == set(storage._expiry)


def test_neither_cookie_nor_address_is_in_the_storage(
    storage: MemoryStorage, channel: OpenChannel
) -> None:
    rate(channel, "a-very-long-cookie")

    assert "a-very-long-cookie" not in repr(vars(storage))
    assert "114.79" not in repr(vars(storage))


def test_what_a_clock_ahead_counted_is_forgotten_when_it_is_set_right(
    storage: MemoryStorage, channel: OpenChannel
) -> None:
    rate(channel, "a", hours=61 * 24)
    rate(channel, "b")

    assert not [name for name in storage._uses if str(date(2027, 1, 21)) in name]
    with pytest.raises(BudgetSpent):
        rate(channel, "b")
    for device in ("c", "d"):
        rate(channel, device, address="10.0.0.9")
