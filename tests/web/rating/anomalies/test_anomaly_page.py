"""Administrators look into anomalies, auditors see all of them, nobody changes a figure."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.accounts.audit_log.models import AuditEntry
from portal.cli.jobs import SIGNALS_JOB
from portal.rating.anomalies import routes as anomalies
from portal.rating.answers.answers import Channel
from portal.rating.limits.allowances import ProtectionOff, Visitor
from portal.rating.mixing import anomaly_queries
from portal.rating.mixing.anomaly_models import WatchedTally
from portal.rating.mixing.anomaly_rules import AnomalyKind, ReviewOutcome
from portal.rating.mixing.noting import Noticed, note_anomaly
from portal.rating.questionnaire.extension_state import EXTENSION
from portal.time import clock
from portal.web.access import Role
from portal.web.extensions import db
from tests.factories.organisation import add
from tests.factories.ratings import SmallCity, make_small_city
from tests.redis_server import RedisServer
from tests.staff import Person, signed_in

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
DAY = date(2026, 4, 1)
EXCLUSION = {
    "desk": "dukcapil-1",
    "channel": "open",
    "period": "2026-03",
    "rule": "staff_rated",
    "reason": "Petugas menilai sendiri.",
}


@pytest.fixture
def city(app: Flask) -> SmallCity:
    with app.app_context():
        session = db.session()
        city = make_small_city(session)
        for kind, channel in ((AnomalyKind.BURST, Channel.OPEN), (AnomalyKind.LOW_SHARE, None)):
            noticed = Noticed(kind, city.desk_ids[0], channel, "2026-03", observed=40, expected=3)
            note_anomaly(session, noticed, on=DAY)
        cell = {"period": "2026-03", "desk_id": city.desk_ids[1], "channel": "presence"}
        add(session, WatchedTally(respondents=4, **cell))
        session.commit()
        return city


@pytest.fixture
def administrator(app: Flask, city: SmallCity) -> Person:
    return signed_in(app, Role.ADMINISTRATOR)


def acts(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(AuditEntry.action)))


def send(person: Person, path: str, **fields: str) -> TestResponse:
    token = TOKEN.search(person.client.get("/admin/signals").text)
    assert token
    answers = {"csrf_token": token[1]} | fields
    return person.client.post(f"/admin/signals{path}", data=answers, follow_redirects=True)


def test_an_administrator_sees_signals_watched_citizens_and_who_had_to_wait(
    administrator: Person,
) -> None:
    page = administrator.client.get("/admin/signals").text

    assert "Banyak penilaian terbuka dalam satu jam" in page
    assert "Loket dukcapil-1" in page
    assert "Semua" in page
    assert "Merasa diawasi" in page
    assert "Hari ini 0 orang diminta menunggu" in page


def test_what_waits_stands_on_the_first_page(administrator: Person) -> None:
    assert "2 kejanggalan belum ditinjau" in administrator.client.get("/admin/").text


def test_an_auditor_sees_everything_and_can_change_nothing(app: Flask, city: SmallCity) -> None:
    auditor = signed_in(app, Role.AUDITOR)

    page = auditor.client.get("/admin/signals").text

    assert "Belum ditinjau" in page
    assert "<textarea" not in page
    assert "belum ditinjau" not in auditor.client.get("/admin/").text


def test_an_empty_page_says_when_signals_may_come(app: Flask) -> None:
    page = signed_in(app, Role.ADMINISTRATOR).client.get("/admin/signals").text

    assert "Belum ada kejanggalan" in page
    assert "Belum ada yang dikecualikan" in page


def test_a_review_is_kept_with_its_reason_and_on_record(app: Flask, administrator: Person) -> None:
    page = send(administrator, "/1", outcome="explained", note="Hari pasar.").text

    assert "Ada penjelasannya: Hari pasar." in page
    assert "signal.reviewed" in acts(app)
    with app.app_context():
        found = anomaly_queries.anomaly_in_brief(db.session(), 1)
        assert found is not None
        assert found.outcome is ReviewOutcome.EXPLAINED


def test_a_second_review_or_an_empty_one_is_refused(app: Flask, administrator: Person) -> None:
    empty = send(administrator, "/1", outcome="unfounded", note="").text
    assert "Tulis alasannya." in empty
    assert re.search(r'value="unfounded"\s+selected', empty) is not None
    long = send(administrator, "/1", outcome="explained", note="Hari pasar. " * 50).text
    assert "Paling panjang 500 huruf" in long
    assert "Hari pasar. Hari pasar." in long
    send(administrator, "/1", outcome="explained", note="Hari pasar.")

    again = send(administrator, "/1", outcome="unfounded", note="Tidak.")

    assert "sudah ditinjau" in again.text
    assert "Isian Anda: Tidak." in again.text
    assert acts(app).count("signal.reviewed") == 1
    assert send(administrator, "/99", outcome="explained", note="x").status_code == 404


def test_a_desk_channel_and_month_are_left_out_for_everybody_to_read(
    app: Flask, administrator: Person
) -> None:
    page = send(administrator, "/exclusions", **EXCLUSION).text

    assert "Petugas menilai sendiri." in page
    assert "ratings.excluded" in acts(app)
    with app.app_context():
        (row,) = anomaly_queries.exclusions(db.session())
        assert (row.channel, row.period) == (Channel.OPEN, "2026-03")


def test_the_same_exclusion_twice_is_refused(app: Flask, administrator: Person) -> None:
    send(administrator, "/exclusions", **EXCLUSION)

    again = send(administrator, "/exclusions", **EXCLUSION).text
    assert "sudah dikecualikan" in again
    assert "Petugas menilai sendiri.</textarea>" in again
    assert acts(app).count("ratings.excluded") == 1


@pytest.mark.parametrize(
    "fault",
    [
        {"desk": "nowhere"},
        {"period": "2026-13"},
        {"period": "2999-01"},
        {"channel": "phone"},
        {"rule": "unwelcome"},
        {"reason": ""},
    ],
)
def test_an_exclusion_outside_the_rules_is_refused_beside_its_field(
    app: Flask, administrator: Person, fault: dict[str, str]
) -> None:
    sent, (wrong,) = EXCLUSION | fault, fault

    page = send(administrator, "/exclusions", **sent).text

    assert "Pengecualian belum tersimpan" in page
    assert f'href="#{wrong}"' in page
    assert f'class="error" id="{wrong}"' in page
    assert f"{sent['reason']}</textarea>" in page
    assert f'value="{sent["desk"]}"' in page
    with app.app_context():
        assert anomaly_queries.exclusions(db.session()) == []


def test_the_page_says_when_protection_is_off(
    app: Flask, administrator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(now: datetime) -> int:
        raise ProtectionOff

    monkeypatch.setattr(app.extensions[EXTENSION].open_channel, "stopped_today", unreachable)

    assert "Perlindungan mati" in administrator.client.get("/admin/signals").text


def test_the_nights_job_looks_at_volumes_and_hours(app: Flask, city: SmallCity) -> None:
    with app.app_context():
        settings = app.extensions["portal_settings"]
        SIGNALS_JOB.run(db.session(), settings, now=datetime(2026, 4, 2, tzinfo=UTC))

        assert len(anomaly_queries.anomalies(db.session())) == 2


def test_with_limits_in_memory_the_page_itself_looks_at_yesterdays_hours(
    app: Flask, city: SmallCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    yesterday = datetime(2026, 4, 1, 3, tzinfo=UTC)
    for number in range(30):
        visitor = Visitor(device=f"device-{number}", address=f"198.51.{number}.1")
        app.extensions[EXTENSION].open_channel.charge(
            visitor, desk_id=city.desk_ids[1], submission=str(number), now=yesterday
        )
    monkeypatch.setattr(clock, "now", lambda: yesterday + timedelta(days=1))
    administrator = signed_in(app, Role.ADMINISTRATOR)

    pages = [administrator.client.get("/admin/signals").text for _ in range(2)]

    for page in pages:
        assert page.count('<th scope="row">Banyak penilaian terbuka dalam satu jam') == 2
        assert "Loket dukcapil-2" in page


def test_with_redis_the_hours_are_left_to_the_nightly_job(
    make_app: Callable[..., Flask], redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app(LIMITER_URL=redis_server.url)
    with app.app_context():
        make_small_city(db.session())
    looked: list[object] = []
    monkeypatch.setattr(anomalies, "find_bursts", lambda *_, **__: looked.append(1))

    assert signed_in(app, Role.AUDITOR).client.get("/admin/signals").status_code == 200
    assert looked == []
