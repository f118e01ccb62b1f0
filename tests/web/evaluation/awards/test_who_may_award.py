"""Who finds which page of an award, what the public never reads, and what forms refuse."""

import re
from datetime import date

import pytest
from flask import Flask

from portal.evaluation.awards import nominee_queries
from portal.evaluation.rules.states import SchemeState
from portal.web.access import Role
from portal.web.extensions import db
from tests.factories import awards as made
from tests.factories.awards import AwardScene
from tests.web.evaluation.awards.award_course import (
    HOME,
    ONE,
    RULES,
    WHY,
    WON,
    At,
    SignIn,
    at,
    code_of,
    mayor_reads,
    office,
    scene,
    stood,
    token_of,
    who,
)
from tests.web.evaluation.forms import press, send

__all__ = ["at", "scene", "who"]


def test_codes_are_tried_thirty_times_an_hour_and_a_right_one_never_waits(
    app: Flask, scene: AwardScene, who: SignIn, at: At
) -> None:
    stood(app, scene, state=SchemeState.ANNOUNCED)
    at(made.ANNOUNCED)
    press(who(scene.ayu), f"{WON}/certificate", page=WON)
    public = app.test_client()
    assert public.get("/awards/check").status_code == 200
    moved = public.get("/awards/check?code=2026/001/01")
    assert moved.status_code == 302
    tried = [public.get(f"/awards/check/{n:016d}").status_code for n in range(32)]

    assert tried[:30] == [404] * 30
    assert tried[-1] == 429
    assert public.get(f"/awards/check/{code_of(app)}").status_code == 200
    assert public.get("/awards/check/%00%ff<script>" + "9" * 500).status_code in {404, 429}


def test_the_public_reads_no_nominee_no_points_and_no_draft(
    app: Flask, scene: AwardScene, who: SignIn, at: At
) -> None:
    stood(app, scene, state=SchemeState.DECIDED)
    at(made.ANNOUNCED)
    public = app.test_client()
    told = public.get("/awards/1").text + public.get("/awards").text
    for name in ("Ayu", "Budi", "Citra"):
        assert name not in told
    press(office(who), f"{ONE}/announce", page=ONE)
    told = public.get("/awards/1").text
    assert "satu pegawai" in told
    assert "kecamatan" not in told
    later = {"year": "2028", "nominating_from": "2029-02-01", "nominating_until": "2029-02-15"}
    send(office(who), f"{HOME}/new", **RULES | later | {"seed_due": "2029-03-01"})
    assert public.get("/awards/2").status_code == 404
    assert who(scene.ayu).get(f"{HOME}/2").status_code == 404
    assert "rancangan" not in who(scene.ayu).get(HOME).text
    assert who(role=Role.AUDITOR).get(f"{HOME}/2").status_code == 200


def test_a_changed_result_is_looked_at_again_by_the_mayor_only(
    app: Flask, scene: AwardScene, who: SignIn, at: At
) -> None:
    stood(app, scene, state=SchemeState.ANNOUNCED)
    at(made.ANNOUNCED)
    mayor = who(scene.mayor, role=Role.MAYOR)
    assert mayor.get(f"{ONE}/awards/1").status_code == 404
    with app.app_context():
        lost = made.AwardScene(1, *scene.nominees, scene.superior, scene.mayor, scene.jurors)
        assert lost.ayu == scene.ayu
        _drop_below(scene.ayu)
    page = mayor_reads(who, scene)
    assert "syaratnya tidak terpenuhi" in page
    assert f"{ONE}/awards/1" not in office(who).get(f"{ONE}/awards").text
    empty = send(mayor, f"{ONE}/awards/1")
    assert empty.status_code == 422
    before = app.test_client().get("/awards/1").text
    done = send(mayor, f"{ONE}/awards/1", outcome="take_back", reason="Keberatan ditolak.")
    assert "reviewed" in done.location
    assert who(scene.ayu).get(WON).status_code == 404
    # Nobody was named, and whoever watches the page learns nothing.
    assert app.test_client().get("/awards/1").text == before


def _drop_below(person: int) -> None:
    """Let a person lose the post of the year, as a correction of the register would."""
    from portal.organisation.people.models import PersonPost

    session = db.session()
    for post in session.query(PersonPost).filter_by(person_id=person):
        post.starts_on = date(2026, 6, 1)
    session.commit()


