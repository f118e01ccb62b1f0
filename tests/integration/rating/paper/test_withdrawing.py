"""A paper file that came in by mistake is taken out again, and nothing else with it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.rating.mixing import sum_queries
from portal.rating.mixing.ballot_models import Ballot
from portal.rating.mixing.recount_queries import recounted
from portal.rating.paper import queries as paper_queries
from portal.rating.paper.domain import paper_period, period_between
from portal.rating.paper.models import PaperBatch, PaperWithdrawal
from portal.rating.paper.reading import ImportPaper, PaperPeriodsOverlap, PaperRefused
from portal.rating.paper.service import import_paper
from portal.rating.paper.withdrawing import (
    NotThatFile,
    PaperChanged,
    PaperGone,
    WithdrawPaper,
    YearRevised,
    withdraw_paper,
)
from portal.time.months import CalendarPeriod
from tests.factories.ratings import SmallCity, make_small_city
from tests.integration.rating.conftest import count

TODAY = date(2026, 7, 2)
HEADER = "time;cost;service;sex"
WRONG = "\n".join([HEADER, *["3;4;ktp;female"] * 8, *["1;;kk;male"] * 4])
RIGHT = "\n".join([HEADER, *["3;4;ktp;female"] * 5, *["2;2;ktp;male"] * 7])


@pytest.fixture
def city(session: Session) -> SmallCity:
    return make_small_city(session)


def take_in(session: Session, content: str, period: str = "2026-Q1", **fields: Any) -> int:
    command = ImportPaper("dukcapil", paper_period(period), content.encode(), **fields)
    import_paper(session, command, today=TODAY)
    return max(batch.id for batch in paper_queries.paper_batches(session))


def take_out(
    session: Session, batch_id: int, content: str, *, revised: Sequence[int] = (), **fields: Any
) -> int:
    command = WithdrawPaper(batch_id, content.encode(), reason="Periode keliru", **fields)
    return withdraw_paper(
        session, command, today=TODAY, is_revised=lambda _session, year: year in revised
    )


def stored(session: Session) -> tuple[object, ...]:
    """Everything that answers are counted in, without the random keys of ballots."""
    ballots = session.execute(select(*[c for c in Ballot.__table__.c if c.name != "token"]))
    tallies = sum_queries.tallies(session, periods=["2026-03"])
    profiles = sum_queries.profile_counts(session, years=[2026])
    return (
        sorted(map(repr, ballots)),
        sorted(repr(row) for row in tallies),
        sorted(map(repr, profiles)),
    )


def test_only_the_answers_of_that_file_go(session: Session, city: SmallCity) -> None:
    take_in(session, RIGHT)
    before = stored(session)
    wrong = take_in(session, WRONG)

    assert take_out(session, wrong, WRONG) == 12

    assert stored(session) == before
    rows = sum_queries.tallies(session, periods=["2026-03"])
    assert sorted(map(repr, rows)) == sorted(map(repr, recounted(session, period=rows[0].period)))


def test_without_any_file_left_nothing_is_left(session: Session, city: SmallCity) -> None:
    take_out(session, take_in(session, WRONG), WRONG)

    assert stored(session) == ([], [], [])


def test_what_was_withdrawn_is_told_for_good(session: Session, city: SmallCity) -> None:
    take_out(session, take_in(session, WRONG), WRONG)

    (one,) = paper_queries.paper_withdrawals(session)
    assert (one.respondents, one.reason, one.withdrawn_on) == (12, "Periode keliru", TODAY)
    with pytest.raises(DBAPIError):
        session.execute(text("DELETE FROM paper_withdrawal"))
    session.rollback()
    assert count(session, PaperWithdrawal) == 1


def test_a_withdrawn_file_may_come_in_for_the_right_months(
    session: Session, city: SmallCity
) -> None:
    with_overlap = take_in(session, WRONG, "2026-H1")
    with pytest.raises(PaperPeriodsOverlap):
        take_in(session, RIGHT, "2026-Q1")
    session.rollback()

    take_out(session, with_overlap, WRONG)
    take_in(session, WRONG, "2026-Q1")

    (batch,) = paper_queries.paper_batches(session)
    assert (batch.last_period, count(session, Ballot)) == ("2026-03", 12)


def test_another_file_takes_nothing_out(session: Session, city: SmallCity) -> None:
    wrong = take_in(session, WRONG)
    before = stored(session)

    with pytest.raises(NotThatFile):
        take_out(session, wrong, RIGHT)
    session.rollback()

    assert (stored(session), count(session, PaperBatch)) == (before, 1)


def test_a_year_that_was_revised_keeps_its_paper(session: Session, city: SmallCity) -> None:
    wrong = take_in(session, WRONG)

    with pytest.raises(YearRevised):
        take_out(session, wrong, WRONG, revised=[2026])
    session.rollback()
    assert take_out(session, wrong, WRONG, revised=[2025]) == 12


def test_the_second_withdrawal_finds_nothing(session: Session, city: SmallCity) -> None:
    wrong = take_in(session, WRONG)
    take_out(session, wrong, WRONG)

    with pytest.raises(PaperGone):
        take_out(session, wrong, WRONG)


@pytest.mark.parametrize("missing", ["ballot", "profile_tally"])
def test_answers_that_are_no_longer_there_are_not_guessed(
    session: Session, city: SmallCity, missing: str
) -> None:
    wrong = take_in(session, WRONG)
    session.execute(text(f"DELETE FROM {missing}"))
    session.commit()
    before = stored(session)

    with pytest.raises(PaperChanged):
        take_out(session, wrong, WRONG)
    session.rollback()

    assert (stored(session), count(session, PaperBatch)) == (before, 1)


def test_headings_are_read_as_they_were_then(session: Session, city: SmallCity) -> None:
    content = "U1;U2\n3;4\n2;1"
    then = {"U1": "time", "U2": "cost"}
    wrong = take_in(session, content, meanings=then)
    other = content.replace("3", "1")
    take_in(session, other, meanings={"U1": "cost", "U2": "time"})

    with pytest.raises(PaperChanged):
        take_out(session, wrong, content)
    session.rollback()
    assert take_out(session, wrong, content, meanings=then) == 2


def test_a_file_that_can_no_longer_be_read_says_why(session: Session, city: SmallCity) -> None:
    wrong = take_in(session, WRONG)
    session.execute(text("UPDATE service SET code = 'akta' WHERE code = 'kk'"))
    session.commit()

    with pytest.raises(PaperRefused):
        take_out(session, wrong, WRONG)


@pytest.mark.parametrize("label", ["2026-03", "2026-12", "2026-Q1", "2026-Q4", "2026-H2", "2026"])
def test_a_stored_period_is_read_back(label: str) -> None:
    period = CalendarPeriod.of(label)

    assert period_between(period.span.first, period.span.last) == period


Rows = Sequence[Mapping[str, int]]
row = st.dictionaries(st.sampled_from(["time", "cost", "product"]), st.integers(1, 4), min_size=1)


def as_csv(rows: Rows, mark: str) -> str:
    lines = [
        ";".join(str(row.get(name, "")) for name in ("time", "cost", "product")) for row in rows
    ]
    return "\n".join([f"time;cost;product;Catatan {mark}", *(f"{line};" for line in lines)])


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(row, min_size=1, max_size=8), st.lists(row, min_size=1, max_size=8))
def test_in_and_out_again_is_as_if_never_in(
    session: Session, city: SmallCity, kept: Rows, gone: Rows
) -> None:
    meanings = {"Catatan a": "-", "Catatan b": "-"}
    first = take_in(session, as_csv(kept, "a"), meanings=meanings)
    before = stored(session)

    take_out(session, take_in(session, as_csv(gone, "b"), meanings=meanings), as_csv(gone, "b"))

    assert stored(session) == before
    take_out(session, first, as_csv(kept, "a"))
