"""Whoever acts on what somebody else changed meanwhile is told so, and nothing is done."""

from collections.abc import Mapping
from typing import Any

import pytest
from flask import Flask

from portal.evaluation.awards import (
    agency_queries,
    colleague_queries,
    jury_routes,
    jury_service,
    nominating_service,
    nominee_queries,
    nominee_routes,
    queries,
)
from portal.evaluation.awards.explained_labels import explanation
from portal.evaluation.rules.states import SchemeState
from portal.web.extensions import db, vault
from tests.factories import awards as made
from tests.factories.awards import AwardScene
from tests.web.evaluation.awards.award_course import (
    ONE,
    At,
    SignIn,
    at,
    office,
    scene,
    step,
    stood,
    token_of,
    who,
)
from tests.web.evaluation.forms import press, send

__all__ = ["at", "scene", "who"]
STALE = "77"


def scheme_of(app: Flask) -> Any:
    with app.app_context():
        return made.found(db.session())


@pytest.mark.parametrize(
    ("state", "address"),
    [
        (SchemeState.DRAFT, "publish"),
        (SchemeState.PUBLISHED, "open"),
        (SchemeState.NOMINATING, "screen"),
        (SchemeState.SCREENING, "freeze"),
        (SchemeState.JUDGING, "again"),
        (SchemeState.ANNOUNCED, "close"),
    ],
)
def test_a_step_from_an_old_page_is_not_taken(
    app: Flask, scene: AwardScene, who: SignIn, state: SchemeState, address: str
) -> None:
    stood(app, scene, state=state)
    client = office(who)
    before = scheme_of(app)

    done = client.post(f"{ONE}/{address}", data=token_of(client, ONE) | {"revision": STALE})

    assert done.location == f"{ONE}?done=changed"
    assert scheme_of(app) == before


@pytest.mark.parametrize("act", ["list", "strike"])
def test_the_list_of_a_draft_is_not_changed_from_an_old_page(
    app: Flask, scene: AwardScene, who: SignIn, act: str
) -> None:
    stood(app, scene, state=SchemeState.DRAFT)
    client, person = office(who), scene.superior if act == "list" else scene.jurors[0]
    with app.app_context():
        before = queries.listed_jurors(db.session(), 1, on=made.PUBLISHED)
    data = token_of(client, f"{ONE}/jurors") | {"revision": STALE}

    done = client.post(f"{ONE}/jurors/{act}/{person}", data=data)

    assert done.location == f"{ONE}/jurors?done=changed"
    with app.app_context():
        assert queries.listed_jurors(db.session(), 1, on=made.PUBLISHED) == before


def test_rules_written_on_an_old_page_are_kept_on_it_only(
    app: Flask, scene: AwardScene, who: SignIn
) -> None:
    stood(app, scene, state=SchemeState.DRAFT)

    page = send(office(who), f"{ONE}/rules", name="Nama lain", revision=STALE)

    assert page.status_code == 422
    assert "diubah di tempat lain" in page.text
    assert "Nama lain" in page.text
    assert scheme_of(app).fields.name == "Pegawai Teladan"


def test_a_seed_from_an_old_page_is_not_kept(
    app: Flask, scene: AwardScene, who: SignIn, at: At
) -> None:
    stood(app, scene, state=SchemeState.SCREENING)
    with app.app_context():
        made.screened(db.session(), scene.ayu)
    at(made.SEEDED)

    page = send(office(who), f"{ONE}/seed", seed="718245", seed_on="2027-03-01", revision=STALE)

    assert page.status_code == 422
    assert scheme_of(app).waits_for_seed


def test_who_stepped_back_is_not_screened(
    app: Flask, scene: AwardScene, who: SignIn, at: At
) -> None:
    stood(app, scene, state=SchemeState.SCREENING)
    with app.app_context():
        nominating_service.step_back(db.session(), 1, person_id=scene.budi)
    at(made.FROZEN)

    assert "sidik jarinya terbit" in step(office(who), "freeze").text

    with app.app_context():
        states = {
            each.person_id: str(each.state) for each in nominee_queries.nominees_of(db.session(), 1)
        }
    assert states[scene.budi] == "withdrawn"
    assert "withdrawn" not in {states[scene.ayu], states[scene.citra]}


