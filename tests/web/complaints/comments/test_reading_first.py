"""Comments that may tell of danger: no sooner than others, but before them, and marked."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from portal.rating.mixing.ballot_models import Comment
from portal.time import clock
from portal.web.access import Role
from portal.web.extensions import db
from tests.staff import Person, signed_in

NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
THREAT, MARKED = "Besok saya bakar loket ini", "Baca dulu"


@pytest.fixture
def moderator(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Person:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return signed_in(app, Role.MODERATOR)


def write(app: Flask, city: dict[str, int], *, text: str, number: int, period: str) -> None:
    place = {"agency_id": city["first"], "desk_id": city["desk"]}
    with app.app_context():
        token = number.to_bytes(16, "big")
        db.session.add(Comment(token=token, period=period, text=text, **place))
        db.session.commit()


def read(moderator: Person) -> str:
    return moderator.client.get("/admin/complaints/comments").text


def test_a_threat_stands_before_whole_pages_of_others(
    app: Flask, city: dict[str, int], moderator: Person
) -> None:
    for number in range(30):
        write(app, city, text=f"Ruang tunggu panas {number}", number=number, period="2026-10")
    usual = read(moderator)
    write(app, city, text=THREAT, number=99, period="2026-10")
    page = read(moderator)

    assert MARKED not in usual
    assert page.count(MARKED) == 1
    assert page.index(MARKED) < page.index(THREAT) < page.index("Ruang tunggu panas 0<")


def test_a_threat_of_the_running_month_waits_as_all_others(
    app: Flask, city: dict[str, int], moderator: Person
) -> None:
    """Shown sooner, it would tell on which night it was mixed, and so the day of a visit."""
    write(app, city, text=THREAT, number=1, period="2026-11")

    assert THREAT not in read(moderator)
