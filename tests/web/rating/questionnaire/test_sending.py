"""Sending the form: stored once and sealed, or back with the answers and the reason."""

import logging
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from portal.rating.mixing.inbox_models import AcceptedSubmission, InboxKey
from portal.rating.questionnaire import sending
from portal.survey.elements import ELEMENTS, Element
from tests.web.rating.conftest import ALL_GOOD, POSTER, POSTER_OF_TWO, Citizen, City

PAGE = f"/r/{POSTER}"
KK = f"/r/{POSTER_OF_TWO}?service=kk"
COMMENT = "Antrean panjang, petugas ramah"


def checked(page: str) -> dict[str, str]:
    tags = re.findall(r'<input[^>]*type="radio"[^>]*>', page)
    chosen = [tag for tag in tags if re.search(r"\schecked\b", tag)]
    return {named(tag, "name"): named(tag, "value") for tag in chosen}


def named(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    assert found is not None
    return found[1]


def test_a_rating_is_stored_sealed_and_thanked_for(city: City, citizen: Citizen) -> None:
    answer = citizen.rate(PAGE)

    assert (answer.status_code, answer.location) == (303, "/thanks?desk=dukcapil-1")
    ((desk_id, channel, answers),) = city.ratings()
    assert (desk_id, channel, answers.service_id) == (city.desk_id, "open", city.ktp_id)
    assert answers.scores == dict.fromkeys(ELEMENTS, 3)
    assert (answers.officer_id, answers.comment, answers.reasons) == (None, None, frozenset())


def test_everything_that_may_be_skipped_can_be_said(city: City, citizen: Citizen) -> None:
    citizen.rate(
        PAGE,
        officer=str(city.officer_id),
        better=["time", "facilities"],
        comment="  Baris satu\r\nBaris dua\x00 ",
        sex="female",
        age="26_to_35",
        education="",
        occupation="farmer_fisher",
    )

    ((_, _, answers),) = city.ratings()
    assert answers.officer_id == city.officer_id
    assert answers.reasons == {Element.TIME, Element.FACILITIES}
    assert answers.comment == "Baris satu\nBaris dua"
    assert answers.profile == {"sex": "female", "age": "26_to_35", "occupation": "farmer_fisher"}


def test_a_service_with_eight_elements_takes_eight_answers(city: City, citizen: Citizen) -> None:
    citizen.rate(KK)

    ((_, _, answers),) = city.ratings()
    assert answers.service_id == city.kk_id
    assert set(answers.scores) == set(ELEMENTS) - {Element.COST}


def test_a_form_without_its_service_asks_again(city: City, citizen: Citizen) -> None:
    citizen.open(KK)

    assert "Layanan apa" in citizen.send(f"/r/{POSTER_OF_TWO}", service="").text
    assert city.count() == 0


def test_a_missing_answer_is_named_on_top_with_a_link_to_it(citizen: Citizen, city: City) -> None:
    answer = citizen.rate(PAGE, {**ALL_GOOD, "time": "", "cost": "7"}, comment=COMMENT)

    assert answer.status_code == 422
    assert re.findall(r'<li><a href="#([\w-]+)">([^<]+)', answer.text) == [
        ("time-1", "Jawab pertanyaan 3: Seberapa cepat urusan Anda selesai?"),
        ("cost-1", "Jawab pertanyaan 4: Semurah atau semahal apa biaya yang Anda bayar?"),
    ]
    assert answer.text.count("question wrong") == 2
    assert city.count() == 0


def test_a_form_with_mistakes_keeps_every_answer(citizen: Citizen, city: City) -> None:
    sent = {**ALL_GOOD, "conduct": "1", "time": ""}
    officer = str(city.officer_id)
    answer = citizen.rate(
        PAGE, sent, comment="<b>Baik</b>", better=["cost"], sex="male", officer=officer
    )

    assert checked(answer.text) == {name: level for name, level in sent.items() if level}
    assert "&lt;b&gt;Baik&lt;/b&gt;</textarea>" in answer.text
    for kept in ('value="cost" checked', 'value="male" selected', f'value="{officer}" selected'):
        assert kept in answer.text
    assert '<details class="skippable" open>' in answer.text


def test_an_officer_who_is_not_offered_is_refused(citizen: Citizen, city: City) -> None:
    for officer in ("99999", "x", "-1"):
        answer = citizen.rate(PAGE, officer=officer)
        assert (answer.status_code, '"#officer"' in answer.text) == (422, True)
    assert city.count() == 0


@pytest.mark.parametrize("comment", ["x" * 501, "".join(chr(0x4E00 + 7 * n) for n in range(500))])
def test_a_comment_that_cannot_be_sealed_comes_back_whole(
    citizen: Citizen, city: City, comment: str
) -> None:
    answer = citizen.rate(PAGE, comment=comment)

    assert (answer.status_code, comment in answer.text) == (422, True)
    assert '<a href="#comment">Persingkat komentar' in answer.text


def test_a_comment_of_five_hundred_characters_is_taken(citizen: Citizen, city: City) -> None:
    assert citizen.rate(PAGE, comment="é" * 500).status_code == 303


def test_not_experienced_leaves_the_element_out(make_app: Callable[..., Flask]) -> None:
    city = City(make_app(NOT_EXPERIENCED="complaints"))

    Citizen(city.app).rate(PAGE, {**ALL_GOOD, "complaints": "0"})

    ((_, _, answers),) = city.ratings()
    assert Element.COMPLAINTS not in answers.scores
    assert len(answers.scores) == 8


def test_not_experienced_is_no_answer_where_it_is_not_offered(citizen: Citizen) -> None:
    assert citizen.rate(PAGE, {**ALL_GOOD, "complaints": "0"}).status_code == 422


def test_a_rating_without_any_experience_is_no_rating(make_app: Callable[..., Flask]) -> None:
    city = City(make_app(NOT_EXPERIENCED=" ".join(ELEMENTS)))

    answer = Citizen(city.app).rate(PAGE, dict.fromkeys(map(str, ELEMENTS), "0"))

    assert (answer.status_code, "Jawab paling sedikit satu" in answer.text) == (422, True)
    assert city.count() == 0


def test_a_form_of_another_page_is_refused_and_keeps_its_answers(
    citizen: Citizen, city: City
) -> None:
    answer = citizen.rate(PAGE, csrf_token="forged")

    assert (answer.status_code, len(checked(answer.text))) == (400, 9)
    assert "Halaman ini dari kunjungan sebelumnya" in answer.text
    assert city.count() == 0


def test_who_blocks_cookies_is_told_that_first(city: City) -> None:
    blocked = city.app.test_client(use_cookies=False)
    citizen = Citizen(city.app)
    citizen.open(PAGE)

    answer = blocked.post(PAGE, data=citizen.hidden() | ALL_GOOD)

    assert (answer.status_code, len(checked(answer.text))) == (400, 9)
    assert "<h2>Browser Anda tidak mengirim cookie</h2>" in answer.text
    assert city.count() == 0


def test_after_a_refusal_for_the_token_the_same_page_can_be_sent(
    citizen: Citizen, city: City
) -> None:
    citizen.open(PAGE)
    key = citizen.hidden()["key"]
    citizen.client.delete_cookie("session")
    citizen.page = citizen.send(PAGE).text

    assert citizen.hidden()["key"] == key
    assert citizen.send(PAGE).status_code == 303
    assert city.count() == 1


def test_under_https_a_form_without_a_referrer_is_taken(make_app: Callable[..., Flask]) -> None:
    city = City(make_app(PUBLIC_URL="https://suara.example"))
    citizen = Citizen(city.app)
    citizen.page = citizen.client.get(PAGE, base_url="https://suara.example").text

    form = citizen.hidden() | ALL_GOOD
    answer = citizen.client.post(PAGE, data=form, base_url="https://suara.example")

    assert answer.status_code == 303


def test_a_second_tap_gets_the_same_page_and_stores_nothing(city: City, citizen: Citizen) -> None:
    first = citizen.rate(PAGE)
    second = citizen.send(PAGE)
    other = citizen.send(PAGE, dict.fromkeys(map(str, ELEMENTS), "1"))

    assert first.location == second.location == other.location
    assert "dihitung satu kali: yang pertama" in citizen.client.get(second.location).text
    ((_, _, answers),) = city.ratings()
    assert answers.scores[Element.TIME] == 3


def test_a_form_without_a_key_is_taken(city: City, citizen: Citizen) -> None:
    assert citizen.rate(PAGE, key="").status_code == 303
    assert city.count() == 1


def test_the_key_is_stored_only_as_a_keyed_hash(city: City, citizen: Citizen) -> None:
    citizen.rate(PAGE)
    sent = citizen.hidden()["key"]

    def stored(session: Any) -> bytes:
        return session.query(AcceptedSubmission).one().key_hash

    found = city.change(stored)
    assert found == city.app.extensions["portal_rating"].hash_of_key(sent)
    assert sent.encode() not in found


@pytest.mark.parametrize("away", ["database", "key"])
def test_answers_are_kept_when_nothing_can_be_stored(
    city: City, citizen: Citizen, monkeypatch: pytest.MonkeyPatch, away: str
) -> None:
    citizen.open(PAGE)
    if away == "key":
        city.change(lambda session: session.execute(update(InboxKey).values(state="closed")))
    else:
        error = OperationalError("INSERT secret", {}, Exception("gone"))
        monkeypatch.setattr(sending, "submit_rating", lambda *_, **__: (_ for _ in ()).throw(error))

    answer = citizen.send(PAGE)

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert len(checked(answer.text)) == 9
    monkeypatch.undo()


def test_what_could_not_be_stored_can_be_sent_again(
    city: City, citizen: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The device's one rating of the day is not lost to a failure of ours."""
    citizen.open(PAGE)
    city.change(lambda session: session.execute(update(InboxKey).values(state="closed")))
    citizen.page = citizen.send(PAGE).text
    city.change(lambda session: session.execute(update(InboxKey).values(state="current")))

    assert citizen.send(PAGE).status_code == 303
    assert city.count() == 1


def test_the_log_holds_nothing_a_citizen_sent(
    citizen: Citizen, city: City, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    citizen.rate(PAGE, comment=COMMENT)
    citizen.rate(PAGE, comment=COMMENT, csrf_token="forged")
    city.change(lambda session: session.execute(update(InboxKey).values(state="closed")))
    citizen.rate(PAGE, comment=COMMENT, environ_base={"REMOTE_ADDR": "114.79.3.7"})

    secrets = [COMMENT, POSTER, "114.79", *citizen.hidden().values()]
    secrets += [cookie.value for cookie in citizen.client._cookies.values()]
    assert [secret for secret in secrets if secret in caplog.text] == []
