"""Realisations and their evidence in two tabs, beyond what is kept, or of what is not there."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.evaluation.realisations import evidence_service, file_service
from portal.evaluation.realisations.domain import IndicatorPeriod
from portal.evaluation.realisations.evidence_service import EnoughEvidence
from portal.evaluation.realisations.realised_queries import evidence_days
from portal.evaluation.realisations.realising import RealisationChanged
from portal.evaluation.rules.states import RealisationState
from portal.web.extensions import db
from tests.factories import realisations as made
from tests.web.accounts.forms import hidden_fields
from tests.web.evaluation.forms import fields_of, send
from tests.web.evaluation.realisations.test_file_pages import (
    FILE,
    ONE,
    PERIOD,
    place,
    upload,
    with_place,
)

__all__ = ["place"]
pytestmark = pytest.mark.usefixtures("place")


def states(app: Flask) -> set[RealisationState]:
    with app.app_context():
        place = IndicatorPeriod(1, 1, 1, 1, 1)
        return {made.held(db.session(), place).state}


def test_a_second_report_of_an_older_page_keeps_its_words(
    app: Flask, person: FlaskClient, superior: FlaskClient
) -> None:
    send(person, ONE, value="62")
    send(superior, f"{ONE}/dispute", value="60", reason="Dua berkas tercatat ganda")

    late = send(person, ONE, value="61", remark="dari tab kedua", revision="1")

    assert late.status_code == 409
    assert "dari tab kedua" in late.text
    assert states(app) == {RealisationState.DISPUTED}


def test_a_dispute_of_an_older_page_keeps_its_reason(
    app: Flask, person: FlaskClient, superior: FlaskClient
) -> None:
    send(person, ONE, value="62")

    late = send(
        superior,
        f"{ONE}/dispute",
        value="60",
        reason="Dua berkas tercatat ganda",
        revision="99",
    )

    assert late.status_code == 409
    assert "Dua berkas tercatat ganda" in late.text
    assert states(app) == {RealisationState.REPORTED}


def test_a_period_or_plan_that_is_not_there_does_not_exist(person: FlaskClient) -> None:
    for address in (
        "/admin/performance/plans/99/periods/1",
        "/admin/performance/plans/1/periods/99",
        f"{PERIOD}/indicators/99",
    ):
        assert person.get(address).status_code == 404


@pytest.mark.parametrize("error", [EnoughEvidence, RealisationChanged])
def test_a_file_that_came_too_late_or_is_one_too_many_is_said_to(
    person: FlaskClient, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise error("late")

    monkeypatch.setattr(file_service, "add_file", refuse)

    status, said = upload(person, with_place(), "Foto loket.jpg")

    if error is RealisationChanged:
        assert (status, said) == (302, f"{PERIOD}?done=changed")
    else:
        assert status == 422
        assert 'id="file-error"' in said
    assert "Foto loket" not in person.get(PERIOD).text


def test_a_file_that_somebody_took_away_meanwhile_is_not_taken_away_twice(
    app: Flask, person: FlaskClient
) -> None:
    upload(person, with_place(), "Foto loket.jpg")
    with app.app_context():
        assert [len(days) for days in evidence_days(db.session(), [1]).values()] == [1]
    remove = f"{FILE}/remove"
    old = fields_of(person.get(remove).text)
    assert send(person, remove, reason="Ada wajah pemohon").location == f"{PERIOD}?done=removed"

    late = person.post(remove, data=old | {"reason": "Sekali lagi"})

    assert late.status_code in {302, 404}
    with app.app_context():
        assert evidence_days(db.session(), [1]) == {}


def test_more_figures_than_are_kept_are_refused(
    app: Flask, person: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence_service, "MOST_FIGURES", 0)
    with app.app_context():
        session = db.session()
        place = IndicatorPeriod(1, 1, 1, 1, 1)
        held = made.report(session, place)
        move = made.move(place, 1, revision=held.revision)
        figure: object = None

        with pytest.raises(EnoughEvidence):
            evidence_service.add_figure(session, move, figure=figure)  # type: ignore[arg-type] # not looked at

        assert made.held(session, place).revision == held.revision


def test_links_are_opened_by_the_other_side_only(
    person: FlaskClient, superior: FlaskClient
) -> None:
    send(person, ONE, value="62", links="https://drive.example/berkas")
    address = f"{ONE}/links/1/opened"
    token = hidden_fields(superior.get(PERIOD).text)

    assert superior.post(address, data=token).location == f"{PERIOD}?done=opened"
    own = hidden_fields(person.get(PERIOD).text)
    assert person.post(address, data=own).status_code == 404
    assert superior.post(f"{ONE}/links/99/opened", data=token).status_code == 404
