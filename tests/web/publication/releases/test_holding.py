"""A hold is one, has its reason for all to read, and ends; what is late says since when."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.publication.releases.publishing import Hold, hold_release
from portal.web.access import Role
from tests.factories.drafted_city import DRAFTED
from tests.staff import signed_in
from tests.web.accounts.forms import hidden_fields
from tests.web.publication.releases.acting import (
    PAGE,
    PAGES,
    WHY,
    Moment,
    acts,
    hold,
    release,
    sign,
)


def test_a_hold_is_recorded_and_the_front_page_and_places_say_why(
    app: Flask, administrator: FlaskClient
) -> None:
    answer = hold(administrator)

    found = release(app)
    assert (found.state, found.held_days, found.held_by) == ("held", 3, "Sri Contoh")
    assert acts(app) == [("Sri Contoh", "release.held", f"release:{DRAFTED}")]
    assert "tampil di halaman depan" in administrator.get(answer.headers["Location"]).text
    for address in ("/", "/agencies/dinas-0", "/desks/loket-0-1"):
        page = app.test_client().get(address).text
        assert f"ditahan sampai 8 Maret 2026. Alasan: {WHY}" in page
        assert "terlambat" not in page


@pytest.mark.parametrize(
    ("days", "reason"), [("0", WHY), ("15", WHY), ("x", WHY), ("", WHY), ("3", "Gempa"), ("3", "")]
)
def test_a_hold_has_a_day_of_the_list_and_a_reason(
    app: Flask, administrator: FlaskClient, days: str, reason: str
) -> None:
    assert hold(administrator, days=days, reason=reason).status_code == 422
    assert (release(app).state, acts(app)) == ("prepared", [])


def test_what_no_database_stores_is_left_out_of_a_reason(
    app: Flask, administrator: FlaskClient
) -> None:
    assert hold(administrator, reason=f"\x00{WHY}\x00").status_code == 302
    assert release(app).hold_reason == WHY


def test_a_release_is_held_once_and_can_still_be_signed(
    app: Flask, administrator: FlaskClient
) -> None:
    sent = hidden_fields(administrator.get(f"{PAGE}/hold").text) | {"days": "5", "reason": WHY}
    hold(administrator)

    answer = administrator.post(f"{PAGE}/hold", data=sent)

    assert (answer.status_code, "tidak dapat ditahan" in answer.text) == (409, True)
    assert release(app).held_days == 3
    assert f'href="{PAGE}/hold"' not in administrator.get(PAGE).text
    assert sign(administrator).status_code == 302
    assert (release(app).state, release(app).held_days) == ("published", 3)


def test_two_holds_at_once_give_one(
    app: Flask, administrator: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_late(session: Session, period: str, **options: Any) -> None:
        earlier = Hold(by="Budi", reason=WHY, days=1)
        hold_release(session, period, hold=earlier, today=date(2026, 3, 2))
        hold_release(session, period, **options)

    monkeypatch.setattr("portal.publication.releases.routes.hold_release", too_late)

    assert hold(administrator).status_code == 409
    assert (release(app).held_by, release(app).held_days) == ("Budi", 1)


def test_after_its_fixed_day_a_release_cannot_be_held_any_more(app: Flask, moment: Moment) -> None:
    moment.now += timedelta(days=4)
    client = signed_in(app, Role.ADMINISTRATOR).client

    assert client.get(f"{PAGE}/hold").status_code == 409


def test_past_its_day_everybody_is_told_since_when_it_is_late_although_no_job_has_run(
    app: Flask, administrator: FlaskClient, moment: Moment
) -> None:
    moment.now += timedelta(days=4)
    client = signed_in(app, Role.ADMINISTRATOR).client

    for address in ("/", "/agencies/dinas-0", "/desks/loket-0-1"):
        assert "terlambat sejak 5 Maret 2026" in app.test_client().get(address).text
    assert "terlambat sejak 5 Maret 2026" in client.get(PAGES).text
    assert "Terbitan Februari 2026 terlambat" in client.get("/admin/").text


def test_after_a_hold_it_is_late_only_from_the_end_of_the_hold(
    app: Flask, administrator: FlaskClient, moment: Moment
) -> None:
    hold(administrator)
    before = moment.now
    moment.now = before + timedelta(days=5)
    held = app.test_client().get("/agencies/dinas-0").text
    moment.now = before + timedelta(days=7)

    assert "terlambat" not in held
    assert "terlambat sejak 8 Maret 2026" in app.test_client().get("/").text


def test_the_first_page_names_the_release_that_waits_to_administrators_only(app: Flask) -> None:
    administrator = signed_in(app, Role.ADMINISTRATOR).client
    waits = "Terbitan Februari 2026 menunggu pengesahan sampai 5 Maret 2026"

    assert waits in administrator.get("/admin/").text
    assert waits not in signed_in(app, Role.AUDITOR).client.get("/admin/").text
    hold(administrator)
    assert "ditahan dan terbit sendiri pada 8 Maret 2026" in administrator.get("/admin/").text
    sign(administrator)
    assert "Terbitan Februari 2026" not in administrator.get("/admin/").text
