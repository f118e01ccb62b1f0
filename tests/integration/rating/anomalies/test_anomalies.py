"""What is unusual is noticed, kept, and changes no figure."""

from datetime import date, time

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.rating.anomalies.service import (
    AlreadyExcluded,
    AlreadyReviewed,
    ExcludeRatings,
    ReviewAnomaly,
    exclude_ratings,
    review_anomaly,
)
from portal.rating.anomalies.volumes import compare_volumes, find_bursts
from portal.rating.answers.answers import Channel
from portal.rating.mixing import anomaly_queries, sum_queries
from portal.rating.mixing.anomaly_models import WatchState
from portal.rating.mixing.anomaly_rules import (
    AnomalyKind,
    BatchHits,
    ExclusionRule,
    ReviewOutcome,
    changed_share,
    usual_share,
)
from portal.rating.mixing.ballot_models import Tally
from portal.rating.mixing.inbox_models import Ticket
from portal.survey.elements import Element
from tests.factories.corrupting import Corruption, corrupt_tally, let_anything_in
from tests.factories.organisation import add, make_hours, make_visits
from tests.factories.ratings import SmallCity, answers_of, make_tally, send
from tests.integration.rating.conftest import APRIL, MARCH, Mix

TODAY = date(2026, 4, 2)
MONTHS = ("2026-01", "2026-02", "2026-03")


def noticed(session: Session) -> list[tuple[str, int, str | None]]:
    rows = anomaly_queries.anomalies(session)
    return [(row.kind, row.desk_id, row.channel) for row in rows]


def test_a_run_of_low_ratings_is_noticed_once_a_month(
    session: Session, city: SmallCity, mix: Mix
) -> None:
    answers = answers_of(city.service_ids[0], level=1)
    for _ in range(2):
        send(session, answers, desk_id=city.desk_ids[0], times=15)
        mix(MARCH)

    (signal,) = anomaly_queries.anomalies(session)
    assert (signal.kind, signal.channel) == (AnomalyKind.LOW_SHARE, Channel.TICKET)
    assert (signal.desk_id, signal.period) == (city.desk_ids[0], "2026-03")
    assert signal.observed >= signal.expected
    assert signal.outcome is None


def test_only_perfect_ratings_are_noticed_against_the_citys_share(
    session: Session, city: SmallCity, mix: Mix
) -> None:
    make_tally(
        session,
        city,
        period="2026-02",
        respondents=100,
        all_top=5,
        composite_sum=95 * 7560 + 5 * 10080,
        composite_square_sum=95 * 7560**2 + 5 * 10080**2,
        level_counts={"time": [0, 0, 95, 5]},
    )
    session.commit()
    send(session, answers_of(city.service_ids[0], level=4), desk_id=city.desk_ids[0], times=12)

    mix(MARCH)

    assert noticed(session) == [("all_top_share", city.desk_ids[0], "ticket")]


def test_ordinary_ratings_raise_nothing_and_the_watch_remembers_between_nights(
    session: Session, city: SmallCity, mix: Mix
) -> None:
    ordinary, low = answers_of(city.service_ids[0]), answers_of(city.service_ids[0], level=1)
    heights = []
    for _ in range(2):
        send(session, ordinary, desk_id=city.desk_ids[0], times=9)
        send(session, low, desk_id=city.desk_ids[0])
        mix(MARCH)
        session.expire_all()
        heights.append(
            session.scalars(select(WatchState.height).where(WatchState.watch == "low")).one()
        )

    assert noticed(session) == []
    assert heights[0] > 0
    assert heights[1] != heights[0]


def test_who_was_watched_is_counted_and_told_when_the_month_is_over(
    session: Session, city: SmallCity, mix: Mix
) -> None:
    watched = answers_of(city.service_ids[0], was_watched=True)
    send(session, watched, desk_id=city.desk_ids[0], times=3)
    send(session, answers_of(city.service_ids[0]), desk_id=city.desk_ids[0], times=9)

    mix(MARCH)

    assert anomaly_queries.watched_counts(session, before="2026-03") == []
    (row,) = anomaly_queries.watched_counts(session, before="2026-04")
    assert (row.period, row.desk_id, row.respondents) == ("2026-03", city.desk_ids[0], 3)


