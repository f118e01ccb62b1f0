"""A sign-off publishes once, under a name, exactly what was looked at."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.accounts.staff.models import Account
from portal.organisation.places.models import DeskRow
from portal.publication.releases import queries as releases_queries
from portal.publication.releases import review_queries
from portal.publication.releases.publishing import SignOff, publish_release
from portal.publication.releases.routes import PAGE_SIZE
from portal.time.schedule.models import JobRun
from portal.web.access import Role
from portal.web.extensions import db
from tests.factories import drafted_city
from tests.factories.drafted_city import DRAFTED
from tests.staff import signed_in
from tests.web.accounts.forms import hidden_fields
from tests.web.publication.releases.acting import (
    LEARNED,
    PAGE,
    Moment,
    acts,
    release,
    sign,
    within,
)


def test_nobody_can_sign_a_release_in_a_few_words(app: Flask, administrator: FlaskClient) -> None:
    for reflection in ("", "   ", "Bagus.", "x" * 1001):
        answer = sign(administrator, reflection)
        assert (answer.status_code, "20 sampai 1.000 huruf" in answer.text) == (422, True)

    assert release(app).state == "prepared"
    assert acts(app) == []


def test_a_sign_off_publishes_at_once_under_the_persons_name(
    app: Flask, administrator: FlaskClient
) -> None:
    answer = sign(administrator)

    found = release(app)
    page = administrator.get(answer.headers["Location"]).text
    assert (found.state, found.signed_by, found.reflection) == ("published", "Sri Contoh", LEARNED)
    assert found.published_on == date(2026, 3, 2)
    assert acts(app) == [("Sri Contoh", "release.published", f"release:{DRAFTED}")]
    assert "sudah terbit atas nama Anda" in page
    assert LEARNED in page
    assert "Sahkan dan terbitkan" not in page


def test_what_was_learned_stands_on_the_citys_page_at_once(
    app: Flask, administrator: FlaskClient
) -> None:
    sign(administrator)

    page = app.test_client().get("/").text

    assert page.count(LEARNED) == 1
    assert "Sri Contoh" in page


def test_a_person_who_goes_by_an_address_signs_without_it(app: Flask) -> None:
    person = signed_in(app, Role.ADMINISTRATOR)
    with app.app_context():
        db.session.get_one(Account, person.account_id).name = "sri@contoh.test"
        db.session.commit()

    sign(person.client)

    assert release(app).signed_by == "Pengelola portal"
    assert "sri@contoh.test" not in app.test_client().get("/").text


def test_what_no_database_stores_is_left_out_of_a_reflection(
    app: Flask, administrator: FlaskClient
) -> None:
    answer = sign(administrator, "Antrean\x00 pagi dipecah dua.\r\nMulai\x07 April.\x00")

    assert answer.status_code == 302
    assert release(app).reflection == "Antrean pagi dipecah dua.\nMulai April."


def test_after_publication_the_page_keeps_digests_and_the_ledgers_entry(
    app: Flask, administrator: FlaskClient
) -> None:
    before = within(app, lambda s: review_queries.release_digests(s, release(app)))
    sign(administrator)

    page = administrator.get(PAGE).text
    parts = [f"{PAGE}/documents?page={number}" for number in range(1, len(before) // PAGE_SIZE + 2)]
    listed = "".join(administrator.get(part).text for part in parts)
    (line,) = within(app, lambda s: releases_queries.ledger_lines_about(s, DRAFTED))

    assert "Apa yang tampil dan apa yang tidak" in page
    assert f"entri {line.id}, 2 Maret 2026: {line.hash}" in page
    assert all(digest in listed for digest in before.values())


def test_the_second_of_two_people_is_told_and_changes_nothing(app: Flask) -> None:
    first, second = (signed_in(app, Role.ADMINISTRATOR).client for _ in range(2))
    sent = hidden_fields(second.get(f"{PAGE}/sign").text) | {"reflection": "x" * 30}
    sign(first)

    answer = second.post(f"{PAGE}/sign", data=sent)

    assert (answer.status_code, "sudah terbit sebelum Anda mengirim" in answer.text) == (409, True)
    assert release(app).reflection == LEARNED
    assert len(acts(app)) == 1


def test_a_race_that_the_page_cannot_see_is_told_too(
    app: Flask, administrator: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else's sign-off commits between this one's look and its turn."""

    def too_late(session: Session, period: str, **options: Any) -> None:
        by_another = SignOff(by="Budi", reflection="Lebih dulu.")
        publish_release(session, period, today=date(2026, 3, 2), sign_off=by_another)
        publish_release(session, period, **options)

    monkeypatch.setattr("portal.publication.releases.routes.publish_release", too_late)

    answer = sign(administrator)

    assert (answer.status_code, "Pengesahan Anda tidak disimpan" in answer.text) == (409, True)
    assert release(app).signed_by == "Budi"


def test_a_draft_made_anew_between_looking_and_signing_is_refused(
    app: Flask, administrator: FlaskClient
) -> None:
    sent = hidden_fields(administrator.get(f"{PAGE}/sign").text) | {"reflection": LEARNED}
    within(app, _exclude_and_prepare)

    answer = administrator.post(f"{PAGE}/sign", data=sent)

    assert (answer.status_code, "Draf berubah sejak Anda membukanya" in answer.text) == (409, True)
    assert LEARNED in answer.text
    assert release(app).state == "prepared"
    assert acts(app) == []
    again = hidden_fields(answer.text) | {"reflection": LEARNED}
    assert administrator.post(f"{PAGE}/sign", data=again).status_code == 302


def test_a_draft_that_a_decision_overtook_cannot_be_signed(
    app: Flask, administrator: FlaskClient
) -> None:
    sent = hidden_fields(administrator.get(f"{PAGE}/sign").text) | {"reflection": LEARNED}
    within(app, _exclude)

    answer = administrator.post(f"{PAGE}/sign", data=sent)

    assert (answer.status_code, "Belum dapat disahkan" in answer.text) == (409, True)
    assert "Draf ini sudah tidak sesuai" in administrator.get(PAGE).text
    assert f"{PAGE}/sign" not in administrator.get(PAGE).text
    assert release(app).state == "prepared"


def _exclude(session: Session) -> None:
    desk = drafted_city.RandomCity(desks=[_second_desk(session)])
    drafted_city.exclude(session, desk, on=date(2026, 3, 2))


def _exclude_and_prepare(session: Session) -> None:
    _exclude(session)
    drafted_city.prepare(session, today=date(2026, 3, 2))


def _second_desk(session: Session) -> Any:
    return session.query(DeskRow).order_by(DeskRow.id).offset(1).first()


def test_nothing_is_published_by_a_clock_that_is_not_believed(
    app: Flask, administrator: FlaskClient, moment: Moment
) -> None:
    def ran_later(session: Session) -> None:
        session.add(JobRun(name="mix", last_run_at=moment.now + timedelta(days=1)))
        session.commit()

    within(app, ran_later)

    answer = sign(administrator)

    assert answer.status_code == 409
    assert "Jam server ini tidak dapat dipercaya" in answer.text
    assert LEARNED in answer.text
    assert (release(app).state, acts(app)) == ("prepared", [])