def test_a_juror_who_gave_all_points_does_not_step_out(
    app: Flask, scene: AwardScene, who: SignIn, at: At
) -> None:
    stood(app, scene, state=SchemeState.JUDGING)
    at(made.JUDGED)
    with app.app_context():
        made.give_all(db.session(), vault=vault())
        seat = nominee_queries.seats_of(db.session(), 1)[0]
    client = who(seat.person_id)
    data = token_of(client, f"{ONE}/jury")

    assert client.post(f"{ONE}/jury/leave", data=data).location == f"{ONE}?done=changed"

    with app.app_context():
        assert nominee_queries.seats_of(db.session(), 1)[0] == seat


def test_points_sent_in_two_windows_at_once_count_once(
    app: Flask, scene: AwardScene, who: SignIn, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    stood(app, scene, state=SchemeState.JUDGING)
    at(made.JUDGED)
    with app.app_context():
        seat = nominee_queries.seats_of(db.session(), 1)[0]
    client, page = who(seat.person_id), f"{ONE}/jury/1"
    press(client, f"{ONE}/jury/take", page=f"{ONE}/jury")
    points = {"points_1": "30", "points_2": "30", "points_3": "15"}
    assert "sealed" in send(client, page, **points).location
    # The second window had looked before the first one's points were there.
    monkeypatch.setattr(jury_routes, "given_pairs", lambda *_: frozenset())

    again = send(client, page, **(points | {"points_1": "1"}))

    assert again.location == f"{ONE}?done=changed"
    monkeypatch.undo()
    with app.app_context():
        assert nominee_queries.given_pairs(db.session(), 1) == {(seat.id, 1)}


def test_what_comes_from_outside_after_the_freezing_is_not_recorded(
    app: Flask, scene: AwardScene, who: SignIn, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    stood(app, scene, state=SchemeState.SCREENING)
    at(made.FROZEN)
    client, given = office(who), {"source": "Surat 12", "dated": "2027-02-17"}
    page = client.get(f"{ONE}/nominees/1")
    assert page.status_code == 200
    with app.app_context():
        made.screened(db.session(), scene.ayu, vault=vault())
        before = nominee_queries.records_of(db.session(), {1})
    # It was frozen between the look and the writing.
    monkeypatch.setattr(nominee_routes, "_may_record", lambda _: True)

    done = send(client, f"{ONE}/nominees/1", kind="hours", hours="44", **given)

    assert done.location == f"{ONE}?done=changed"
    with app.app_context():
        assert nominee_queries.records_of(db.session(), {1}) == before


def test_a_jury_with_nobody_to_judge_is_not_missed(app: Flask, scene: AwardScene) -> None:
    with app.app_context():
        session = db.session()
        made.make_draft(session, jurors=())
        found = made.found(session)
        assert not jury_service.cannot_be_formed(session, found, today=made.JUDGED)


def test_without_words_no_colleague_is_listed(app: Flask, scene: AwardScene) -> None:
    with app.app_context():
        session = db.session()
        found = colleague_queries.colleagues(session, scene.ayu, words="Budi", on=made.OPENED)
        assert [each.id for each in found] == [scene.budi]
        assert not colleague_queries.colleagues(session, scene.ayu, words="", on=made.OPENED)
        assert not colleague_queries.colleagues(session, scene.mayor, words="B", on=made.OPENED)


def test_a_winner_without_an_agency_has_none_that_may_be_said(
    app: Flask, scene: AwardScene
) -> None:
    stood(app, scene, state=SchemeState.DRAFT)

    with app.app_context():
        session = db.session()
        found = made.found(session)
        assert not agency_queries.may_say_agency(session, None, scheme=found, on=made.OPENED)


@pytest.mark.parametrize(
    ("rule", "found", "said"),
    [
        ("final", {"open": []}, "Tidak ada yang masih dapat berubah."),
        ("final", {"open": [2025, 2026]}, "Masih dapat berubah: 2025 dan 2026."),
        ("hours", {"hours": None, "needed": 20}, "Belum dicatat; diminta 20 JP."),
        ("in_post", {"since": None}, "Tidak ada jabatan definitif pada akhir tahun itu."),
        (
            "citizens",
            {"is_gated": True},
            "Angka Anda hanya berpengaruh bila pasti berada di bawah yang diharapkan.",
        ),
        (
            "citizens",
            {"is_gated": False},
            "Tidak ada angka yang cukup kuat; itu tidak merugikan siapa pun.",
        ),
        (
            "outstanding",
            {"count": 1, "needed": 2},
            "1 tahun dengan Sangat Baik; diminta 2.",
        ),
    ],
)
def test_what_a_rule_found_is_said_plainly(
    app: Flask, rule: str, found: Mapping[str, Any], said: str
) -> None:
    with app.test_request_context():
        assert explanation(rule, found) == said
