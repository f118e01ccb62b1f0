"""An award from its rules to its certificate, through pages only.

Rules of December 2025 for 2026; nominations in February, the jury in March, the winner in April
2027.
"""

import re
from datetime import date

import pypdfium2
from flask import Flask
from flask.testing import FlaskClient

from portal.evaluation.awards import nominee_queries
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
    listed_through_pages,
    made_eligible,
    mayor_reads,
    office,
    scene,
    step,
    token_of,
    who,
)
from tests.web.evaluation.forms import press, send

__all__ = ["at", "scene", "who"]


def test_an_award_through_pages_only(app: Flask, scene: AwardScene, who: SignIn, at: At) -> None:
    client = office(who)
    assert send(client, f"{HOME}/new", **RULES).location.endswith("/1?done=kept")
    faulty = step(client, "publish")
    assert faulty.status_code == 422
    assert "sembilan orang" in faulty.text
    listed_through_pages(client, scene)
    assert "tidak dapat diubah siapa pun" in step(client, "publish").text
    assert client.get(f"{ONE}/rules").status_code == 404
    public = app.test_client().get("/awards/1").text
    assert "Juri bapenda satu, Dinas bapenda" in public

    at(made.OPENED)
    client = office(who)
    assert "Pengusulan dibuka" in step(client, "open").text
    ayu, superior = who(scene.ayu), who(scene.superior)
    assert "Pengusulan dibuka: Pegawai Teladan" in ayu.get("/admin/performance").text
    for by, person in ((superior, scene.ayu), (ayu, scene.budi), (who(scene.citra), scene.citra)):
        assert str(person) in by.get(f"{ONE}/nominate?words=Budi").text
        assert "done=nominated" in send(by, f"{ONE}/nominate/{person}", **WHY).location
    twice = send(ayu, f"{ONE}/nominate/{scene.budi}", **WHY)
    assert (twice.status_code, "sudah mengusulkan" in twice.text) == (422, True)
    mine = who(scene.budi).get(f"{ONE}/mine").text
    assert "oleh rekan kerja" in mine
    assert "Selalu tepat waktu" in mine
    assert "Ayu Contoh" not in mine

    at(made.CLOSED)
    client = office(who)
    step(client, "screen")
    for nominee, hours in ((1, "20"), (2, "24"), (3, "14")):
        made_eligible(client, nominee, hours=hours)
    at(made.FROZEN)
    client = office(who)
    assert "sidik jarinya terbit" in step(client, "freeze").text
    dropped = who(scene.citra).get(f"{ONE}/mine").text
    assert "14 JP tercatat; diminta 20 JP" in dropped
    assert "Nomor saya dalam undian" not in dropped
    assert "Nomor saya dalam undian" in who(scene.ayu).get(f"{ONE}/mine").text
    early = send(client, f"{ONE}/seed", seed="718245", seed_on="2027-02-20")
    assert "Belum waktunya" in early.text

    at(made.SEEDED)
    client = office(who)
    words = send(client, f"{ONE}/seed", seed="7.182", seed_on="2027-03-01")
    assert "Hanya angka" in words.text
    assert "seeded" in send(client, f"{ONE}/seed", seed="718245", seed_on="2027-03-01").location
    assert "Juri diundi" in step(client, "judge").text
    judged_through_pages(app, who)

    mayor = who(scene.mayor, role=Role.MAYOR)
    page = mayor.get(f"{ONE}/decision").text
    assert "Citra Contoh" not in page
    unsaid = send(mayor, f"{ONE}/decision")
    assert unsaid.status_code == 422
    assert "Sesudah keputusan" not in who(scene.budi).get(f"{ONE}/mine").text
    decided_through_pages(mayor, page, scene)
    reads_how_it_was_decided(who(scene.budi))

    at(date(2027, 3, 2))
    winner = who(scene.ayu)
    assert "boleh diumumkan?" in winner.get("/admin/performance").text
    waiting = press(office(who), f"{ONE}/announce", page=ONE)
    assert "belum menjawab" in waiting.text
    assert "consent" in winner.post(f"{WON}/consent", data=_token(winner) | {"name": "y"}).location
    assert "diumumkan" in press(office(who), f"{ONE}/announce", page=ONE).text
    assert "Fotonya tidak" in mayor_reads(who, scene)
    assert "Ayu Contoh" in app.test_client().get("/awards/1").text
    certified_through_pages(app, winner)
    winner.post(f"{WON}/consent", data=_token(winner))
    assert "Ayu Contoh" not in app.test_client().get("/awards/1").text
    assert "ditutup" in step(office(who), "close").text


