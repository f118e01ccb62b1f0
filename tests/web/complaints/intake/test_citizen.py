"""A citizen writes and follows without being known, and nothing they wrote gets lost."""

import logging
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text

from portal.cli.complaints import open_in_no_order
from portal.complaints.intake import routes, write_routes
from portal.complaints.intake.models import Complaint
from portal.complaints.intake.visible_scope import waiting
from portal.time import clock
from portal.web.extensions import current_settings, db
from tests.factories.waiting import let_night_pass
from tests.web.complaints.pages import TEXT, code_of, follow, send, token_of, write

pytestmark = pytest.mark.usefixtures("city")


def count(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Complaint)) or 0


def test_a_complaint_is_written_followed_and_replied_to(client: FlaskClient) -> None:
    answer = write(client)
    code = code_of(answer)
    page = follow(client, code.lower().replace("-", " "))
    replied = follow(client, code, act="reply", text="Terima kasih")

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Diterima, belum diperiksa" in page.text
    assert "Dinas dukcapil" in page.text
    assert "Terima kasih" in replied.text


def test_until_the_night_a_code_says_that_nobody_read_it(app: Flask, client: FlaskClient) -> None:
    code = code_of(send(client))
    page = follow(client, code)
    replied = follow(client, code, act="reply", text="Satu hal lagi")
    stale = follow(client, code, csrf_token="stale")
    let_night_pass(app)

    assert page.status_code == 200
    assert "belum dibuka" in page.text
    assert TEXT not in page.text
    assert replied.status_code == 409
    assert "readonly>Satu hal lagi</textarea>" in replied.text
    assert stale.status_code == 400
    assert "Diterima, belum diperiksa" in follow(client, code).text


@pytest.mark.parametrize(("demo", "opened"), [("1", 1), ("0", 0)])
def test_only_a_demonstration_opens_it_before_the_night(
    make_app: Callable[..., Flask], demo: str, opened: int
) -> None:
    app = make_app(DEMO=demo)
    page = send(app.test_client())
    with app.app_context():
        open_in_no_order(db.session(), current_settings(), now=clock.now())
        db.session.remove()

    assert ("kota contoh" in page.text) is bool(opened)
    assert count(app) == opened


