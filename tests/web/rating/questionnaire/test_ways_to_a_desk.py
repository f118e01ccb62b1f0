"""What an address leads to: the form, the current poster, or a page that says what happened."""

from datetime import date, timedelta

import pytest

from portal.organisation.places.models import DeskRow
from portal.organisation.posters.models import Poster
from portal.rating.questionnaire import directory as module
from portal.rating.questionnaire.directory import DeskDirectory
from portal.time import clock
from portal.web.extensions import db
from tests.factories.organisation import make_agency, make_desk, make_poster, make_service
from tests.web.rating.conftest import ALL_GOOD, POSTER, POSTER_OF_TWO, Citizen, City


def retire(city: City, successor: bool) -> None:
    def act(session) -> None:
        desk = session.get(DeskRow, city.desk_id)
        desk.retired_on = date(2026, 1, 1)
        desk.successor_id = city.desk_of_two_id if successor else None

    city.change(act)


def test_a_public_code_leads_to_the_current_poster(citizen: Citizen) -> None:
    answer = citizen.open("/r/dukcapil-2?service=kk&lang=en")

    assert (answer.status_code, answer.location) == (302, f"/r/{POSTER_OF_TWO}?service=kk&lang=en")
    assert citizen.open("/r/dukcapil-1").location == f"/r/{POSTER}"


def test_a_form_sent_to_the_public_code_is_taken(city: City, citizen: Citizen) -> None:
    citizen.open(f"/r/{POSTER}")

    assert citizen.send("/r/dukcapil-1").status_code == 303
    assert city.count() == 1


def test_a_desk_that_never_had_a_poster_is_rated_by_its_public_code(
    city: City, citizen: Citizen
) -> None:
    def act(session) -> None:
        agency = make_agency(session, "dinsos")
        make_desk(session, agency, "dinsos-1", services=(make_service(session, agency, "dtks"),))

    city.change(act)

    assert citizen.open("/r/dinsos-1").status_code == 200
    assert citizen.send("/r/dinsos-1").status_code == 303


def test_a_poster_code_is_read_forgivingly(citizen: Citizen) -> None:
    assert citizen.open("/r/abcd-2345").status_code == 200


def test_an_unknown_desk_is_a_404_that_helps(citizen: Citizen) -> None:
    answer = citizen.open("/r/nothing-here")

    assert answer.status_code == 404
    assert "Ketik kode pada poster" in answer.text
    assert citizen.client.post("/r/nothing-here", data=ALL_GOOD).status_code == 404


def test_a_rotated_poster_says_so_and_leads_on(city: City, citizen: Citizen) -> None:
    city.change(
        lambda session: make_poster(session, city_desk(session, city), "ZZZZ9999", "rotated")
    )
    answer = citizen.open("/r/ZZZZ9999")

    assert (answer.status_code, "Kode QR ini sudah diganti" in answer.text) == (410, True)
    assert 'href="/r/dukcapil-1"' in answer.text
    assert citizen.client.post("/r/ZZZZ9999", data=ALL_GOOD).status_code == 410


def city_desk(session, city: City):
    return session.get(DeskRow, city.desk_id)


@pytest.mark.parametrize("address", [f"/r/{POSTER}", "/r/dukcapil-1"])
def test_a_withdrawn_poster_opens_no_form_under_any_address(
    city: City, citizen: Citizen, address: str
) -> None:
    def act(session) -> None:
        session.get(Poster, POSTER).state = "revoked"

    city.change(act)

    assert "Kode QR ini sudah ditarik" in citizen.open(address).text
    assert citizen.client.post(address, data=ALL_GOOD).status_code == 410


def test_a_retired_desk_names_its_successor(city: City, citizen: Citizen) -> None:
    retire(city, successor=True)
    answer = citizen.open(f"/r/{POSTER}")

    assert (answer.status_code, "Loket ini sudah ditutup" in answer.text) == (410, True)
    assert 'href="/r/dukcapil-2">Nilai Loket 2' in answer.text


def test_a_retired_desk_without_successor_says_that_it_takes_no_more(
    city: City, citizen: Citizen
) -> None:
    retire(city, successor=False)

    assert "tidak menerima penilaian lagi" in citizen.open("/r/dukcapil-1").text


def test_an_old_poster_of_a_retired_desk_leads_to_the_successor(
    city: City, citizen: Citizen
) -> None:
    city.change(
        lambda session: make_poster(session, city_desk(session, city), "ZZZZ9999", "rotated")
    )
    retire(city, successor=True)

    assert "Loket ini sudah ditutup" in citizen.open("/r/ZZZZ9999").text


def test_a_desk_without_services_takes_no_ratings_yet(city: City, citizen: Citizen) -> None:
    city.change(lambda session: make_desk(session, make_agency(session, "dinsos"), "dinsos-1"))

    assert "Belum ada layanan" in citizen.open("/r/dinsos-1").text


def test_not_this_desk_offers_the_agencys_others(citizen: Citizen) -> None:
    text = citizen.open("/r/?desk=dukcapil-1").text

    assert 'href="/r/dukcapil-2">Loket 2' in text
    assert 'href="/r/dukcapil-1"' not in text
    assert "Loket lain" not in citizen.open("/r/").text


def test_the_code_of_a_poster_can_be_typed(citizen: Citizen) -> None:
    assert citizen.open("/r/?code=abcd+2345").location == "/r/abcd%202345"
    pasted = "https://suara.contoh.test/r/abcd2345?utm_source=wa"
    answer = citizen.client.get("/r/", query_string={"code": pasted})
    assert answer.location == "/r/ABCD2345"
    wrong = citizen.open("/r/?code=%3Cb%3E")
    assert (wrong.status_code, "Kode ini tidak kami kenal" in wrong.text) == (404, True)
    assert 'value="&lt;b&gt;"' in wrong.text


def test_the_thanks_show_only_ways_that_exist(citizen: Citizen) -> None:
    text = citizen.open("/thanks?desk=dukcapil-1").text

    adapter = citizen.client.application.url_map.bind("localhost")
    assert ('href="/desks/dukcapil-1"' in text) == adapter.test("/desks/dukcapil-1")
    assert ('href="/complaints/new"' in text) == adapter.test("/complaints/new")


@pytest.mark.parametrize("query", ["", "?desk=nothing", "?desk=%00"])
def test_the_thanks_need_no_desk(citizen: Citizen, query: str) -> None:
    assert citizen.open(f"/thanks{query}").status_code == 200


def test_the_directory_asks_once_and_forgets_the_oldest(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FRESH_FOR", timedelta(seconds=2))
    monkeypatch.setattr(module, "MOST_DESKS", 2)
    asked: list[str] = []
    ask = module.desk_for_rating
    monkeypatch.setattr(
        module, "desk_for_rating", lambda s, code, on: asked.append(code) or ask(s, code, on=on)
    )
    now, kept = clock.now(), DeskDirectory()
    with city.app.app_context():
        for code in (POSTER, POSTER, "dukcapil-1", "dukcapil-2", "nothing", "dukcapil-2", POSTER):
            kept.desk(db.session(), code, on=now.date(), now=now)
        kept.desk(db.session(), POSTER, on=now.date(), now=now + timedelta(seconds=3))

    assert asked == [POSTER, "dukcapil-1", "dukcapil-2", "nothing", POSTER, POSTER]
