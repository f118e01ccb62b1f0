"""Whoever owns the limiter's storage does not read there when a citizen came."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from portal.time import clock
from portal.web.day_keys import next_midnight
from portal.web.guessing import Window, is_too_often, uses
from tests.redis_server import RedisServer

NINE = datetime(2031, 11, 20, 2, 0, 0, 400_000, tzinfo=UTC)


def test_all_counters_of_citizens_end_at_the_same_midnight(
    make_app: Callable[..., Flask], redis_process: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = redis_process.client()
    client.flushall()
    app = make_app(LIMITER_URL=redis_process.url)
    for minutes in (0, 1, 187):
        now = NINE + timedelta(minutes=minutes, milliseconds=13 * minutes)
        monkeypatch.setattr(clock, "now", lambda now=now: now)
        with app.test_request_context():
            assert uses("complaint", f"network {minutes}", window=Window.HOUR) == 1
            assert uses("complaint", f"network {minutes}", window=Window.DAY) == 1
            assert not is_too_often("wrong follow code", f"network {minutes}", most=1)

    ends = {int(client.execute_command("PEXPIRETIME", key)) for key in client.keys("*guess*")}
    assert len(client.keys("*guess*")) == 9
    assert ends == {int(next_midnight(NINE, "Asia/Jakarta").timestamp()) * 1000}
    client.close()


def test_an_hour_and_a_day_are_counted_apart(
    make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = []
    app = make_app()
    for hours in (0, 0, 1):
        monkeypatch.setattr(clock, "now", lambda hours=hours: NINE + timedelta(hours=hours))
        with app.test_request_context():
            counts.append(tuple(uses("complaint", "n", window=each) for each in Window))

    assert counts == [(1, 1), (2, 2), (1, 3)]