def test_who_finds_which_page(app: Flask, scene: AwardScene, who: SignIn, at: At) -> None:
    stood(app, scene, state=SchemeState.JUDGING)
    at(made.JUDGED)
    with app.app_context():
        juror = nominee_queries.seats_of(db.session(), 1)[0].person_id
        nominee = nominee_queries.nominees_of(db.session(), 1)[0].id
    viewers = {
        "nominee": who(scene.ayu),
        "stranger": who(scene.superior),
        "juror": who(juror),
        "office": office(who),
        "auditor": who(role=Role.AUDITOR),
        "mayor": who(scene.mayor, role=Role.MAYOR),
        "nobody": app.test_client(),
    }
    pages = {
        "": {"nominee", "stranger", "juror", "office", "auditor", "mayor"},
        "/mine": {"nominee"},
        "/jury": {"juror"},
        f"/jury/{nominee}": set(),
        "/nominees": {"office", "auditor"},
        f"/nominees/{nominee}": {"office", "auditor"},
        "/nominees/99": set(),
        "/decision": {"mayor"},
        "/awards": {"office", "auditor", "mayor"},
        "/awards/1": set(),
        "/nominate": set(),
        "/rules": set(),
        "/jurors": set(),
        "/seed": set(),
    }
    for page, readers in pages.items():
        found = {
            name
            for name, client in viewers.items()
            if client.get(f"{ONE}{page}").status_code == 200
        }
        assert found == readers, page
    assert viewers["office"].get(f"{HOME}/99").status_code == 404
    assert "Predikat" in viewers["office"].get(f"{ONE}/nominees/{nominee}").text
    assert "Begini" not in viewers["office"].get(f"{ONE}/nominees/{nominee}").text
    unopened = viewers["mayor"].get(f"{ONE}/decision").text
    assert "Belum semua nilai juri masuk" in unopened


def test_who_may_be_nominated_and_by_whom(
    app: Flask, scene: AwardScene, who: SignIn, at: At
) -> None:
    stood(app, scene, state=SchemeState.NOMINATING)
    at(made.OPENED)
    ayu = who(scene.ayu)
    for person in (scene.jurors[0], scene.mayor, 999):
        assert ayu.get(f"{ONE}/nominate/{person}").status_code == 404
    assert who().get(f"{ONE}/nominate").status_code == 404
    assert send(ayu, f"{ONE}/nominate/{scene.citra}").status_code == 422
    back = press(ayu, f"{ONE}/mine/step-back", page=f"{ONE}/mine")
    assert "Anda mundur" in back.text
    again = send(ayu, f"{ONE}/nominate/{scene.ayu}", **WHY)
    assert "tidak dapat diusulkan lagi" in again.text
    assert ayu.post(f"{ONE}/mine/step-back", data=token_of(ayu, f"{ONE}/nominate/2")).location


def test_rules_say_what_does_not_fit(app: Flask, scene: AwardScene, who: SignIn) -> None:
    client = office(who)
    wrong = RULES | {
        "nominating_from": "2026-12-01",
        "nominating_until": "2026-11-01",
        "seed_due": "2026-01-01",
        "outstanding": "3",
        "criterion_4": "Inovasi",
        "places": "abc",
    }
    page = send(client, f"{HOME}/new", **wrong)
    assert page.status_code == 422
    page = send(client, f"{HOME}/new", **wrong | {"places": "1"})
    for said in (
        "sesudah tahun",
        "Berakhir sebelum",
        "Harus sesudah",
        "lebih banyak",
        "nilai paling",
    ):
        assert said in page.text
    send(client, f"{HOME}/new", **RULES)
    stale = client.get(f"{ONE}/rules")
    assert send(client, f"{ONE}/rules", name="Nama lain").status_code == 302
    data = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', stale.text)
    old = client.post(f"{ONE}/rules", data=RULES | {"csrf_token": data[0], "revision": "1"})
    assert old.status_code == 422


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"kind": "integrity"},
        {"kind": "hours"},
        {"kind": "hours", "hours": "-3"},
        {"kind": "predicate", "predicate": "good"},
        {"kind": "predicate", "year": "2025"},
        {"kind": "hours", "hours": "20", "dated": "31/02/2027"},
        {"kind": "hours", "hours": "20", "source": ""},
    ],
)
def test_a_record_says_what_is_missing(
    app: Flask, scene: AwardScene, who: SignIn, at: At, given: dict[str, str]
) -> None:
    stood(app, scene, state=SchemeState.SCREENING)
    at(made.CLOSED)
    whole = {"source": "Surat", "dated": "2027-02-16"} | given
    assert send(office(who), f"{ONE}/nominees/1", **whole).status_code == 422
    auditor = who(role=Role.AUDITOR)
    data = token_of(auditor, f"{ONE}/nominees/1")
    assert auditor.post(f"{ONE}/nominees/1", data=data).status_code == 404
