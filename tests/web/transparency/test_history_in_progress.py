"""While the months of the made-up city go out one after the other, its pages say how far it is."""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from itertools import count

import pytest
from flask import Flask

from portal.cli.circumstances import circumstances_of
from portal.publication.building.charts import draw
from portal.publication.releases.backlog_queries import Backlog, backlog, history_in_progress
from portal.publication.releases.due import publish_due
from portal.publication.releases.publishing import Hold, hold_release
from portal.time import clock
from portal.web.extensions import current_settings, db
from tests.factories.drafted_city import prepare
from tests.factories.random_city import make_random_city, rate

MONTHS = ("2026-01", "2026-02", "2026-03")
TODAY = date(2026, 4, 6)
HISTORY = "Riwayat kota contoh sedang diterbitkan: {} dari 3 bulan."
LATE = "terlambat sejak"
MakeApp = Callable[..., Flask]


def rated(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """A city that was rated in three months, which are all due."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 4, 6, 5, tzinfo=UTC))
    # A new release appears on a kept page after two seconds; here each request is later than that.
    seconds = count(step=1000)
    monkeypatch.setattr(clock, "ticking_seconds", lambda: float(next(seconds)))
    with app.app_context():
        dice = random.Random(7)
        city = make_random_city(db.session(), dice, agencies=1, desks=2)
        for month in MONTHS:
            rate(db.session(), city, month=month, dice=dice, busy=(60,))
    return app


@pytest.fixture
def demonstration(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> Flask:
    return rated(make_app(DEMO="1"), monkeypatch)


def months_of(app: Flask, *, today: date = TODAY) -> Iterator[str]:
    """Publish the months one after the other, each when it is asked for."""
    return publish_due(
        db.session(), today=today, circumstances=circumstances_of(current_settings()), draw=draw
    )


@pytest.mark.parametrize("address", ["/", "/desks/loket-0-0"])
def test_pages_count_the_months_until_all_are_out(demonstration: Flask, address: str) -> None:
    client = demonstration.test_client()
    pages = [client.get(address).text]
    with demonstration.app_context():
        pages += [client.get(address).text for _ in months_of(demonstration)]

    assert [HISTORY.format(out) in page for out, page in zip((0, 1, 2), pages, strict=False)] == (
        [True] * 3
    )
    assert "Riwayat kota contoh" not in pages[3]
    assert [LATE in page for page in pages] == [False] * 4


def test_the_notice_speaks_the_language_of_the_page(demonstration: Flask) -> None:
    page = demonstration.test_client().get("/?lang=en").text

    assert "The history of the demonstration city is being published: 0 of 3 months." in page


def test_a_real_city_is_late_and_has_no_history(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = rated(make_app(DEMO="0"), monkeypatch).test_client().get("/").text

    assert "Riwayat kota contoh" not in page
    assert f"Terbitan Januari 2026 {LATE} 5 Februari 2026" in page


def test_a_hold_is_said_instead(demonstration: Flask) -> None:
    with demonstration.app_context():
        prepare(db.session(), "2026-01", today=date(2026, 2, 1))
        hold = Hold(by="Ratna", reason="Data kunjungan belum lengkap.", days=3)
        hold_release(db.session(), "2026-01", hold=hold, today=date(2026, 2, 4))

    page = demonstration.test_client().get("/").text

    assert "Alasan: Data kunjungan belum lengkap." in page
    assert "Riwayat kota contoh" not in page


def test_a_city_that_published_in_time_is_late_and_has_no_history(demonstration: Flask) -> None:
    with demonstration.app_context():
        assert list(months_of(demonstration, today=date(2026, 2, 5))) == ["2026-01"]

        assert backlog(db.session(), today=TODAY) == Backlog(1, 3)
        assert history_in_progress(db.session(), today=TODAY) is None
    assert (
        f"Terbitan Februari 2026 {LATE} 5 Maret 2026" in demonstration.test_client().get("/").text
    )


def test_one_first_month_that_is_due_is_no_history(demonstration: Flask) -> None:
    with demonstration.app_context():
        one_due, none_due = date(2026, 2, 5), date(2026, 2, 4)

        assert backlog(db.session(), today=one_due) == Backlog(0, 1)
        assert history_in_progress(db.session(), today=one_due) is None
        assert backlog(db.session(), today=none_due) == Backlog(0, 0)


def test_nobody_has_rated_yet(make_app: MakeApp) -> None:
    with make_app(DEMO="1").app_context():
        assert backlog(db.session(), today=TODAY) == Backlog(0, 0)
        assert history_in_progress(db.session(), today=TODAY) is None
