"""What publication reads of mixed ratings comes back exact."""

from sqlalchemy.orm import Session

from portal.rating.answers.answers import Channel
from portal.rating.mixing import sum_queries
from portal.rating.mixing.ballot_models import OfficerTally, ProfileTally, ReasonTally
from portal.survey.elements import Element, LevelCounts
from tests.factories.organisation import add
from tests.factories.ratings import make_small_city, make_tally


def test_tallies_of_the_months_asked_for_come_back_exact(session: Session) -> None:
    city = make_small_city(session)
    make_tally(session, city)
    make_tally(session, city, period="2026-02")

    (row,) = sum_queries.tallies(session, periods=["2026-01", "2026-03"])

    assert (row.period, row.channel, row.respondents) == ("2026-01", Channel.TICKET, 2)
    assert row.counts[Element.COST] == LevelCounts((0, 1, 0, 1))
    assert (row.composites.mean, row.composites.variance) == (3, 0)


def test_officer_answers_come_back_per_level(session: Session) -> None:
    city = make_small_city(session)
    for level, answers in ((4, 9), (2, 1)):
        add(
            session,
            OfficerTally(
                period="2026-01",
                officer_id=city.officer_ids[0],
                desk_id=city.desk_ids[0],
                element="conduct",
                level=level,
                answers=answers,
            ),
        )

    (row,) = sum_queries.officer_tallies(session, periods=["2026-01"])

    assert row.counts == LevelCounts((0, 1, 0, 9))
    assert row.element is Element.CONDUCT


def test_profiles_and_reasons_come_back_per_year(session: Session) -> None:
    city = make_small_city(session)
    for year in (2025, 2026):
        cell = {"agency_id": city.agency_id, "year": year, "respondents": 12}
        add(session, ProfileTally(field="sex", answer="female", **cell))
        add(session, ReasonTally(element="time", **cell))

    (profile,) = sum_queries.profile_counts(session, years=[2026])
    (reason,) = sum_queries.reason_counts(session, years=[2025])

    assert (profile.year, profile.field, profile.respondents) == (2026, "sex", 12)
    assert (reason.year, reason.element) == (2025, Element.TIME)


def test_the_city_so_far_adds_up_places_but_never_channels(session: Session) -> None:
    city = make_small_city(session)
    make_tally(session, city)
    make_tally(session, city, desk_id=city.desk_ids[1])
    make_tally(session, city, channel="open")

    ticket, open_channel = sum_queries.mixed_today(session, period="2026-01")

    assert (ticket.channel, ticket.respondents) == (Channel.TICKET, 4)
    assert ticket.counts[Element.TIME].n == 4
    assert (open_channel.channel, open_channel.respondents) == (Channel.OPEN, 2)
