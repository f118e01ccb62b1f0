"""The queue as staff work it: pages, filters, what is offered first, and what is refused."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from portal.complaints.handling import decide_routes as decide
from portal.complaints.intake.course_models import PromisedAction
from portal.complaints.intake.models import Complaint
from portal.organisation.places.models import DeskRow
from portal.web.access import Role
from portal.web.extensions import db
from tests.factories.complaints import make_complaint
from tests.staff import Person, signed_in
from tests.web.complaints.pages import TEXT, act, code_of, follow, office_of, token_of, write

ANSWER = "Kami menambah satu petugas pada jam sibuk mulai pekan depan."


@pytest.fixture
def moderator(app: Flask) -> Person:
    return signed_in(app, Role.MODERATOR)


def fill(app: Flask, agency_id: int, *, items: int) -> None:
    context = office_of(app, date(2026, 11, 20))
    with app.app_context():
        for _ in range(items):
            make_complaint(db.session(), agency_id, context=context)


def test_a_long_queue_goes_on_with_the_same_filter(
    app: Flask, city: dict[str, int], moderator: Person
) -> None:
    fill(app, city["first"], items=26)
    first = moderator.client.get("/admin/complaints?state=new&agency=dukcapil").text
    address = "/admin/complaints?state=new&amp;agency=dukcapil&amp;after=2026-11-25.25"

    assert f'rel="next" class="button quiet" href="{address}"' in first
    second = moderator.client.get(address.replace("&amp;", "&")).text
    assert "Pengaduan 26" in second
    assert "Pengaduan 25" not in second
    assert 'rel="next"' not in second
    assert "26 butir" in second


def test_from_an_item_one_goes_on_to_the_next_that_waits(
    app: Flask, city: dict[str, int], moderator: Person
) -> None:
    fill(app, city["first"], items=3)
    act(moderator.client, 2, "advance", to="archived", reason="spam")
    client = moderator.client

    assert '"/admin/complaints/3">Butir berikutnya' in client.get("/admin/complaints/1").text
    assert '"/admin/complaints/1">Butir berikutnya' in client.get("/admin/complaints/2").text
    assert "Butir berikutnya" not in client.get("/admin/complaints/3").text


def test_filters_are_ticks_that_keep_what_was_chosen(
    app: Flask, city: dict[str, int], moderator: Person
) -> None:
    fill(app, city["first"], items=1)
    page = moderator.client.get("/admin/complaints?overdue=y&kind=complaint").text

    assert 'name="overdue" value="y" checked' in page
    assert 'name="appealed" value="y" checked' not in page
    assert '<option value="complaint" selected>' in page
    assert "Pengaduan 1" not in moderator.client.get("/admin/complaints?appealed=y").text


@pytest.mark.parametrize(
    ("fields", "proposed"),
    [
        ({}, "published"),
        ({"text": "Dilayani Pak Budi Santoso dengan sangat lambat."}, "redacted"),
        ({"may_publish": ""}, "internal"),
    ],
)
def test_the_form_never_offers_first_to_show_what_may_be_personal_or_was_not_allowed(
    app: Flask, city: dict[str, int], moderator: Person, fields: dict[str, str], proposed: str
) -> None:
    write(app.test_client(), **fields)

    page = moderator.client.get("/admin/complaints/1").text

    assert f'<option value="{proposed}" selected>' in page


def test_moving_nothing_at_once_leads_back_to_the_queue(
    app: Flask, city: dict[str, int], moderator: Person
) -> None:
    write(app.test_client())
    token = token_of(moderator.client.get("/admin/complaints").text)
    for address, fields in (
        ("bulk", {}),
        ("bulk", {"item": "none"}),
        ("bulk/do", {"to": "verified"}),
        ("bulk/do", {"item": "1.2", "to": "burning"}),
    ):
        answer = moderator.client.post(
            f"/admin/complaints/{address}", data={"csrf_token": token} | fields
        )
        assert answer.headers["Location"] == "/admin/complaints"


def test_moves_on_the_usual_way_are_offered_before_setting_aside(
    app: Flask, city: dict[str, int], moderator: Person
) -> None:
    write(app.test_client())
    token = token_of(moderator.client.get("/admin/complaints").text)
    form = {"csrf_token": token, "item": "1.2"}
    page = moderator.client.post("/admin/complaints/bulk", data=form).text

    assert page.index('value="verified"') < page.index('value="archived"')
    assert "Loket dukcapil-1, Cabang Utara, Dinas dukcapil: " in page


def test_an_auditor_who_heads_an_agency_reads_only_that_agencys_words(
    app: Flask, city: dict[str, int]
) -> None:
    write(app.test_client())
    write(app.test_client(), place="agency:dishub")
    roles = (Role.AUDITOR, Role.AGENCY_HEAD)
    client = signed_in(app, *roles, agency_id=city["first"]).client

    assert "Pengaduan 2" in client.get("/admin/complaints").text
    assert client.get("/admin/complaints/1").status_code == 200
    assert client.get("/admin/complaints/2").status_code == 404


def test_half_a_promise_is_refused_and_what_was_written_stays(
    app: Flask, city: dict[str, int], moderator: Person
) -> None:
    write(app.test_client())
    for to in ("verified", "forwarded"):
        act(moderator.client, 1, "advance", to=to)
    refused = act(moderator.client, 1, "answer", text=ANSWER, theme="cost")

    assert refused.status_code == 409
    assert ANSWER in refused.text
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(PromisedAction)) == 0


def test_an_item_that_goes_out_of_sight_meanwhile_is_not_found(
    app: Flask, city: dict[str, int], moderator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(app.test_client())
    monkeypatch.setattr(decide, "visible_complaint", lambda *_, **__: None)

    assert act(moderator.client, 1, "advance", to="burning").status_code == 404


@pytest.mark.parametrize("name", ["zz" * 16, "00" * 16, "00"])
def test_a_comment_nobody_wrote_cannot_be_decided(
    app: Flask, city: dict[str, int], moderator: Person, name: str
) -> None:
    token = token_of(moderator.client.get("/complaints/follow").text)
    form = {"csrf_token": token, "decision": "internal"}

    answer = moderator.client.post(f"/admin/complaints/comments/{name}", data=form)

    assert answer.status_code == 404


def test_a_verdict_without_a_value_is_asked_for_again(
    app: Flask, city: dict[str, int], moderator: Person
) -> None:
    citizen = app.test_client()
    code = code_of(write(citizen))
    for to in ("verified", "forwarded"):
        act(moderator.client, 1, "advance", to=to)
    act(moderator.client, 1, "answer", text=ANSWER)

    assert "Pilih salah satu nilai" in follow(citizen, code, act="helped").text
    assert follow(citizen, code, act="helped", helped="3").status_code == 200


def test_reopening_is_offered_only_while_it_is_possible(
    app: Flask, city: dict[str, int], moderator: Person
) -> None:
    citizen = app.test_client()
    code = code_of(write(citizen))
    for to in ("verified", "forwarded"):
        act(moderator.client, 1, "advance", to=to)
    act(moderator.client, 1, "answer", text=ANSWER)
    assert "Masalahnya belum selesai?" in follow(citizen, code).text
    with app.app_context():
        db.session.execute(update(Complaint).values(answered_on=date(2020, 1, 1)))
        db.session.commit()

    assert "Masalahnya belum selesai?" not in follow(citizen, code).text
    assert follow(citizen, code, act="reopen", text="Masih lama").status_code == 409


def test_a_desk_that_is_gone_cannot_be_chosen(app: Flask, city: dict[str, int]) -> None:
    with app.app_context():
        gone = (
            update(DeskRow).where(DeskRow.code == "dukcapil-2").values(retired_on=date(2020, 1, 1))
        )
        db.session.execute(gone)
        db.session.commit()
    page = app.test_client().get("/complaints/new?agency=dukcapil").text

    assert "desk:dukcapil-1" in page
    assert "desk:dukcapil-2" not in page
    assert TEXT not in page
