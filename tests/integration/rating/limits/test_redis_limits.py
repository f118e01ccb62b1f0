"""The open channel's limits in a real Redis: shared, in one call, forgotten at midnight."""

import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import redis

from portal.rating.limits.allowances import BudgetSpent, ProtectionOff, Visitor
from portal.rating.limits.open_channel import Budgets, OpenChannel, make_open_channel, make_storage
from portal.rating.limits.presence_cap import PresenceCap
from portal.rating.limits.redis_storage import RedisStorage
from portal.time import clock
from portal.web.day_keys import (
    RedisDayKeys,
    day_key_name,
    latest_end,
    next_midnight,
    storage_client,
)
from tests.conftest import settings_for
from tests.redis_server import RedisServer

ZONE = "Asia/Jakarta"
HALF, OTHER = b"h" * 32, b"o" * 32
DESK = 7


def charge(
    channel: OpenChannel, device: str, address: str, *, now: datetime, submission: str = ""
) -> None:
    form = submission or secrets.token_hex(8)
    channel.charge(Visitor(device, address), desk_id=DESK, submission=form, now=now)


@pytest.fixture
def now() -> datetime:
    return clock.now()


@pytest.fixture
def make_channel(redis_server: RedisServer, tmp_path: Path) -> Iterator[object]:
    def build(**budgets: str) -> OpenChannel:
        url = f"sqlite:///{tmp_path / 'unused.db'}"
        return make_open_channel(
            settings_for(tmp_path, url, LIMITER_URL=redis_server.url, **budgets)
        )

    return build


def test_two_processes_share_one_budget(make_channel, now) -> None:
    first, second = make_channel(OPEN_NETWORK_PER_DAY="2"), make_channel(OPEN_NETWORK_PER_DAY="2")
    charge(first, "a", "10.0.0.1", now=now)
    charge(second, "b", "10.0.0.2", now=now)

    with pytest.raises(BudgetSpent):
        charge(first, "c", "10.0.0.3", now=now)

    assert second.stopped_today(now) == 1


def test_the_screens_of_two_processes_share_one_day(redis_server, tmp_path, now) -> None:
    url = f"sqlite:///{tmp_path / 'unused.db'}"
    settings = settings_for(tmp_path, url, LIMITER_URL=redis_server.url)
    caps = [
        PresenceCap(make_storage(settings), timezone=ZONE, network_per_day=9, grants_per_code=2)
        for _ in range(2)
    ]
    for cap, address in zip(caps, ("10.0.0.1", "10.0.1.1"), strict=True):
        cap.charge_tablet(DESK, budget=2, submission=secrets.token_hex(8), now=now)
        cap.charge_grant(DESK, address=address, slot=5, now=now)

    with pytest.raises(BudgetSpent):
        caps[0].charge_grant(DESK, address="10.0.2.1", slot=5, now=now)
    with pytest.raises(BudgetSpent) as refused:
        caps[0].charge_tablet(DESK, budget=2, submission=secrets.token_hex(8), now=now)

    assert refused.value.retry_at == next_midnight(now, ZONE)


def test_a_form_that_was_let_in_comes_in_again(make_channel, now) -> None:
    first, second = make_channel(OPEN_NETWORK_PER_DAY="2"), make_channel(OPEN_NETWORK_PER_DAY="2")

    for channel in (first, second, first):
        charge(channel, "a", "10.0.0.1", submission="same form", now=now)
    charge(second, "b", "10.0.0.1", now=now)

    with pytest.raises(BudgetSpent):
        charge(first, "a", "10.0.0.1", submission="another form", now=now)


def test_a_budget_holds_against_many_at_once(make_channel, now) -> None:
    channel = make_channel(OPEN_NETWORK_PER_DAY="10")

    def is_let_in(number: int) -> bool:
        try:
            charge(channel, f"d{number}", "10.0.0.1", now=now)
        except BudgetSpent:
            return False
        return True

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(is_let_in, range(60))) == 10
    assert channel.stopped_today(now) == 50


