"""Pages of realisations: typed, kept, reported, verified, disputed, dropped by both sides."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.evaluation.realisations.domain import IndicatorPeriod, Realisation
from portal.evaluation.rules.states import RealisationState
from portal.organisation.people.models import Officer
from portal.organisation.places.models import AgencyRow
from portal.time import clock
from portal.web.extensions import db
from tests.factories import realisations as made
from tests.factories.organisation import make_desk, make_posting
from tests.factories.plans import PlanScene
from tests.factories.published import DESK, document, figure, publish
from tests.web.evaluation.conftest import ClientOf
from tests.web.evaluation.forms import fields_of, press, send

PERIOD = "/admin/performance/plans/1/periods/1"
ONE = f"{PERIOD}/indicators/1"
LINK = "https://drive.example/berkas"


@pytest.fixture(autouse=True)
def place(app: Flask, scene: PlanScene) -> IndicatorPeriod:
    with app.app_context():
        return made.make_place(db.session(), scene)


def found(app: Flask, place: IndicatorPeriod) -> Realisation:
    with app.app_context():
        return made.held(db.session(), place)


def test_a_value_with_links_is_reported_and_verified_by_the_superior(
    app: Flask, place: IndicatorPeriod, person: FlaskClient, superior: FlaskClient
) -> None:
    sent = send(person, ONE, value="62", remark="Sistem baru", links=f"{LINK}\n{LINK}\n")

    assert sent.headers["Location"].endswith("periods/1?done=reported")
    page = superior.get(PERIOD).text
    assert "Sistem baru" in page
    assert page.count(f'href="{LINK}"') == 1
    assert 'rel="noopener noreferrer external"' in page
    # 16 January is a public holiday.
    assert "20 Januari 2026" in page

    answer = press(superior, f"{ONE}/verify", page=PERIOD)

    assert "Terverifikasi" in answer.text
    held = found(app, place)
    assert (held.state, held.value) == (RealisationState.VERIFIED, Decimal(62))
    assert not held.is_late
    assert "Laporkan lagi" not in person.get(PERIOD).text


def test_a_dispute_shows_both_values_and_the_person_reports_again(
    app: Flask, place: IndicatorPeriod, person: FlaskClient, superior: FlaskClient
) -> None:
    send(person, ONE, value="62")

    sent = send(superior, f"{ONE}/dispute", value="60", reason="Dua berkas tercatat ganda")

    assert sent.status_code == 302
    held = found(app, place)
    assert (held.state, held.value, held.counting_value) == (
        RealisationState.DISPUTED,
        Decimal(62),
        Decimal(60),
    )
    page = person.get(ONE).text
    assert "Dua berkas tercatat ganda" in page
    assert "nilai ini yang dihitung" in page
    send(person, ONE, value="61")
    assert found(app, place).counting_value == Decimal(61)


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"value": ""}, "value", "belum diisi"),
        ({"value": "banyak"}, "value", "angka"),
        ({"value": "-1"}, "value", "0 atau lebih"),
        ({"links": "http://drive.example/1"}, "links", "https://"),
        ({"links": "javascript:alert(1)"}, "links", "https://"),
        ({"links": "\n".join(f"{LINK}/{each}" for each in range(6))}, "links", "Paling banyak"),
        ({"remark": "x" * 1001}, "remark", "1000"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    person: FlaskClient, *, typed: dict[str, str], field: str, said: str
) -> None:
    sent = {"value": "62", "remark": "Ditulis panjang"} | typed

    refused = send(person, ONE, **sent)

    assert refused.status_code == 422
    assert said in refused.text.partition(f'id="{field}-error">')[2].partition("</span>")[0]
    assert f'href="#{field}"' in refused.text
    assert fields_of(refused.text)["remark"].strip() == sent["remark"].strip()


def test_a_draft_is_kept_while_typing_and_by_the_button_and_nobody_else_reads_it(
    person: FlaskClient, superior: FlaskClient
) -> None:
    fields = fields_of(person.get(ONE).text)

    kept = person.post(f"{ONE}/draft", data=fields | {"remark": "Setengah kalimat", "value": "6x"})

    assert kept.json == {"state": "kept", "revision": 1}
    again = fields_of(person.get(ONE).text)
    assert (again["remark"], again["value"], again["draft"]) == ("Setengah kalimat", "6x", "1")
    assert "Setengah kalimat" not in superior.get(PERIOD).text + superior.get(ONE).text
    button = person.post(ONE, data=again | {"remark": "Kalimat utuh", "act": "kept"})
    assert button.headers["Location"].endswith("?done=kept")
    assert fields_of(person.get(ONE).text)["remark"] == "Kalimat utuh"


def test_of_two_tabs_one_saves_and_the_other_keeps_its_words(person: FlaskClient) -> None:
    first = fields_of(person.get(ONE).text)
    person.post(f"{ONE}/draft", data=first | {"remark": "Dari tab satu"})

    second = person.post(f"{ONE}/draft", data=first | {"remark": "Dari tab dua"})
    page = person.post(ONE, data=first | {"remark": "Dari tab dua", "act": "kept"})

    assert (second.status_code, page.status_code) == (409, 409)
    assert fields_of(page.text)["remark"] == "Dari tab dua"
    saved = person.post(ONE, data=fields_of(page.text) | {"act": "kept"})
    assert saved.status_code == 302


def test_an_answer_that_comes_second_keeps_its_words(
    app: Flask, person: FlaskClient, superior: FlaskClient
) -> None:
    send(person, ONE, value="62")
    page = superior.get(f"{ONE}/dispute")
    press(superior, f"{ONE}/verify", page=PERIOD)

    late = superior.post(
        f"{ONE}/dispute", data=fields_of(page.text) | {"reason": "Alasan panjang", "value": "1"}
    )

    assert late.status_code == 409
    assert fields_of(late.text)["reason"].strip() == "Alasan panjang"


def test_a_late_report_counts_and_is_marked(
    app: Flask, place: IndicatorPeriod, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 4, 20, 3, tzinfo=UTC))
    person = client_of(place.person_id)
    assert "sudah lewat" in person.get(PERIOD).text

    send(person, ONE, value="62")

    assert found(app, place).is_late
    assert "terlambat, tetap dihitung" in person.get(PERIOD).text


def test_a_period_that_has_not_begun_takes_no_report(person: FlaskClient) -> None:
    later = PERIOD.replace("periods/1", "periods/2")

    assert "Laporkan</a>" not in person.get(later).text.replace("\n", "")
    assert person.post(f"{later}/indicators/1/draft", data={}).status_code in {400, 404}
    assert person.get(PERIOD.replace("periods/1", "periods/5")).status_code == 404


def test_an_indicator_drops_out_when_the_other_side_agrees(
    app: Flask, place: IndicatorPeriod, person: FlaskClient, superior: FlaskClient
) -> None:
    sent = send(person, f"{ONE}/drop", cause="source_failed", reason="Sistem antrean mati")
    assert sent.status_code == 302
    assert f"{ONE}/drop/agree" not in person.get(PERIOD).text

    page = superior.get(PERIOD).text
    assert "Sistem antrean mati" in page
    press(superior, f"{ONE}/drop/agree", page=PERIOD)

    assert found(app, place).state is RealisationState.NOT_MEASURABLE
    assert "Sistem antrean mati" in person.get(PERIOD).text


def test_a_proposal_is_declined_and_the_indicator_stays(
    app: Flask, place: IndicatorPeriod, person: FlaskClient, superior: FlaskClient
) -> None:
    send(superior, f"{ONE}/drop", cause="duty_removed", reason="Tugas pindah")

    press(person, f"{ONE}/drop/decline", page=PERIOD)

    assert not found(app, place).waits_for_agreement
    assert found(app, place).state is RealisationState.OPEN


def test_after_five_working_days_the_answer_is_taken_one_step_up_only(
    app: Flask,
    scene: PlanScene,
    place: IndicatorPeriod,
    client_of: ClientOf,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with app.app_context():
        made.report(db.session(), place, links=(LINK,))
        other = IndicatorPeriod(place.plan_id, place.person_id, 2, place.cycle_id, 1)
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 1, 21, 3, tzinfo=UTC))
    superior, leader = client_of(scene.superior), client_of(scene.leader)
    assert f"{ONE}/verify" not in superior.get(PERIOD).text
    assert leader.get(f"{PERIOD}/indicators/{other.indicator_key}").status_code == 404
    assert leader.get("/admin/performance/plans/1").status_code == 404

    press(leader, f"{ONE}/verify", page=PERIOD)

    assert found(app, place).state is RealisationState.VERIFIED
    assert leader.get(PERIOD).status_code == 404


def test_the_first_screen_says_what_waits_for_whom(
    scene: PlanScene, client_of: ClientOf, person: FlaskClient, superior: FlaskClient
) -> None:
    home = "/admin/performance"
    assert "3 indikator belum dilaporkan" in person.get(home).text
    assert "Realisasi yang menunggu saya" not in superior.get(home).text

    send(person, ONE, value="62")
    send(person, f"{PERIOD}/indicators/2/drop", cause="source_failed", reason="Mati")

    assert "2 indikator belum dilaporkan" in person.get(home).text
    waiting = superior.get(home).text
    assert f'href="{PERIOD}"' in waiting
    assert "2 menunggu" in waiting
    assert PERIOD not in client_of(scene.leader).get(home).text
    send(superior, f"{ONE}/dispute", value="60", reason="Ganda")
    assert "Satu realisasi disanggah" in person.get(home).text


def publish_desk(app: Flask, place: IndicatorPeriod) -> None:
    """Let the person serve at a desk whose figure of February was published."""
    with app.app_context():
        session = db.session()
        agency = session.scalars(select(AgencyRow).order_by(AgencyRow.id)).first()
        person = session.get_one(Officer, place.person_id)
        assert agency is not None
        make_posting(session, person, make_desk(session, agency, "disdukcapil-2"))
        shown = replace(document(DESK), headline=figure(88, period="2026-02"))
        publish(session, shown, period="2026-02", published_on=date(2026, 3, 5))


def test_a_figure_of_the_portal_is_referred_to_and_shown_with_its_value(
    app: Flask, place: IndicatorPeriod, person: FlaskClient, superior: FlaskClient
) -> None:
    assert "Belum ada angka terbit" in person.get(f"{ONE}/figure").text
    publish_desk(app, place)

    sent = send(person, f"{ONE}/figure")
    assert sent.headers["Location"].endswith("?done=evidence")
    again = send(person, f"{ONE}/figure")
    assert again.status_code == 422
    assert "sudah menjadi bukti" in again.text

    page = superior.get(PERIOD).text
    assert 'href="/desks/disdukcapil-2"' in page
    assert "<strong>88</strong>" in page
    assert superior.get(f"{ONE}/figure").status_code == 404


def test_the_other_side_says_that_a_link_opens(person: FlaskClient, superior: FlaskClient) -> None:
    send(person, ONE, value="62", links=LINK)
    button = f"{ONE}/links/1/opened"
    assert button not in person.get(PERIOD).text

    press(superior, button, page=PERIOD)

    assert "terbuka pada 12 Januari 2026" in person.get(PERIOD).text
    assert button not in superior.get(PERIOD).text
