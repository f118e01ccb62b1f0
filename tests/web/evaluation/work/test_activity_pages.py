"""Pages of activities: entered, refused beside the field, queued, returned, mended, accepted."""

from datetime import timedelta
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.accounts.audit_log.queries import entries
from portal.accounts.sessions.domain import Stage, token_hash
from portal.accounts.sessions.models import KnownDevice, StaffSession
from portal.accounts.sessions.service import Browser, add_session
from portal.accounts.staff.models import Account
from portal.evaluation.rules.states import ActivityState, PlanState
from portal.evaluation.work import queries
from portal.evaluation.work.domain import Activity, Purpose
from portal.organisation.calendar.models import Holiday
from portal.time import clock
from portal.web.extensions import db
from tests.factories import plans as planned
from tests.factories import work as made
from tests.factories.plans import PlanScene
from tests.web.accounts.forms import hidden_fields
from tests.web.evaluation.forms import fields_of, press, send

OWN = "/admin/performance/activities"
LOOKING = "/admin/performance/people/activities"


def bring(app: Flask, scene: PlanScene, state: ActivityState) -> Activity:
    with app.app_context():
        return made.make_activity(db.session(), scene, state=state)


def found(app: Flask, activity_id: int = 1) -> Activity:
    with app.app_context():
        return made.held(db.session(), activity_id)


def signed_in_again(app: Flask, client: FlaskClient) -> FlaskClient:
    """Give a browser a session of now: the one before ended while nobody was there."""
    with app.app_context():
        token = client.get_cookie("staff")
        assert token is not None
        before = db.session.scalars(
            select(StaffSession).where(StaffSession.token_hash == token_hash(token.value))
        ).one()
        browser = Browser(before.account_id, stage=Stage.SIGNED_IN, device="Firefox")
        client.set_cookie("staff", add_session(db.session(), browser, now=clock.now()))
        db.session.commit()
    return client


def test_an_activity_needs_a_sentence_only_and_is_sent_at_once(
    app: Flask, person: FlaskClient
) -> None:
    sent = send(person, OWN, text="Verifikasi 34 berkas KK")

    assert sent.headers["Location"].endswith("?done=sent")
    activity = found(app)
    assert activity.state is ActivityState.SENT
    assert activity.fields.done_on == made.TODAY
    assert "Verifikasi 34 berkas KK" in person.get(OWN).text


def test_the_result_of_a_plan_in_force_is_chosen_first_and_then_the_last_one_used(
    app: Flask, scene: PlanScene, person: FlaskClient
) -> None:
    with app.app_context():
        plan = planned.make_plan(db.session(), scene, state=PlanState.RUNNING)

    assert fields_of(person.get(OWN).text)["served"] == f"{plan.id}:1"
    send(person, OWN, text="Rapat", served="other_duty")

    assert found(app).fields.served.purpose is Purpose.OTHER_DUTY
    assert fields_of(person.get(OWN).text)["served"] == "other_duty"


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"done_on": "2026-01-13"}, "done_on", "belum tiba"),
        ({"done_on": "2026-01-02"}, "done_on", "sudah ditutup"),
        ({"done_on": "kemarin"}, "done_on", ""),
        ({"done_on": ""}, "done_on", ""),
        ({"text": "  "}, "text", "belum diisi"),
        ({"text": "x" * 501}, "text", "500"),
        ({"link": "http://drive.example/1"}, "link", "https://"),
        ({"link": "javascript:alert(1)"}, "link", "https://"),
        ({"amount": "banyak"}, "amount", "angka"),
        ({"served": "7:1"}, "served", "Pilih"),
        ({"quarter_hours": "97"}, "quarter_hours", "Pilih"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    app: Flask, person: FlaskClient, *, changed: dict[str, str], field: str, said: str
) -> None:
    typed = {"text": "Verifikasi 34 berkas KK"} | changed

    refused = send(person, OWN, **typed)

    assert refused.status_code == 422
    beside = refused.text.partition(f'id="{field}-error">')[2].partition("<")[0]
    assert beside
    assert said in beside
    assert f'href="#{field}"' in refused.text
    kept = fields_of(refused.text)
    assert kept["text"] == typed["text"].strip()
    with app.app_context():
        assert queries.activity_with(db.session(), 1) is None


def test_work_on_a_holiday_is_taken_and_marked(app: Flask, person: FlaskClient) -> None:
    with app.app_context():
        db.session.add(Holiday(day=made.TODAY, name="Libur Contoh"))
        db.session.commit()

    assert send(person, OWN, text="Piket").status_code == 302

    assert person.get(OWN).text.count("hari libur") >= 2


def test_a_queued_activity_that_comes_twice_is_one_and_a_wrong_one_says_why(
    app: Flask, person: FlaskClient
) -> None:
    fields = fields_of(person.get(f"{OWN}/new").text)
    assert fields["served"] == "later"

    answers = [person.post(f"{OWN}/queued", data=fields | {"text": "Antre"}) for _ in range(2)]
    wrong = person.post(f"{OWN}/queued", data=fields | {"done_on": "2026-01-13", "key": "x" * 36})

    assert [each.json for each in answers] == [{"state": "sent"}] * 2
    assert wrong.status_code == 422
    assert "belum diisi" in " ".join(wrong.json["errors"])
    with app.app_context():
        page = queries.activities_of(db.session(), found(app).person_id, number=1)
    assert page.total == 1


