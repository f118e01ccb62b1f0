"""The city's only live figure: once a day, an integer, its count in tens."""

import json
import random
from datetime import date

from sqlalchemy.orm import Session

from portal.publication.releases import queries
from portal.publication.releases.daily import publish_today, today_figure
from portal.rating.answers.answers import Channel
from portal.rating.mixing.sum_queries import ChannelTotal
from portal.survey.elements import Element, ElementCounts, LevelCounts
from tests.factories.random_city import make_random_city, rate

TODAY = date(2026, 3, 20)


def total(channel: Channel, ratings: int) -> ChannelTotal:
    answers = LevelCounts((0, 0, ratings - ratings // 3, ratings // 3))
    return ChannelTotal(channel, ratings, ElementCounts.of({Element.TIME: answers}))


def test_publishes_the_month_so_far_once_a_day(session: Session) -> None:
    dice = random.Random(5)
    city = make_random_city(session, dice, agencies=2, desks=4)
    rate(session, city, month="2026-03", dice=dice, busy=(60,))

    assert publish_today(session, today=TODAY, is_demo=True)
    assert not publish_today(session, today=TODAY, is_demo=True)

    found = queries.published(session, "city/today")
    assert found is not None
    body = json.loads(found.body)
    assert (body["day"], body["headline"]["n"]) == ("2026-03-20", 480)
    assert body["headline"]["value"] == int(body["headline"]["value"])
    assert body["headline"]["period"] == "2026-03"


def test_the_day_after_replaces_it_and_leaves_the_ledger_longer(session: Session) -> None:
    publish_today(session, today=TODAY, is_demo=False)
    before = queries.release_marker(session)

    publish_today(session, today=date(2026, 3, 21), is_demo=False)

    found = queries.published(session, "city/today")
    assert found is not None
    assert '"day":"2026-03-21"' in found.body
    assert queries.release_marker(session) != before


def test_verified_ratings_stand_alone_from_a_hundred() -> None:
    figure = today_figure([total(Channel.TICKET, 104), total(Channel.OPEN, 900)], period="2026-03")

    assert (figure.n, figure.channels, figure.is_verified) == (100, ("ticket",), True)


def test_with_fewer_all_channels_are_taken_and_it_says_so() -> None:
    figure = today_figure([total(Channel.TICKET, 40), total(Channel.OPEN, 66)], period="2026-03")

    assert (figure.n, figure.is_verified) == (110, False)


def test_paper_never_counts_and_few_ratings_show_nothing() -> None:
    few = today_figure([total(Channel.TICKET, 99), total(Channel.PAPER, 900)], period="2026-03")

    assert (few.value, few.n, few.suppressed) == (None, None, "too_few")
    assert today_figure([], period="2026-03").suppressed == "not_measured"
