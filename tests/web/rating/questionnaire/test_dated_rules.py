"""What may be skipped follows the rules of the running month, also while the database is away."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from portal.organisation.figure_rules.models import FigureRuleChange
from portal.rating.questionnaire import directory
from portal.rating.questionnaire.directory import DeskDirectory
from portal.settings import InvalidSetting
from portal.storage.failures import StorageAway
from portal.survey.elements import Element, FigureRules
from portal.time import clock
from portal.web.extensions import db
from tests.web.rating.conftest import ALL_GOOD, POSTER, Citizen, City
from tests.web.rating.questionnaire.test_kiosk_pages import paired, send, told

PAGE = f"/r/{POSTER}"
SKIP = 'name="complaints" value="0"'


class Moment:
    """The time of the test, which it moves itself."""

    now = datetime(2026, 11, 30, 16, 58, tzinfo=UTC)


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> Moment:
    stopped = Moment()
    monkeypatch.setattr(clock, "now", lambda: stopped.now)
    return stopped


def decide(city: City, *, skip: str) -> None:
    row = FigureRuleChange(
        period="2026-12",
        least_mean=30,
        not_experienced=skip,
        decided_on=datetime(2026, 11, 21, tzinfo=UTC).date(),
        decided_by="Ratna",
    )
    city.change(lambda session: session.add(row))


def test_a_change_reaches_citizens_with_the_first_minute_of_its_month(
    city: City, citizen: Citizen, moment: Moment
) -> None:
    decide(city, skip="complaints")
    before = citizen.open(PAGE).text

    moment.now += timedelta(minutes=3)

    assert SKIP not in before
    assert SKIP in citizen.open(PAGE).text
    assert citizen.rate(PAGE, {**ALL_GOOD, "complaints": "0"}).status_code == 303


def test_a_rating_of_the_month_before_cannot_skip_yet(city: City, citizen: Citizen) -> None:
    decide(city, skip="complaints")

    assert citizen.rate(PAGE, {**ALL_GOOD, "complaints": "0"}).status_code == 422


def test_a_busy_desk_asks_for_the_rules_once_in_two_seconds(
    city: City, citizen: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory, "FRESH_FOR", timedelta(seconds=2))
    citizen.open(PAGE)
    asked: list[str] = []
    with city.app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))

    for _ in range(5):
        citizen.open(PAGE)

    assert [statement for statement in asked if "figure_rule_change" in statement] == []


def test_while_the_database_is_away_the_last_known_rules_go_on(
    city: City, monkeypatch: pytest.MonkeyPatch, moment: Moment
) -> None:
    initial = FigureRules(not_experienced=frozenset({Element.COST}))
    kept = DeskDirectory()
    with city.app.app_context():
        known = kept.book(db.session(), initial=initial, now=moment.now)

        def away(*_: object, **__: object) -> None:
            raise OperationalError("SELECT", {}, Exception("away"))

        monkeypatch.setattr("portal.rating.questionnaire.directory.rule_book", away)
        later = moment.now + timedelta(minutes=1)

        assert kept.book(db.session(), initial=initial, now=later) == known
        with pytest.raises(StorageAway):
            DeskDirectory().book(db.session(), initial=initial, now=later)


def test_a_tablet_delivers_what_could_be_skipped_when_it_was_given(
    make_app: Callable[..., Flask], moment: Moment
) -> None:
    city = City(make_app(NOT_EXPERIENCED="complaints"))
    tablet = paired(city, Citizen(city.app), city.desk_id)
    decide(city, skip="")
    moment.now += timedelta(minutes=3)
    answers = {name: [level] for name, level in (ALL_GOOD | {"complaints": "0"}).items()}

    send(tablet, city, told(answers=answers))

    ((_, _, stored),) = city.ratings()
    assert Element.COMPLAINTS not in stored.scores
    assert SKIP not in tablet.open("/kiosk/").text


def test_an_unknown_element_in_the_operators_setting_is_refused_at_start(
    make_app: Callable[..., Flask],
) -> None:
    with pytest.raises(InvalidSetting, match=r"PORTAL_NOT_EXPERIENCED.*parking"):
        make_app(NOT_EXPERIENCED="parking")