def visits(session: Session, desk_id: int, count: int, periods: tuple[str, ...] = MONTHS) -> None:
    for period in periods:
        make_visits(session, desk_id, period, count)
    session.commit()


def rated(session: Session, city: SmallCity, respondents: int, **fields: object) -> None:
    make_tally(
        session,
        city,
        respondents=respondents,
        composite_sum=respondents * 7560,
        composite_square_sum=respondents * 7560**2,
        level_counts={"time": [0, 0, respondents, 0]},
        **({"period": "2026-03"} | fields),
    )
    session.commit()


def test_more_ratings_than_visits_are_noticed(session: Session, city: SmallCity) -> None:
    rated(session, city, 50, channel="open")
    visits(session, city.desk_ids[0], 10)

    assert compare_volumes(session, today=TODAY) == 1
    assert compare_volumes(session, today=TODAY) == 0
    (signal,) = anomaly_queries.anomalies(session)
    assert (signal.kind, signal.channel) == (AnomalyKind.RATINGS_ABOVE_VISITS, None)
    assert (signal.observed, signal.expected) == (50, 30)


IMPOSSIBLE = ({"respondents": -7}, {"level_counts": '{"time": [-5, 0, 0, 6]}'}, {"all_top": -1})


@pytest.mark.parametrize("corruption", IMPOSSIBLE, ids=str)
def test_sums_that_cannot_be_true_feed_no_signal(
    session: Session, city: SmallCity, corruption: Corruption
) -> None:
    let_anything_in(session)
    rated(session, city, 500, channel="open")
    rated(session, city, 12, channel="ticket")
    visits(session, city.desk_ids[0], 10)
    wrong = session.scalars(select(Tally.id).where(Tally.channel == "open")).one()
    corrupt_tally(session, wrong, corruption)
    session.commit()

    compare_volumes(session, today=TODAY)

    assert noticed(session) == []
    totals = anomaly_queries.desk_totals(session, periods=list(MONTHS))
    assert [(each.channel, each.respondents) for each in totals] == [(Channel.TICKET, 12)]
    tops = anomaly_queries.top_counts(session, period="2026-03")
    assert tops == {Channel.TICKET: (0, 12)}


def test_ratings_that_may_have_waited_since_an_earlier_month_are_no_signal(
    session: Session, city: SmallCity
) -> None:
    rated(session, city, 39, channel="open")
    visits(session, city.desk_ids[0], 10)

    assert compare_volumes(session, today=TODAY) == 0


def test_visits_that_are_not_known_for_each_month_are_not_compared(
    session: Session, city: SmallCity
) -> None:
    rated(session, city, 500, channel="open")
    visits(session, city.desk_ids[0], 1, periods=MONTHS[:2])

    assert compare_volumes(session, today=TODAY) == 0


def tickets(session: Session, count: int, *, is_spent: bool = False, **scope: int) -> None:
    for number in range(count):
        code_hash = f"{scope}{number}".encode().ljust(32, b"-")
        row = {"expires_on": date(2026, 5, 31), "is_spent": is_spent}
        add(session, Ticket(code_hash=code_hash, **row, **scope))
    session.commit()


@pytest.mark.parametrize("scope", ["desk_id", "service_id", "agency_id"])
def test_more_ratings_by_ticket_than_tickets_are_noticed(
    session: Session, city: SmallCity, scope: str
) -> None:
    ids = {
        "desk_id": city.desk_ids[0],
        "service_id": city.service_ids[0],
        "agency_id": city.agency_id,
    }
    rated(session, city, 20)
    tickets(session, 11, **{scope: ids[scope]})
    assert compare_volumes(session, today=TODAY) == 0
    rated(session, city, 1, service_id=city.service_ids[1])

    assert compare_volumes(session, today=TODAY) == 1
    assert noticed(session) == [("ratings_above_tickets", city.desk_ids[0], "ticket")]


