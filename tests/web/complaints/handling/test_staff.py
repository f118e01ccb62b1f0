"""Staff handle complaints: who sees what, what is on record, and nobody judges their own case."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.accounts.audit_log.models import AuditEntry
from portal.complaints.intake.course_models import CommentDecision
from portal.complaints.intake.models import Complaint
from portal.rating.mixing.ballot_models import Comment
from portal.web.access import Role
from portal.web.extensions import db
from tests.factories.complaints import make_promise
from tests.staff import Person, signed_in
from tests.web.complaints.pages import TEXT, act, code_of, follow, token_of, write

ANSWER = "Kami menambah satu petugas pada jam sibuk mulai pekan depan."


@pytest.fixture
def number(app: Flask, city: dict[str, int]) -> int:
    write(app.test_client())
    return 1


@pytest.fixture
def moderator(app: Flask) -> Person:
    return signed_in(app, Role.MODERATOR)


def state_of(app: Flask, number: int = 1) -> str:
    with app.app_context():
        return db.session.scalars(select(Complaint.state).where(Complaint.id == number)).one()


def acts_of(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.sequence)))


def test_the_whole_course_from_the_queue_to_the_citizen(app: Flask, city: dict[str, int]) -> None:
    citizen, staff = app.test_client(), signed_in(app, Role.MODERATOR).client
    code = code_of(write(citizen))
    assert "Pengaduan 1" in staff.get("/admin/complaints").text
    for to in ("verified", "forwarded", "in_progress"):
        assert act(staff, 1, "advance", to=to).status_code == 302
    act(
        staff,
        1,
        "answer",
        text=ANSWER,
        theme="waiting_time",
        said="Antrean terlalu lama",
        action="Menambah satu loket",
        due_on="2030-01-31",
    )

    page = follow(citizen, code).text
    assert ANSWER in page
    assert "Sudah dijawab" in page
    overview = citizen.get("/complaints/").text
    assert "Antrean terlalu lama" in overview
    assert "Dijanjikan paling lambat 31 Januari 2030" in overview
    follow(citizen, code, act="helped", helped="4")
    follow(citizen, code, act="reopen", text="Masih lama")
    assert state_of(app) == "reopened"


def test_every_look_at_the_words_is_on_record(app: Flask, number: int, moderator: Person) -> None:
    moderator.client.get("/admin/complaints")
    assert acts_of(app) == []
    moderator.client.get("/admin/complaints/1")
    assert acts_of(app) == ["complaint.read"]
    token = token_of(moderator.client.get("/admin/complaints/1").text)
    refused = moderator.client.post("/admin/complaints/1/advance", data={"csrf_token": token})

    assert refused.status_code == 409
    assert TEXT in refused.text
    assert acts_of(app) == ["complaint.read"] * 3


def test_a_decision_and_its_record_stand_or_fall_together(
    app: Flask, number: int, moderator: Person
) -> None:
    act(moderator.client, 1, "advance", to="verified")
    act(moderator.client, 1, "advance", to="closed")

    assert [name for name in acts_of(app) if name != "complaint.read"] == ["complaint.moved"]


def test_the_officer_at_the_desk_never_sees_the_item(
    app: Flask, number: int, city: dict[str, int]
) -> None:
    posted = signed_in(
        app, Role.MODERATOR, Role.OFFICER, agency_id=city["first"], officer_id=city["officer"]
    ).client

    assert "Pengaduan 1" not in posted.get("/admin/complaints").text
    assert posted.get("/admin/complaints/1").status_code == 404
    assert posted.post("/admin/complaints/1/claim").status_code in {400, 404}


@pytest.mark.parametrize(
    ("grant", "status"),
    [
        (([Role.MODERATOR], None), 200),
        (([Role.ADMINISTRATOR], None), 200),
        (([Role.AGENCY_HEAD], "first"), 200),
        (([Role.AGENCY_HEAD], "second"), 404),
        (([Role.AGENCY_HEAD, Role.SUPERVISOR], "first"), 404),
        (([Role.SUPERVISOR], "first"), 403),
        (([Role.OFFICER], "first"), 403),
        (([Role.AUDITOR], None), 403),
    ],
)
def test_each_role_opens_only_its_own_items(
    app: Flask,
    number: int,
    city: dict[str, int],
    grant: tuple[list[Role], str | None],
    status: int,
) -> None:
    roles, agency = grant
    person = signed_in(app, *roles, agency_id=city[agency] if agency else None)

    assert person.client.get("/admin/complaints/1").status_code == status


@pytest.mark.parametrize("concern", ["head", "levy"])
def test_what_is_about_the_head_never_reaches_the_agency(
    app: Flask, city: dict[str, int], concern: str
) -> None:
    write(app.test_client(), concern=concern)
    head = signed_in(app, Role.AGENCY_HEAD, agency_id=city["first"]).client
    moderator = signed_in(app, Role.MODERATOR).client

    assert head.get("/admin/complaints/1").status_code == 404
    assert act(moderator, 1, "queue", queue="agency").status_code == 409
    assert head.get("/admin/complaints/1").status_code == 404


def test_two_people_cannot_decide_the_same_item_unnoticed(
    app: Flask, number: int, moderator: Person
) -> None:
    another = signed_in(app, Role.MODERATOR).client
    stale = another.get("/admin/complaints/1").text
    act(moderator.client, 1, "advance", to="verified")
    answer = another.post(
        "/admin/complaints/1/advance",
        data={"csrf_token": token_of(stale), "version": "2", "to": "archived", "reason": "spam"},
    )

    assert answer.status_code == 409
    assert "Orang lain baru saja mengubah" in answer.text
    assert state_of(app) == "verified"


def test_a_removal_is_explained_appealed_and_decided_by_another(
    app: Flask, city: dict[str, int], moderator: Person
) -> None:
    citizen = app.test_client()
    code = code_of(write(citizen))
    act(moderator.client, 1, "decide", decision="hidden", reason="insult")
    assert "memuat penghinaan" in follow(citizen, code).text
    follow(citizen, code, act="appeal", text="Itu bukan penghinaan")
    token = token_of(moderator.client.get("/admin/complaints/1").text)
    own = moderator.client.post(
        "/admin/complaints/1/appeal", data={"csrf_token": token, "is_granted": "0"}
    )
    another = signed_in(app, Role.MODERATOR).client
    granted = act(another, 1, "appeal", is_granted="1", decision="published", public_text=TEXT)

    assert own.status_code == 403
    assert granted.status_code == 302
    assert TEXT in citizen.get("/complaints/").text
    assert "Keberatan diterima" in follow(citizen, code).text


def test_personal_data_is_marked_and_closed_in_the_preview(
    app: Flask, city: dict[str, int], moderator: Person
) -> None:
    write(app.test_client(), text="Dilayani Pak Budi, NIK saya 3201011503900001 dicatat di kertas.")
    page = moderator.client.get("/admin/complaints/1").text

    assert "<mark" in page
    assert "Dilayani Pak [...], NIK saya [...] dicatat" in page


def test_the_same_complaint_ten_times_is_answered_once(
    app: Flask, city: dict[str, int], moderator: Person
) -> None:
    codes = [code_of(write(app.test_client())) for _ in range(3)]
    for number in (1, 2, 3):
        act(moderator.client, number, "advance", to="verified")
        act(moderator.client, number, "advance", to="forwarded")
    act(moderator.client, 1, "group", other="2")
    act(moderator.client, 1, "answer", text=ANSWER)

    assert ANSWER in follow(app.test_client(), codes[1]).text
    assert ANSWER not in follow(app.test_client(), codes[2]).text


def test_several_items_move_after_being_asked_and_stale_ones_are_named(
    app: Flask, city: dict[str, int], moderator: Person
) -> None:
    for _ in range(3):
        write(app.test_client())
    client = moderator.client
    token = token_of(client.get("/admin/complaints").text)
    asked = client.post(
        "/admin/complaints/bulk", data={"csrf_token": token, "item": ["1.2", "2.2"]}
    )
    assert state_of(app, 1) == "new"
    act(client, 2, "advance", to="postponed", reason="incomplete")
    done = client.post(
        "/admin/complaints/bulk/do",
        data={"csrf_token": token, "item": ["1.2", "2.2"], "to": "verified"},
    )

    assert "Pindahkan 2 butir?" in asked.text
    assert "1 butir dipindahkan" in done.text
    assert "/admin/complaints/2" in done.text
    assert [state_of(app, n) for n in (1, 2, 3)] == ["verified", "postponed", "new"]


def test_comments_wait_in_a_lane_of_their_own_and_are_decided_once(
    app: Flask, city: dict[str, int], moderator: Person
) -> None:
    token = b"t" * 16
    with app.app_context():
        comment = Comment(
            token=token,
            period="2026-10",
            agency_id=city["first"],
            desk_id=city["desk"],
            text="Hubungi 0812-3456-7890",
        )
        db.session.add(comment)
        db.session.commit()
    page = moderator.client.get("/admin/complaints/comments").text
    form = {"csrf_token": token_of(page), "decision": "hidden", "reason": "personal_data"}
    address = f"/admin/complaints/comments/{token.hex()}"
    text = {"public_text": "Nomor ditutup oleh petugas"}
    incomplete = moderator.client.post(address, data=form | text | {"reason": ""})
    unknown = moderator.client.post(address, data=form | {"decision": "burned"})
    first = moderator.client.post(address, data=form)
    again = moderator.client.post(address, data=form | text)

    assert "Hubungi [...]" in page
    assert "comments.read" in acts_of(app)
    assert "Menyembunyikan perlu alasan" in incomplete.text
    assert "Nomor ditutup oleh petugas</textarea>" in incomplete.text
    assert "Keputusan belum tersimpan" in unknown.text
    assert first.headers["Location"].endswith("/comments")
    assert "Orang lain sudah memutuskan" in again.text
    assert "Nomor ditutup oleh petugas" in again.text
    with app.app_context():
        assert db.session.scalars(select(CommentDecision.decision)).all() == ["hidden"]


@pytest.mark.parametrize("token", ["zz", "00", "", "%00", "t" * 32])
def test_a_comment_that_is_none_is_not_found(moderator: Person, city: object, token: str) -> None:
    assert moderator.client.get("/admin/complaints").status_code == 200
    assert moderator.client.post(f"/admin/complaints/comments/{token}").status_code in {
        400,
        404,
        405,
        308,
    }


@pytest.mark.parametrize(
    "query",
    [
        "?after=nonsense",
        "?after=2026-13-01.1",
        "?state=burning&queue=x&kind=%27%20OR%201=1",
        "?agency=../../etc",
        "?overdue=y&appealed=y",
        "?after=2026-11-20.99999999999999999999999",
    ],
)
def test_a_hostile_filter_is_only_a_filter(number: int, moderator: Person, query: str) -> None:
    assert moderator.client.get(f"/admin/complaints{query}").status_code == 200


def test_an_empty_queue_says_what_to_do_next(city: object, moderator: Person) -> None:
    assert "Tidak ada pengaduan yang menunggu" in moderator.client.get("/admin/complaints").text
    filtered = moderator.client.get("/admin/complaints?state=closed").text
    assert "Tidak ada butir yang cocok" in filtered
    assert (
        "Semua komentar sudah diputuskan" in moderator.client.get("/admin/complaints/comments").text
    )


def test_an_auditor_reads_the_list_and_no_words(app: Flask, number: int) -> None:
    auditor = signed_in(app, Role.AUDITOR).client
    page = auditor.get("/admin/complaints").text

    assert "Pengaduan 1" in page
    assert 'href="/admin/complaints/1"' not in page
    assert auditor.get("/admin/complaints/comments").status_code == 403


def test_what_is_past_its_promise_waits_on_the_first_page(
    app: Flask, number: int, moderator: Person
) -> None:
    assert "lewat janji" not in moderator.client.get("/admin/").text
    with app.app_context():
        db.session.execute(update(Complaint).values(promised_on=date(2020, 1, 1)))
        db.session.commit()

    assert "1 pengaduan lewat janji" in moderator.client.get("/admin/").text
    assert "lewat janji" not in signed_in(app, Role.AUDITOR).client.get("/admin/").text


def test_late_promises_and_comments_wait_on_the_first_page_of_who_keeps_them(
    app: Flask, city: dict[str, int], moderator: Person
) -> None:
    head = signed_in(app, Role.AGENCY_HEAD, agency_id=city["first"]).client
    other = signed_in(app, Role.AGENCY_HEAD, agency_id=city["second"]).client
    assert "komentar penilaian" not in moderator.client.get("/admin/").text
    with app.app_context():
        make_promise(
            db.session(), city["first"], promised_on=date(2019, 12, 1), due_on=date(2020, 1, 1)
        )
        for number in range(25):
            place = {"agency_id": city["first"], "desk_id": city["desk"]}
            token = number.to_bytes(16, "big")
            db.session.add(Comment(token=token, period="2020-01", text="Panas", **place))
            if number == 0:
                db.session.commit()
                assert "1 komentar penilaian menunggu" in moderator.client.get("/admin/").text
        db.session.commit()

    page = moderator.client.get("/admin/").text
    assert '<a href="/admin/complaints/actions?state=late">1 janji lewat tenggat</a>' in page
    assert "25 komentar penilaian atau lebih menunggu" in page
    assert "1 janji lewat tenggat" in head.get("/admin/").text
    assert "komentar penilaian" not in head.get("/admin/").text.casefold().split("<main")[1]
    assert "lewat tenggat" not in other.get("/admin/").text
