"""A desk's screen and tablet give no more ratings in a day than its visits explain."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from portal.organisation.calendar.domain import MonthlyVisits
from portal.organisation.calendar.service import record_visits
from portal.rating.devices.presence import (
    LEAST_A_DAY,
    phones_part,
    presence_budget,
    token_at,
)
from portal.rating.limits.allowances import ProtectionOff
from portal.rating.limits.presence_cap import PresenceCap
from portal.time import clock
from tests.web.rating.conftest import Citizen, City
from tests.web.rating.questionnaire.test_kiosk_pages import KEY, paired, send, told

NOON = datetime(2026, 11, 21, 5, 10, tzinfo=UTC)
FORM = "/p/dukcapil-1"
SECONDS_TO_MIDNIGHT = 11 * 3600 + 50 * 60 + 1


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


def elsewhere(number: int) -> str:
    """Return an address on a network of its own."""
    return f"10.{number}.0.1"


def scanned(city: City, *, address: str = "127.0.0.1") -> Citizen:
    citizen = Citizen(city.app)
    citizen.client.environ_base["REMOTE_ADDR"] = address
    key = city.app.extensions["portal_rating"].presence_key
    citizen.open(f"{FORM}/{token_at(key, desk_id=city.desk_id, moment=clock.now())}")
    return citizen


def test_above_the_days_number_the_answers_are_kept_and_the_way_out_is_told(
    make_app: Callable[..., Flask],
) -> None:
    city = City(make_app(PRESENCE_DESK_PER_DAY="2"))
    answers = [
        scanned(city, address=elsewhere(n)).rate(FORM, comment="Masih ada") for n in range(3)
    ]

    assert [answer.status_code for answer in answers] == [303, 303, 429]
    assert answers[2].headers["Retry-After"] == str(SECONDS_TO_MIDNIGHT)
    assert "Masih ada</textarea>" in answers[2].text
    assert "tiket kunjungan atau QR pada poster" in answers[2].text
    assert city.count() == 2


def test_tomorrow_the_same_grant_is_taken(
    make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch
) -> None:
    city = City(make_app(PRESENCE_DESK_PER_DAY="1"))
    scanned(city).rate(FORM)
    late = scanned(city)
    assert late.rate(FORM).status_code == 429

    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=1))

    assert late.rate(FORM).status_code == 303


def test_the_number_follows_the_visits_that_were_counted(make_app: Callable[..., Flask]) -> None:
    """100 visits a month are 5 a day; the least a desk takes is 20 all the same.

    A quarter of them is kept for the tablet.
    """
    city = City(make_app(PRESENCE_DESK_PER_DAY="1", PRESENCE_GRANTS_PER_CODE="100"))
    counted = [MonthlyVisits(desk_id=city.desk_id, period="2026-09", visits=100, source="antrean")]
    city.change(lambda session: record_visits(session, counted, today=NOON.date()))

    phones = phones_part(LEAST_A_DAY)
    taken = [scanned(city, address=elsewhere(n)).rate(FORM).status_code for n in range(phones + 1)]

    assert taken == [303] * phones + [429]


def test_a_second_tap_and_a_spent_grant_use_nothing(make_app: Callable[..., Flask]) -> None:
    city = City(make_app(PRESENCE_DESK_PER_DAY="2"))
    citizen = scanned(city)
    citizen.open(FORM)
    first = [citizen.send(FORM).status_code for _ in range(3)]
    forged = [citizen.send(FORM, key=f"another-form-{n}-of-the-same-phone") for n in range(3)]

    assert first == [303] * 3
    assert [answer.status_code for answer in forged] == [410] * 3
    assert scanned(city, address=elsewhere(1)).rate(FORM).status_code == 303


def test_the_tablet_counts_towards_the_same_number_and_keeps_what_is_refused(
    make_app: Callable[..., Flask],
) -> None:
    city = City(make_app(PRESENCE_DESK_PER_DAY="2"))
    tablet = paired(city, Citizen(city.app), city.desk_id)
    scanned(city).rate(FORM)
    boxes = [send(tablet, city, told(key=f"{KEY}-{n}")) for n in range(2)]

    assert [box.status_code for box in boxes] == [200, 429]
    assert tablet.rate("/kiosk/").status_code == 429
    assert city.count() == 2


def test_without_the_limiters_storage_a_proven_visit_is_still_taken(
    make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise ProtectionOff

    city = City(make_app(PRESENCE_DESK_PER_DAY="1"))
    monkeypatch.setattr(PresenceCap, "_charge", away)

    assert [scanned(city).rate(FORM).status_code for _ in range(2)] == [303, 303]


def test_phones_leave_the_tablet_its_part(make_app: Callable[..., Flask]) -> None:
    city = City(make_app(PRESENCE_DESK_PER_DAY="4"))
    tablet = paired(city, Citizen(city.app), city.desk_id)
    phones = [scanned(city, address=elsewhere(n)).rate(FORM).status_code for n in range(4)]

    assert phones == [303, 303, 303, 429]
    assert send(tablet, city, told(key=KEY)).status_code == 200


def test_one_code_of_the_screen_gives_few_grants(
    make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch
) -> None:
    city = City(make_app())
    key = city.app.extensions["portal_rating"].presence_key
    code = token_at(key, desk_id=city.desk_id, moment=NOON)
    answers = [scan(city, code, address=elsewhere(n // 100)) for n in range(400)]
    given = [n for n, answer in enumerate(answers) if has_grant(answer)]
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(seconds=30))

    assert given == [0, 1, 100, 101]
    assert answers[-1].status_code == 429
    assert answers[-1].headers["Retry-After"] == "30"
    assert "kode berikutnya" in answers[-1].text
    assert Citizen(city.app).open(f"{FORM}/{code}").status_code == 429
    assert scanned(city).rate(FORM).status_code == 303


def scan(city: City, code: str, *, address: str) -> TestResponse:
    citizen = Citizen(city.app)
    return citizen.open(f"{FORM}/{code}", environ_base={"REMOTE_ADDR": address})


def has_grant(answer: TestResponse) -> bool:
    return "grant" in answer.headers.get("Set-Cookie", "")


def test_one_network_cannot_use_up_a_code_of_the_screen(make_app: Callable[..., Flask]) -> None:
    """Whoever stands before the screen all day leaves the next visitor a grant."""
    city = City(make_app())
    key = city.app.extensions["portal_rating"].presence_key
    code = token_at(key, desk_id=city.desk_id, moment=NOON)
    neighbours = [scan(city, code, address="10.1.1.7") for _ in range(50)]

    visitor = scan(city, code, address="10.2.2.7")

    assert sum(map(has_grant, neighbours)) == 2
    assert (visitor.status_code, has_grant(visitor)) == (303, True)


@pytest.mark.parametrize("visits", [None, 100, 2_000])
def test_one_network_gets_half_of_what_phones_may_send_whatever_the_setting(
    make_app: Callable[..., Flask], visits: int | None
) -> None:
    """With the settings as shipped one network filled the day of every desk of 2,000 visits."""
    city = City(make_app(PRESENCE_DESK_PER_DAY="24", PRESENCE_GRANTS_PER_CODE="1000"))
    if visits is not None:
        counted = MonthlyVisits(desk_id=city.desk_id, period="2026-09", visits=visits, source="x")
        city.change(lambda session: record_visits(session, [counted], today=NOON.date()))
    budget = presence_budget(visits, unknown=24)
    phones = phones_part(budget)

    taken = [scanned(city).rate(FORM).status_code for _ in range(phones)]

    half = min(100, -(-phones // 2))
    assert (taken.count(303), taken[:half]) == (half, [303] * half)
    assert scanned(city, address=elsewhere(1)).rate(FORM).status_code == 303


def test_one_network_cannot_fill_the_desks_day(make_app: Callable[..., Flask]) -> None:
    city = City(make_app(PRESENCE_NETWORK_PER_DAY="2", PRESENCE_GRANTS_PER_CODE="100"))
    neighbours = [scanned(city).rate(FORM) for _ in range(3)]
    other = scanned(city, address="10.9.8.7")

    assert [answer.status_code for answer in neighbours] == [303, 303, 429]
    assert "jaringan Anda" in neighbours[2].text
    assert other.rate(FORM).status_code == 303


def test_whoever_was_asked_to_wait_is_counted_once(make_app: Callable[..., Flask]) -> None:
    city = City(make_app(PRESENCE_DESK_PER_DAY="0"))
    citizen = scanned(city)
    citizen.open(FORM)
    for _ in range(3):
        citizen.send(FORM)

    assert city.app.extensions["portal_rating"].open_channel.stopped_today(NOON) == 1
