"""What was looked up by a clock ahead is looked up anew when the clock is right again."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.organisation.places.models import AgencyRow, DeskRow
from portal.rating.questionnaire.directory import DeskDirectory
from portal.survey.elements import FigureRules
from tests.factories.ratings import make_small_city

NOW = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)
AHEAD = NOW + timedelta(hours=1)


def test_a_desk_of_the_future_is_looked_up_again(session: Session) -> None:
    city, directory = make_small_city(session), DeskDirectory()
    day = NOW.date()
    code = session.get_one(DeskRow, city.desk_ids[0]).code
    first = directory.desk(session, code, on=day, now=AHEAD)

    assert directory.desk(session, code, on=day, now=AHEAD) is first
    assert directory.desk(session, code, on=day, now=NOW) is not first


def test_a_catalogue_and_rules_of_the_future_are_read_again(session: Session) -> None:
    city, directory = make_small_city(session), DeskDirectory()
    day, initial = NOW.date(), FigureRules()
    first = directory.catalogue(session, on=day, now=AHEAD)
    rules = directory.book(session, initial=initial, now=AHEAD)
    session.execute(update(AgencyRow).values(name="Dinas Baru"))

    assert directory.catalogue(session, on=day, now=AHEAD) is first
    again = directory.catalogue(session, on=day, now=NOW)
    assert again.agencies[city.agency_id].name == "Dinas Baru"
    assert directory.book(session, initial=initial, now=AHEAD) is rules
    assert directory.book(session, initial=initial, now=NOW) is not rules
