"""A moderator passes a complaint on to another agency, and its writer reads so."""

import json

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.audit_log.models import AuditEntry
from portal.complaints.intake.models import Complaint
from portal.organisation.places.models import AgencyRow
from portal.web.access import Role
from portal.web.extensions import db
from tests.factories.organisation import make_unit
from tests.staff import signed_in
from tests.web.complaints.pages import act, code_of, follow, write

WRONG = {"place": "agency:dishub", "reason": "wrong_agency"}


def test_the_writer_reads_the_new_name_and_the_first_agency_reads_nothing_more(
    app: Flask, city: dict[str, int]
) -> None:
    with app.app_context():
        session = db.session()
        second = session.get_one(AgencyRow, city["second"])
        second.name = "Dinas Perhubungan"
        make_unit(session, second, "dishub-x", name="Bidang Parkir")
        session.commit()
    citizen, moderator = app.test_client(), signed_in(app, Role.MODERATOR).client
    code = code_of(write(citizen))
    first = signed_in(app, Role.AGENCY_HEAD, agency_id=city["first"]).client
    assert first.get("/admin/complaints/1").status_code == 200

    page = moderator.get("/admin/complaints/1").text
    answer = act(moderator, 1, "pass-on", place="unit:dishub-x", reason="wrong_agency")

    assert "Teruskan ke instansi lain" in page
    assert "Bidang Parkir, Dinas Perhubungan" in page
    assert 'value="agency:dukcapil"' not in page
    assert answer.status_code == 302
    followed = follow(citizen, code).text
    assert "Bidang Parkir, Dinas Perhubungan" in followed
    assert "Sebelumnya untuk" in followed
    assert first.get("/admin/complaints/1").status_code == 404
    read = " ".join(moderator.get("/admin/complaints/1").text.split())
    named = "Bidang Parkir, Dinas Perhubungan (bukan tugas instansi yang dipilih)"
    assert f"Yang menangani berubah, {named}" in read


def test_the_second_agency_deals_with_it_though_the_desk_is_anothers(
    app: Flask, city: dict[str, int]
) -> None:
    write(app.test_client())
    act(signed_in(app, Role.MODERATOR).client, 1, "pass-on", **WRONG)
    head = signed_in(app, Role.AGENCY_HEAD, agency_id=city["second"]).client

    assert act(head, 1, "advance", to="in_progress").status_code == 302
    page = head.get("/admin/complaints/1").text
    assert "Teruskan ke instansi lain" not in page
    assert act(head, 1, "pass-on", place="agency:dukcapil", reason="sent_back").status_code == 403


def test_the_desk_it_named_stays_out_of_it(app: Flask, city: dict[str, int]) -> None:
    write(app.test_client())
    act(signed_in(app, Role.MODERATOR).client, 1, "pass-on", **WRONG)
    roles, officer_id = (Role.MODERATOR, Role.OFFICER), city["officer"]
    person = signed_in(app, *roles, agency_id=city["first"], officer_id=officer_id)
    posted = person.client

    assert posted.get("/admin/complaints/1").status_code == 404
    assert "/admin/complaints/1" not in posted.get("/admin/complaints").text


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"place": "agency:tidak-ada"}, 400, ""),
        ({"place": "unit:dukcapil"}, 400, ""),
        ({"place": "agency:dukcapil"}, 409, "Pilih instansi lain dan alasan yang sesuai."),
        ({"reason": "spam"}, 409, "Pilih instansi lain dan alasan yang sesuai."),
        ({"reason": ""}, 409, "Isian belum lengkap"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(
    app: Flask, city: dict[str, int], fields: dict[str, str], status: int, said: str
) -> None:
    write(app.test_client())
    answer = act(signed_in(app, Role.MODERATOR).client, 1, "pass-on", **(WRONG | fields))

    assert answer.status_code == status
    assert said in answer.text
    with app.app_context():
        assert db.session.scalars(select(Complaint.agency_id)).one() == city["first"]


def test_what_lies_with_the_inspectorate_is_not_passed_on(app: Flask, city: dict[str, int]) -> None:
    write(app.test_client(), concern="levy")
    moderator = signed_in(app, Role.MODERATOR).client

    assert "Teruskan ke instansi lain" not in moderator.get("/admin/complaints/1").text
    answer = act(moderator, 1, "pass-on", **WRONG)
    assert answer.status_code == 409
    assert "harus tetap di Inspektorat" in answer.text


def test_the_audit_log_tells_where_to_and_why(app: Flask, city: dict[str, int]) -> None:
    write(app.test_client())
    act(signed_in(app, Role.MODERATOR).client, 1, "pass-on", **WRONG)

    with app.app_context():
        detail = db.session.scalars(
            select(AuditEntry.detail).where(AuditEntry.action == "complaint.passed_on")
        ).one()
    assert json.loads(detail) == WRONG
