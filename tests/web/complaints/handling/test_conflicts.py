"""No one judges their own case, on every page and in every letter; who deals with it is a unit."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from portal.cli.complaints import nightly_complaint_work
from portal.complaints.intake.models import Complaint
from portal.web.access import Role
from portal.web.extensions import current_settings, db
from tests.factories.organisation import make_agency
from tests.staff import add_account, signed_in
from tests.web.complaints.pages import ACTS, ANSWER, act, code_of, follow, token_of, write

MODERATORS_ACTS = {
    "decide": {"decision": "internal"},
    "appeal": {"is_granted": "0"},
    "pass-on": {"place": "agency:dukcapil", "reason": "wrong_agency"},
}


def states(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(Complaint.state).order_by(Complaint.id)))


def head_of(app: Flask, agency_id: int) -> FlaskClient:
    return signed_in(app, Role.AGENCY_HEAD, agency_id=agency_id).client


def the_head_of_the_only_desk(app: Flask, city: dict[str, int]) -> FlaskClient:
    write(app.test_client(), place="desk:dishub-1")
    return head_of(app, city["second"])


def the_posted_officer(app: Flask, city: dict[str, int]) -> FlaskClient:
    write(app.test_client())
    roles = (Role.MODERATOR, Role.OFFICER)
    officer_id = city["officer"]
    return signed_in(app, *roles, agency_id=city["first"], officer_id=officer_id).client


def the_head_complained_about(app: Flask, city: dict[str, int]) -> FlaskClient:
    write(app.test_client(), place="agency:dishub", concern="head")
    return head_of(app, city["second"])


def the_head_who_is_a_moderator_too(app: Flask, city: dict[str, int]) -> FlaskClient:
    write(app.test_client(), place="agency:dishub", concern="levy")
    roles = (Role.MODERATOR, Role.AGENCY_HEAD)
    return signed_in(app, *roles, agency_id=city["second"]).client


CONFLICTED = [
    the_head_of_the_only_desk,
    the_posted_officer,
    the_head_complained_about,
    the_head_who_is_a_moderator_too,
]


@pytest.mark.parametrize("arrive", CONFLICTED)
def test_ones_own_case_is_nowhere(
    app: Flask, city: dict[str, int], arrive: Callable[[Flask, dict[str, int]], FlaskClient]
) -> None:
    client = arrive(app, city)
    with app.app_context():
        db.session.execute(update(Complaint).values(promised_on=date(2020, 1, 1)))
        db.session.commit()
    pages = ["", "?overdue=y", "?state=new", "?queue=inspectorate", "?agency=dishub", "?appealed=y"]
    lists = [client.get(f"/admin/complaints{query}").text for query in pages]
    token = token_of(client.get("/complaints/follow").text)
    form = {"csrf_token": token, "version": "2"}
    answers = [
        client.post(f"/admin/complaints/1/{name}", data=form | fields).status_code
        for name, fields in ACTS.items()
    ]
    bulk = client.post("/admin/complaints/bulk", data={"csrf_token": token, "item": "1.2"})

    assert all("complaints/1" not in page and "lewat janji</strong>" not in page for page in lists)
    assert client.get("/admin/complaints/1").status_code == 404
    assert answers == [404] * len(ACTS)
    assert bulk.status_code == 404
    assert "lewat janji" not in client.get("/admin/").text
    assert states(app) == ["new"]


def test_an_item_cannot_be_drawn_into_a_group_by_whom_it_concerns(
    app: Flask, city: dict[str, int]
) -> None:
    write(app.test_client(), place="agency:dishub")
    client = the_head_of_the_only_desk(app, city)
    page = client.get("/admin/complaints/1").text
    form = {"csrf_token": token_of(page), "version": "2", "other": "2"}

    assert "Butir 2" not in page
    assert client.post("/admin/complaints/1/group", data=form).status_code == 404


@pytest.mark.parametrize(("name", "fields"), MODERATORS_ACTS.items())
def test_an_agency_does_not_decide_what_the_public_reads_of_complaints_about_it(
    app: Flask, city: dict[str, int], name: str, fields: dict[str, str]
) -> None:
    write(app.test_client())
    head = head_of(app, city["first"])
    page = head.get("/admin/complaints/1").text

    assert "diputuskan moderator kota" in page
    assert "Simpan keputusan" not in page
    assert act(head, 1, name, **fields).status_code == 403


def test_letters_about_the_inspectorates_items_go_past_the_agency(
    make_app: Callable[..., Flask], capsys: pytest.CaptureFixture[str]
) -> None:
    app = make_app(INSPECTORATE="inspektorat")
    with app.app_context():
        session = db.session()
        agency, inspectorate = make_agency(session, "dishub"), make_agency(session, "inspektorat")
        accused = {Role.AGENCY_HEAD: "kepala", Role.SUPERVISOR: "penyelia"}
        for role, name in accused.items():
            add_account(session, role, agency_id=agency.id, email=f"{name}@contoh.test")
        roles = (Role.MODERATOR, Role.AGENCY_HEAD)
        add_account(session, *roles, agency_id=agency.id, email="rangkap@contoh.test")
        inspector = (Role.AGENCY_HEAD,)
        add_account(session, *inspector, agency_id=inspectorate.id, email="inspektur@contoh.test")
        add_account(session, Role.MODERATOR, email="moderator@contoh.test")
        session.commit()
        write(app.test_client(), place="agency:dishub", concern="levy")
        late = datetime(2032, 12, 7, 18, 0, tzinfo=UTC)
        nightly_complaint_work(session, current_settings(), now=late)

    said = capsys.readouterr().out
    assert "To: inspektur@contoh.test" in said
    assert "To: moderator@contoh.test" in said
    for name in ("kepala", "penyelia", "rangkap"):
        assert f"{name}@contoh.test" not in said


def test_the_inspectorate_answers_what_is_about_a_head_and_sees_nothing_else(
    make_app: Callable[..., Flask],
) -> None:
    app = make_app(INSPECTORATE="inspektorat")
    with app.app_context():
        make_agency(db.session(), "dishub")
        inspectorate = int(make_agency(db.session(), "inspektorat").id)
        db.session.commit()
    citizen, inspector = app.test_client(), head_of(app, inspectorate)
    code = code_of(write(citizen, place="agency:dishub", concern="head"))
    write(citizen, place="agency:dishub")
    write(citizen, place="agency:inspektorat", concern="head")
    for to in ("verified", "forwarded"):
        assert act(inspector, 1, "advance", to=to).status_code == 302
    assert act(inspector, 1, "answer", text=ANSWER).status_code == 302

    assert [inspector.get(f"/admin/complaints/{n}").status_code for n in (1, 2, 3)] == [
        200,
        404,
        404,
    ]
    page = follow(citizen, code).text
    assert ANSWER in page
    assert "<dd>Inspektorat</dd>" in page


def test_an_item_is_forwarded_to_a_unit_that_the_citizen_reads_by_name(
    app: Flask, city: dict[str, int]
) -> None:
    citizen, moderator = app.test_client(), signed_in(app, Role.MODERATOR).client
    code = code_of(write(citizen))
    assert "<dd>Dinas dukcapil</dd>" in follow(citizen, code).text
    act(moderator, 1, "advance", to="verified")
    page = moderator.get("/admin/complaints/1").text
    assert '<option value="dukcapil-utara" selected>Cabang Utara</option>' in page
    act(moderator, 1, "advance", to="forwarded", unit="dukcapil-utara")
    assert "<dd>Cabang Utara, Dinas dukcapil</dd>" in follow(citizen, code).text
    assert "Yang menangani berubah, Cabang Utara" in moderator.get("/admin/complaints/1").text
    act(moderator, 1, "address", unit="")

    assert "<dd>Dinas dukcapil</dd>" in follow(citizen, code).text
    assert states(app) == ["forwarded"]


@pytest.mark.parametrize("unit", ["nowhere", "' OR 1=1 --"])
@pytest.mark.parametrize("place", ["desk:dukcapil-1", "agency:dishub"])
def test_a_unit_that_is_not_the_agencys_is_refused(
    app: Flask, city: dict[str, int], unit: str, place: str
) -> None:
    write(app.test_client(), place=place)
    moderator = signed_in(app, Role.MODERATOR).client
    asked = "dukcapil-utara" if place == "agency:dishub" else unit

    assert act(moderator, 1, "address", unit=asked).status_code == 400


def test_what_is_moved_at_once_goes_to_the_units_of_its_desks(
    app: Flask, city: dict[str, int]
) -> None:
    citizen, moderator = app.test_client(), signed_in(app, Role.MODERATOR).client
    code = code_of(write(citizen))
    act(moderator, 1, "advance", to="verified")
    token = token_of(moderator.get("/admin/complaints").text)
    form = {"csrf_token": token, "item": "1.3", "to": "forwarded"}
    moderator.post("/admin/complaints/bulk/do", data=form)

    assert "<dd>Cabang Utara, Dinas dukcapil</dd>" in follow(citizen, code).text


def test_who_hands_an_item_to_the_city_is_led_back_to_the_queue(
    app: Flask, city: dict[str, int]
) -> None:
    write(app.test_client())
    answer = act(head_of(app, city["first"]), 1, "queue", queue="city")

    assert answer.headers["Location"] == "/admin/complaints"


def test_a_claim_is_seen_by_others_and_can_be_given_up(app: Flask, city: dict[str, int]) -> None:
    write(app.test_client())
    first, second = signed_in(app, Role.MODERATOR).client, signed_in(app, Role.MODERATOR).client
    act(first, 1, "claim")

    assert "Anda sedang mengerjakan" in first.get("/admin/complaints/1").text
    assert "Orang lain sedang mengerjakan" in second.get("/admin/complaints/1").text
    assert act(second, 1, "claim").status_code == 409
    act(first, 1, "release")
    assert "Orang lain" not in second.get("/admin/complaints/1").text
    assert act(second, 1, "claim").status_code == 302


def test_one_answer_takes_duplicates_along_that_nobody_had_passed_on(
    app: Flask, city: dict[str, int]
) -> None:
    citizen, moderator = app.test_client(), signed_in(app, Role.MODERATOR).client
    codes = [code_of(write(citizen)) for _ in range(3)]
    act(moderator, 1, "group", other=["2", "3"])
    act(moderator, 3, "advance", to="archived", reason="spam")
    for to in ("verified", "forwarded"):
        act(moderator, 1, "advance", to=to)
    assert "butir 2" in moderator.get("/admin/complaints/1").text
    act(moderator, 1, "answer", text=ANSWER)

    assert [ANSWER in follow(citizen, code).text for code in codes] == [True, True, False]
    assert states(app) == ["answered", "answered", "archived"]