def test_a_form_that_waited_until_the_session_ended_comes_back_filled(
    app: Flask, person: FlaskClient
) -> None:
    fields = fields_of(person.get(OWN).text) | {"text": "Ditulis sebelum sesi berakhir"}
    stays = person.get_cookie("staff")
    assert stays is not None
    with app.app_context():
        account_id = db.session.scalars(select(Account.id).order_by(Account.id)).first()
        known = {"account_id": account_id, "expires_at": made.NOW + timedelta(days=9)}
        db.session.add(KnownDevice(device_hash=token_hash("known"), **known))
        db.session.commit()
    person.set_cookie("staff-device", "known")
    person.delete_cookie("staff")

    asked = person.post(OWN, data=fields)
    person.set_cookie("staff", stays.value)
    kept = person.get(unquote(asked.headers["Location"].partition("next=")[2]))

    assert "Ditulis sebelum sesi berakhir" in kept.text
    sent = person.post(OWN, data=fields_of(person.get(OWN).text) | hidden_fields(kept.text))
    assert sent.headers["Location"].endswith("?done=sent")
    assert found(app).fields.text == "Ditulis sebelum sesi berakhir"


def test_a_returned_activity_is_mended_and_accepted_with_others(
    app: Flask, scene: PlanScene, person: FlaskClient, superior: FlaskClient
) -> None:
    bring(app, scene, ActivityState.SENT)
    refused = send(superior, f"{OWN}/1/return", reason=" ")
    assert refused.status_code == 422
    assert send(superior, f"{OWN}/1/return", reason="Sebutkan jumlahnya").status_code == 302
    assert "Sebutkan jumlahnya" in person.get(OWN).text
    assert "satu aktivitas dikembalikan" in person.get("/admin/performance").text.lower()

    assert send(person, f"{OWN}/1/mend", text="34 berkas").status_code == 302
    ticked = f"1:{found(app).revision}"
    data = {"csrf_token": fields_of(superior.get(LOOKING).text)["csrf_token"], "activity": ticked}
    asked = superior.post(f"{LOOKING}/accept", data=data)
    assert "34 berkas" in asked.text
    assert found(app).state is ActivityState.SENT
    superior.post(f"{LOOKING}/accept", data=fields_of(asked.text))

    assert found(app).state is ActivityState.ACCEPTED
    assert superior.post(f"{LOOKING}/accept", data=data | {"activity": "x"}).status_code == 302


def test_a_reason_stays_on_the_page_when_the_activity_changed_meanwhile(
    app: Flask, scene: PlanScene, superior: FlaskClient
) -> None:
    activity = bring(app, scene, ActivityState.SENT)
    fields = fields_of(superior.get(f"{OWN}/1/reject").text)
    with app.app_context():
        made.decide(db.session(), scene, activity, to=ActivityState.ACCEPTED, reason=None)

    answer = superior.post(f"{OWN}/1/reject", data=fields | {"reason": "Tercatat dua kali"})

    assert answer.status_code == 409
    assert "Tercatat dua kali" in answer.text


def test_two_tabs_of_the_person_see_each_other_and_keep_what_was_typed(
    app: Flask, scene: PlanScene, person: FlaskClient
) -> None:
    bring(app, scene, ActivityState.DRAFT)
    fields = fields_of(person.get(f"{OWN}/1/mend").text)
    send(person, f"{OWN}/1/mend", text="satu", act="kept")

    late = person.post(f"{OWN}/1/mend", data=fields | {"text": "dua"})

    assert late.status_code == 409
    assert fields_of(late.text)["text"] == "dua"
    assert found(app).fields.text == "satu"


def test_a_draft_is_removed_and_an_activity_linked_afterwards(
    app: Flask, scene: PlanScene, person: FlaskClient
) -> None:
    bring(app, scene, ActivityState.DRAFT)
    assert "dihapus" in press(person, f"{OWN}/1/remove", page=OWN).text
    send(person, OWN, text="Sebelum ada SKP", served="later")
    with app.app_context():
        plan = planned.make_plan(db.session(), scene, state=PlanState.RUNNING)

    assert send(person, f"{OWN}/1/link", served=f"{plan.id}:2").status_code == 302

    assert found(app).fields.served.result_key == 2


def test_what_nobody_looked_at_in_time_is_counted_against_the_superior(
    app: Flask,
    scene: PlanScene,
    person: FlaskClient,
    superior: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bring(app, scene, ActivityState.SENT)
    assert "1 menunggu" in superior.get("/admin/performance").text
    monkeypatch.setattr("portal.time.clock.now", lambda: made.NOW.replace(day=16))

    seen, own = (signed_in_again(app, each) for each in (superior, person))

    assert "Keterlambatan ini tercatat pada Anda" in seen.get("/admin/performance").text
    assert "belum dilihat" in seen.get(LOOKING).text
    assert "bukan kesalahan Anda" in own.get(OWN).text


def test_a_look_at_somebody_elses_activities_is_on_record_once_a_day(
    app: Flask, scene: PlanScene, superior: FlaskClient, person: FlaskClient
) -> None:
    bring(app, scene, ActivityState.SENT)
    for _ in range(2):
        superior.get(LOOKING)
        superior.get(f"/admin/performance/people/{scene.person}/activities")
    person.get(f"{OWN}/1")

    with app.app_context():
        looks = [each.entry for each in entries(db.session()) if "look" in each.entry.action]
    assert [each.subject for each in looks] == [f"person:{scene.person}"]