def test_what_the_disk_does_not_take_stands_in_the_form_again(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        folder = waiting().folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("no folder")
    refused = send(client)
    folder.unlink()

    assert refused.status_code == 503
    assert refused.headers["Retry-After"]
    assert f">{TEXT}</textarea>" in refused.text
    assert write(client).status_code == 200
    assert count(app) == 1


def test_the_code_is_nowhere_but_on_the_page(
    app: Flask, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = write(client)
        code = code_of(answer)
        follow(client, code)

    plain = code.replace("-", "")
    with app.app_context():
        rows = db.session.execute(text("SELECT * FROM complaint")).all()
    assert plain not in str(rows)
    assert code not in caplog.text
    assert plain not in caplog.text
    assert TEXT[:20] not in caplog.text
    assert code not in str(answer.headers)


def test_a_desk_in_the_address_is_filled_in(client: FlaskClient) -> None:
    page = client.get("/complaints/new?desk=dukcapil-1").text

    assert '<option value="desk:dukcapil-1" selected>' in page
    assert " selected" not in client.get("/complaints/new?desk=nowhere").text.replace(
        '<option value="" selected>', ""
    )


@pytest.mark.parametrize(
    ("fields", "anchor"),
    [
        ({"text": "pendek"}, "#text"),
        ({"text": "a" * 5001}, "#text"),
        ({"kind": "revenge"}, "#kind"),
        ({"place": "desk:nowhere"}, "#place"),
        ({"happened": ""}, "#happened"),
        ({"csrf_token": ""}, "#csrf_token"),
        ({"form_key": "x"}, "#form_key"),
    ],
)
def test_what_is_refused_keeps_what_was_written(
    app: Flask, client: FlaskClient, fields: dict[str, str], anchor: str
) -> None:
    answer = write(client, **fields)

    assert answer.status_code == 400
    assert f'href="{anchor}"' in answer.text
    if "text" not in fields:
        assert TEXT in answer.text
    assert count(app) == 0


def test_after_an_old_page_was_refused_sending_again_works(app: Flask, client: FlaskClient) -> None:
    refused = write(client, csrf_token="stale")
    again = write(client, csrf_token=token_of(refused.text))

    assert (refused.status_code, again.status_code) == (400, 200)
    assert count(app) == 1


def test_a_double_tap_is_one_complaint_with_one_code(app: Flask, client: FlaskClient) -> None:
    first = write(client, form_key="ab" * 16)
    second = write(client, form_key="ab" * 16)

    assert code_of(first) == code_of(second)
    assert count(app) == 1


def test_too_many_from_one_network_keep_their_text_and_learn_when_to_return(
    city: object, make_app: Callable[..., Flask]
) -> None:
    app = make_app(OPEN_NETWORK_PER_DAY="40")
    client = app.test_client()
    answers = [write(client) for _ in range(11)]

    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert answers[-1].headers["Retry-After"] == "3600"
    assert TEXT in answers[-1].text
    assert count(app) == 10


def test_a_network_may_write_as_often_as_it_may_rate(make_app: Callable[..., Flask]) -> None:
    said = []
    for budget in ("100", "3", "0"):
        with make_app(OPEN_NETWORK_PER_DAY=budget).app_context():
            said.append(write_routes.writing_limits())

    assert said == [(25, 100), (1, 3), (1, 1)]


def test_form_errors_cost_nothing(client: FlaskClient) -> None:
    for _ in range(12):
        assert write(client, text="pendek").status_code == 400

    assert write(client).status_code == 200


def test_guessing_codes_is_limited_and_never_hurts_a_right_code(client: FlaskClient) -> None:
    code = code_of(write(client))
    guesses = [follow(client, f"{number:016d}").status_code for number in range(31)]

    assert guesses == [404] * 30 + [429]
    assert follow(client, code).status_code == 200


@pytest.mark.parametrize("act", ["helped", "reopen", "appeal"])
def test_what_is_not_possible_yet_is_said_in_words(client: FlaskClient, act: str) -> None:
    answer = follow(client, code_of(write(client)), act=act, text="Halo", helped="4")

    assert answer.status_code == 409
    assert 'role="alert"' in answer.text


@pytest.mark.parametrize("words", ["x", "Panjang sekali " * 400])
def test_a_reply_that_is_refused_stands_in_the_form_again(client: FlaskClient, words: str) -> None:
    answer = follow(client, code_of(write(client)), act="reply", text=words)

    assert answer.status_code == 409
    assert "paling sedikit 2" in answer.text
    assert f'name="text" rows="5" maxlength="5000">{words.strip()}</textarea>' in answer.text


def test_a_reply_from_a_page_of_another_visit_is_kept_and_not_sent(
    client: FlaskClient,
) -> None:
    code = code_of(write(client))
    refused = follow(client, code, act="reply", text="Masih menunggu", csrf_token="stale")
    unsent = follow(client, code)

    assert refused.status_code == 400
    assert "dari kunjungan sebelumnya" in refused.text
    assert ">Masih menunggu</textarea>" in refused.text
    assert "Masih menunggu" not in unsent.text
    assert follow(client, code, csrf_token="stale").status_code == 400


def test_words_for_something_no_longer_possible_can_be_copied(client: FlaskClient) -> None:
    answer = follow(client, code_of(write(client)), act="appeal", text="Mengapa disembunyikan?")

    assert answer.status_code == 409
    assert "readonly>Mengapa disembunyikan?</textarea>" in answer.text


def test_a_flood_of_replies_is_stopped_and_the_last_one_kept(client: FlaskClient) -> None:
    code = code_of(write(client))
    for number in range(60):
        assert follow(client, code, act="reply", text=f"Balasan {number}").status_code == 200
    stopped = follow(client, code, act="reply", text="Balasan terakhir")

    assert stopped.status_code == 429
    assert stopped.headers["Retry-After"] == "3600"
    assert ">Balasan terakhir</textarea>" in stopped.text
    assert follow(client, code).status_code == 200


def test_an_unknown_act_is_a_bad_request(client: FlaskClient) -> None:
    assert follow(client, code_of(write(client)), act="delete_everything").status_code == 400


def test_hostile_words_come_back_as_words(client: FlaskClient) -> None:
    hostile = "<script>alert(1)</script> {{ 7*7 }} '; DROP TABLE complaint; -- cukup panjang"
    code = code_of(write(client, text=hostile))
    page = follow(client, code, act="reply", text=hostile).text

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert "{{ 7*7 }}" in page


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(
            ["kind", "place", "concern", "text", "happened", "form_key", "may_publish"]
        ),
        st.text(max_size=60),
    )
)
def test_nothing_a_client_sends_makes_the_server_fail(
    client: FlaskClient, fields: dict[str, str]
) -> None:
    assert write(client, **fields).status_code < 500


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=70), st.text(max_size=10), st.text(max_size=40))
def test_no_code_or_act_makes_the_server_fail(
    client: FlaskClient, code: str, act: str, words: str
) -> None:
    assert follow(client, code, act=act, text=words).status_code < 500


def test_a_complaint_that_goes_while_its_code_is_typed_is_not_found(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = code_of(write(client))
    monkeypatch.setattr(routes, "followed_complaint", lambda *_: None)

    assert follow(client, code).status_code == 404


def test_the_pages_speak_english_when_asked(client: FlaskClient) -> None:
    assert "Write a complaint or a suggestion" in client.get("/complaints/new?lang=en").text
    assert "Your complaint code" in client.get("/complaints/follow?lang=en").text
    assert "Complaints and improvements" in client.get("/complaints/?lang=en").text