def test_more_spent_tickets_than_visits_are_noticed(session: Session, city: SmallCity) -> None:
    visits(session, city.desk_ids[1], 2)
    tickets(session, 7, is_spent=True, desk_id=city.desk_ids[1])

    compare_volumes(session, today=TODAY)

    assert noticed(session) == [("tickets_above_visits", city.desk_ids[1], "ticket")]


def hours(*counts: tuple[int, int]) -> tuple[int, ...]:
    found = dict(counts)
    return tuple(found.get(hour, 0) for hour in range(24))


def test_an_hour_with_a_burst_of_open_ratings_is_noticed(session: Session, city: SmallCity) -> None:
    busy, calm = city.desk_ids
    by_desk = {busy: hours((9, 40), (10, 2)), calm: hours((9, 2))}

    new = find_bursts(
        session, lambda desk_id, _: by_desk[desk_id], day=date(2026, 4, 1), today=TODAY
    )

    (signal,) = anomaly_queries.anomalies(session)
    assert new == 1
    assert (signal.kind, signal.desk_id) == (AnomalyKind.BURST, busy)
    assert (signal.observed, signal.period) == (40, "2026-04")


def test_a_desk_that_is_always_busy_has_no_burst(session: Session, city: SmallCity) -> None:
    desk = city.desk_ids[0]
    for period in MONTHS:
        rated(session, city, 4_000, channel="open", period=period)
        rated(session, city, 9_000, channel="ticket", period=period)
    make_hours(session, desk, opens=time(7, 30), closes=time(16))
    session.commit()

    assert find_bursts(session, lambda *_: hours((9, 60)), day=TODAY, today=TODAY) == 1
    assert noticed(session) == [("burst", city.desk_ids[1], "open")]


def test_a_review_is_kept_once_and_changes_no_figure(
    session: Session, city: SmallCity, mix: Mix
) -> None:
    send(session, answers_of(city.service_ids[0], level=1), desk_id=city.desk_ids[0], times=15)
    mix(APRIL)
    before = sum_queries.tallies(session, periods=["2026-04"])
    (signal,) = anomaly_queries.anomalies(session)
    review = ReviewAnomaly(signal.signal_id, ReviewOutcome.EXPLAINED, note="Jaringan mati.")

    review_anomaly(session, review, today=TODAY)
    with pytest.raises(AlreadyReviewed):
        review_anomaly(session, review, today=TODAY)
    session.rollback()

    found = anomaly_queries.anomaly_in_brief(session, signal.signal_id)
    assert found is not None
    assert (found.outcome, found.note) == (ReviewOutcome.EXPLAINED, "Jaringan mati.")
    assert sum_queries.tallies(session, periods=["2026-04"]) == before
    assert anomaly_queries.anomaly_in_brief(session, 999) is None


def test_a_desk_channel_and_month_are_left_out_once_with_rule_and_reason(
    session: Session, city: SmallCity
) -> None:
    command = ExcludeRatings(
        desk_id=city.desk_ids[0],
        channel=Channel.OPEN,
        period="2026-03",
        rule=ExclusionRule.STAFF_RATED,
        reason="Petugas menilai sendiri.",
    )

    exclude_ratings(session, command, today=TODAY)
    with pytest.raises(AlreadyExcluded):
        exclude_ratings(session, command, today=TODAY)

    (row,) = anomaly_queries.exclusions(session)
    assert (row.desk_id, row.channel, row.rule) == (
        city.desk_ids[0],
        Channel.OPEN,
        ExclusionRule.STAFF_RATED,
    )


def test_what_counts_as_low_and_as_perfect() -> None:
    sheets = [
        {Element.TIME: 2, Element.COST: 2},
        {Element.TIME: 2, Element.COST: 3},
        {Element.TIME: 4, Element.COST: 4},
    ]

    hits = BatchHits.of(sheets)

    assert hits.low == (True, False, False)
    assert hits.all_top == (False, False, True)


def test_shares_stay_where_a_watch_can_work() -> None:
    assert usual_share(0, 0, otherwise=0.06) == 0.06
    assert usual_share(0, 50, otherwise=0.06) == 0.01
    assert usual_share(50, 50, otherwise=0.06) == 0.6
    assert changed_share(0.06) == pytest.approx(0.15)
    assert changed_share(0.6) == 0.95