def _token(client: FlaskClient) -> dict[str, str]:
    page = client.get(WON).text
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    return {"csrf_token": found[1] if found else ""}


def judged_through_pages(app: Flask, who: SignIn) -> None:
    """Let one juror step out, the others judge everybody."""
    first = True
    while waiting := _undeclared(app):
        client = who(waiting[0])
        assert "Anda juri" in client.get("/admin/performance").text
        assert client.get(f"{ONE}/jury/1").status_code == 404
        if first:
            first = False
            assert "pengganti diundi" in press(client, f"{ONE}/jury/leave", page=f"{ONE}/jury").text
            assert client.get(f"{ONE}/jury").status_code == 404
            continue
        press(client, f"{ONE}/jury/take", page=f"{ONE}/jury")
        for nominee in (1, 2):
            page = f"{ONE}/jury/{nominee}"
            assert "Selalu tepat waktu" in client.get(page).text
            over = send(client, page, points_1="41", points_2="30", points_3="x")
            assert over.status_code == 422
            done = send(client, page, points_1="30", points_2="30", points_3="15")
            assert "sealed" in done.location
            assert client.post(page, data=token_of(client, f"{ONE}/jury")).status_code == 404
            assert "Tidak dapat diubah" in client.get(page).text
        assert client.get(f"{ONE}/jury/3").status_code == 404


def _undeclared(app: Flask) -> list[int]:
    with app.app_context():
        seats = nominee_queries.seats_of(db.session(), 1)
        return [each.person_id for each in seats if each.state == "drawn"]


def decided_through_pages(mayor: FlaskClient, page: str, scene: AwardScene) -> None:
    """Give the award to Ayu, with a reason where she is not the proposed one."""
    needs_reason = send(mayor, f"{ONE}/decision", winner_1="nobody")
    assert "Tulis alasannya" in needs_reason.text
    chosen = {"winner_1": str(scene.ayu), "reason_1": "Lama ditunggu warga."}
    assert "decided" in send(mayor, f"{ONE}/decision", **chosen).location
    assert mayor.get(f"{ONE}/decision").status_code == 404


def reads_how_it_was_decided(nominee: FlaskClient) -> None:
    """Whoever was not chosen reads how, where to check it and where to turn, and no points."""
    page = nominee.get(f"{ONE}/mine").text
    assert all(each in page for each in ("Sesudah keputusan", 'href="/awards/1"', "inspektorat"))
    assert "Ayu Contoh" not in page


def words_of(pdf: bytes) -> str:
    return str(pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded())


def certified_through_pages(app: Flask, winner: FlaskClient) -> None:
    pdf = press(winner, f"{WON}/certificate", page=WON)
    assert pdf.mimetype == "application/pdf"
    assert pdf.data.startswith(b"%PDF")
    assert words_of(press(winner, f"{WON}/certificate", page=WON).data) == words_of(pdf.data)
    code = code_of(app)
    checked = app.test_client().get(f"/awards/check/{code}")
    assert checked.status_code == 200
    assert checked.headers["Cache-Control"] == "no-store"
    for told in ("Ayu Contoh", "Pegawai Teladan", "2026", "noindex"):
        assert told in checked.text
    for untold in ("Dinas", "Instansi kecamatan", "2026/001/01", "Baik", "kecamatan"):
        assert untold not in checked.text
    press(winner, f"{WON}/certificate/end", page=WON)
    assert app.test_client().get(f"/awards/check/{code}").status_code == 404
