"""Staff do something with a promised action on its own page; the public reads what and why."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.web.access import Role
from portal.web.extensions import db
from tests.factories.complaints import make_promise
from tests.staff import Person, signed_in
from tests.web.complaints.pages import act, token_of, write

EVIDENCE = "Papan biaya terpasang di depan loket satu"


@pytest.fixture
def moderator(app: Flask) -> Person:
    return signed_in(app, Role.MODERATOR)


def promise(app: Flask, agency_id: int, **fields: Any) -> None:
    with app.app_context():
        make_promise(db.session(), agency_id, **fields)


def change(client: FlaskClient, number: int = 1, **fields: str) -> TestResponse:
    token = token_of(client.get("/complaints/follow").text)
    form = {"csrf_token": token, "reason": EVIDENCE, "seen": "0"} | fields
    return client.post(f"/admin/complaints/actions/{number}", data=form)


def test_an_action_is_done_moved_and_opened_again_on_its_own_page(
    app: Flask, city: dict[str, int], moderator: Person
) -> None:
    promise(app, city["first"])
    client, visitor = moderator.client, app.test_client()
    assert "/admin/complaints/actions/1" in client.get("/admin/complaints/actions").text
    assert "Nyatakan sudah dilakukan" in client.get("/admin/complaints/actions/1").text

    moved = change(client, how="moved", due_on="2032-01-15", reason="Papan belum dikirim pabrik")
    assert moved.headers["Location"] == "/admin/complaints/actions/1"
    assert change(client, how="done", seen="1").status_code == 302

    page = client.get("/admin/complaints/actions/1").text
    assert "dari 1 Desember 2031 ke 15 Januari 2032" in page
    assert EVIDENCE in page
    assert "Buka lagi" in page
    public = visitor.get("/complaints/").text
    assert "Sudah dilakukan (1)" in public
    assert "(semula 1 Desember 2031)" in public
    assert EVIDENCE in public
    assert change(client, how="resumed", seen="2").status_code == 302
    assert "Dijanjikan (1)" in visitor.get("/complaints/").text


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"how": "done", "reason": "Sudah"}, 400, "10 sampai 300 huruf"),
        ({"how": "burned"}, 400, "10 sampai 300 huruf"),
        ({"how": "moved"}, 409, "Pilih tanggal lain"),
        ({"how": "resumed"}, 409, "Langkah itu tidak mungkin"),
        ({"how": "done", "seen": "4"}, 409, "Orang lain baru saja mengubah"),
    ],
)
def test_a_refusal_says_why_and_keeps_what_was_written(
    app: Flask, city: dict[str, int], fields: dict[str, str], status: int, words: str
) -> None:
    promise(app, city["first"])

    answer = change(signed_in(app, Role.MODERATOR).client, **fields)

    assert answer.status_code == status
    assert words in answer.text
    assert "Dijanjikan (1)" in app.test_client().get("/complaints/").text
    if fields["how"] in {"done", "moved"}:
        assert f">{fields.get('reason', EVIDENCE)}</textarea>" in answer.text


def test_another_agencys_head_finds_no_such_action(app: Flask, city: dict[str, int]) -> None:
    promise(app, city["first"])
    stranger = signed_in(app, Role.AGENCY_HEAD, agency_id=city["second"]).client

    assert change(stranger, how="done").status_code == 404
    assert stranger.get("/admin/complaints/actions/1").status_code == 404
    assert change(stranger, 2, how="done").status_code == 404


def test_the_list_keeps_its_filter_from_page_to_page(
    app: Flask, city: dict[str, int], moderator: Person
) -> None:
    for number in range(21):
        promise(app, city["first"], said=f"Kata warga nomor {number:02}")
    promise(app, city["second"], said="Kata lain sama sekali")
    address = "/admin/complaints/actions?state=promised&agency=dukcapil"

    first = moderator.client.get(address).text

    assert first.count("Kata warga nomor") == 20
    assert "Kata lain" not in first
    following = "/admin/complaints/actions?state=promised&amp;agency=dukcapil&amp;page=2"
    assert following in first
    assert "nomor 20" in moderator.client.get(following.replace("&amp;", "&")).text
    assert (
        "Tidak ada tindak lanjut yang cocok" in moderator.client.get(f"{address}&theme=access").text
    )


def test_some_promises_are_shown_and_all_on_request(app: Flask, city: dict[str, int]) -> None:
    for number in range(1, 12):
        promise(app, city["first"], said=f"Kata warga nomor {number:02}")
    newest = app.test_client().get("/complaints/").text
    everything = app.test_client().get("/complaints/?promises=all").text

    assert [newest.count("Kata warga nomor"), everything.count("Kata warga nomor")] == [3, 11]
    assert 'href="?promises=all#tindak-lanjut"' in newest
    assert 'href="?promises=all#tindak-lanjut"' not in everything


def test_praise_is_answered_without_a_promise(
    app: Flask, city: dict[str, int], moderator: Person
) -> None:
    write(app.test_client(), kind="praise")
    for to in ("verified", "forwarded"):
        act(moderator.client, 1, "advance", to=to)
    page = moderator.client.get("/admin/complaints/1").text
    promised = {"theme": "cost", "said": "Petugas ramah", "action": "Tetap ramah selalu"}

    refused = act(moderator.client, 1, "answer", text=EVIDENCE, due_on="2031-12-01", **promised)

    assert 'name="said"' not in page
    assert refused.status_code == 409
    assert "Pujian dijawab tanpa tindak lanjut." in refused.text
    assert act(moderator.client, 1, "answer", text=EVIDENCE).status_code == 302