class CountingClient(redis.Redis):
    """A client that counts what it sends."""

    calls = 0

    def execute_command(self, *args, **options):
        self.calls += 1
        return super().execute_command(*args, **options)


def test_a_rating_costs_one_call(now, redis_server: RedisServer) -> None:
    client = CountingClient.from_url(redis_server.url)
    channel = OpenChannel(
        RedisStorage(client, ZONE, own_half=HALF), budgets=Budgets(9, 9), timezone=ZONE
    )
    charge(channel, "a", "10.0.0.1", now=now)
    client.calls = 0

    charge(channel, "b", "10.0.0.1", now=now)

    assert client.calls == 1
    client.close()


def test_every_key_ends_at_a_local_midnight(make_channel, now, redis_server) -> None:
    channel = make_channel(OPEN_NETWORK_PER_DAY="1")
    charge(channel, "a", "10.0.0.1", now=now)
    with pytest.raises(BudgetSpent):
        charge(channel, "b", "10.0.0.1", now=now)
    client = redis_server.client()

    ends = {client.expiretime(name) for name in client.keys("*")}
    client.close()

    midnight = next_midnight(now, ZONE)
    assert ends == {int(midnight.timestamp()), int(next_midnight(midnight, ZONE).timestamp())}


def test_what_a_clock_ahead_counts_ends_within_three_days_and_all_at_once(
    make_channel, now, redis_server
) -> None:
    charge(make_channel(), "a", "10.0.0.1", now=now + timedelta(days=61))
    client = redis_server.client()

    ends = {client.expiretime(name) for name in client.keys("*")}
    client.close()

    assert ends == {latest_end(int(now.timestamp()))}


def test_no_key_or_value_holds_a_cookie_or_an_address(make_channel, now, redis_server) -> None:
    charge(make_channel(), "a-very-long-cookie", "10.0.0.1", now=now)
    client = redis_server.client()

    seen = b"".join(name + (client.get(name) or b"") for name in client.keys("*"))
    client.close()

    assert b"cookie" not in seen
    assert b"10.0.0" not in seen


def test_a_storage_that_was_emptied_gets_one_key_again(make_channel, now, redis_server) -> None:
    first, second = make_channel(OPEN_NETWORK_PER_DAY="1"), make_channel(OPEN_NETWORK_PER_DAY="1")
    charge(first, "a", "10.0.0.1", now=now)
    client = redis_server.client()
    client.flushall()
    client.close()
    charge(second, "b", "10.0.0.1", now=now)

    with pytest.raises(BudgetSpent):
        charge(first, "c", "10.0.0.1", now=now)


def test_protection_off_is_said_loudly_and_ends_by_itself(make_channel, now, redis_server) -> None:
    channel = make_channel()
    redis_server.stop()

    with pytest.raises(ProtectionOff):
        charge(channel, "a", "10.0.0.1", now=now)
    with pytest.raises(ProtectionOff):
        channel.stopped_today(now)
    redis_server.start()

    charge(channel, "a", "10.0.0.1", now=now)
    assert sum(channel.hourly_counts(DESK, day=now.astimezone(UTC).date())) in {0, 1}


def test_yesterdays_key_is_never_carried_into_today(redis_server: RedisServer, now) -> None:
    client = storage_client(redis_server.url)
    assert client is not None
    keys = RedisDayKeys(client, ZONE, own_half=HALF)
    today = keys.current(now)

    assert keys.current(now + timedelta(days=1)) != today
    assert client.get(day_key_name(date.min)) is None
    client.close()


def test_the_storage_holds_nothing_that_gives_the_key_of_the_day(
    redis_server: RedisServer, now
) -> None:
    client = redis_server.client()
    first, same, other = (RedisDayKeys(client, ZONE, own_half=half) for half in (HALF, HALF, OTHER))
    key = first.current(now)
    stored = b"".join(client.get(name) or b"" for name in client.keys("*"))
    client.close()

    assert same.current(now) == key
    assert other.current(now) != key
    assert key not in stored
    assert stored == first.halved(now).half
