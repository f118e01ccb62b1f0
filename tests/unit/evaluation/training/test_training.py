"""Lesson hours of a year, and what leaves the portal of a training."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.evaluation.rules.states import RecommendationState
from portal.evaluation.rules.training import TrainingTrigger, hours_due
from portal.evaluation.training.domain import PersonTraining, Topic, hours_of
from portal.evaluation.training.exported import HEADINGS, calendar_of, office_rows

NOW = datetime(2026, 1, 12, 3, tzinfo=UTC)
WEAK = "Komunikasi sesudah penilaian rendah"


def training(
    state: RecommendationState, *, number: int = 7, hours: int | None = None
) -> PersonTraining:
    is_done = state in {RecommendationState.DONE, RecommendationState.EFFECT_CHECKED}
    return PersonTraining(
        number,
        1,
        Topic("k", WEAK, 16, "BKPSDM"),
        TrainingTrigger.CITIZENS,
        state,
        1,
        2,
        date(2026, 1, 12),
        1,
        None,
        date(2026, 2, 2),
        date(2026, 2, 3),
        3,
        None,
        b"x" if hours else None,
        hours,
        date(2026, 2, 4) if is_done else None,
        None,
        None,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("days", "absent", "due"),
    [(365, 0, 20), (365, 365, 0), (365, 60, 17), (366, 183, 10), (365, 1, 20), (90, 45, 10)],
)
def test_twenty_hours_a_year_less_approved_absence(days: int, absent: int, due: int) -> None:
    # 20 * 305 / 365 = 16.7; 20 * 364 / 365 = 19.9
    assert hours_due(days=days, absent=absent) == due


@given(st.integers(1, 366), st.integers(0, 366))
def test_more_absence_never_asks_for_more_hours(days: int, absent: int) -> None:
    absent = min(absent, days)

    due = hours_due(days=days, absent=absent)

    assert 0 <= due <= 20
    assert absent == 0 or hours_due(days=days, absent=absent - 1) >= due


@pytest.mark.parametrize(("days", "absent"), [(0, 0), (365, 366), (365, -1)])
def test_days_that_no_year_has_are_refused(days: int, absent: int) -> None:
    with pytest.raises(ValueError, match="days"):
        hours_due(days=days, absent=absent)


def test_only_hours_with_evidence_that_was_confirmed_count() -> None:
    done, checked = RecommendationState.DONE, RecommendationState.EFFECT_CHECKED
    taking = RecommendationState.TAKING_PART
    held = [training(done, hours=16), training(checked, hours=4), training(taking, hours=40)]

    assert hours_of(held, year=2026) == 20
    assert hours_of(held, year=2025) == 0


def test_a_calendar_says_training_and_nothing_else() -> None:
    planned = training(RecommendationState.PLANNED)
    others = [training(each) for each in RecommendationState if each.value != "planned"][:3]

    text = calendar_of([planned, *others], now=NOW)

    assert text.split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Suara Loket//Pelatihan//ID",
        "BEGIN:VEVENT",
        "UID:pelatihan-7@suara-loket",
        "DTSTAMP:20260112T030000Z",
        "DTSTART;VALUE=DATE:20260202",
        "DTEND;VALUE=DATE:20260204",
        "SUMMARY:Pelatihan",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    assert WEAK not in text


def test_the_training_office_reads_who_when_and_what_and_never_why() -> None:
    states = {each.value: each.value for each in RecommendationState}
    rows = list(
        office_rows(
            [training(RecommendationState.PLANNED)],
            people={1: ("Ayu Contoh", "199")},
            states=states,
        )
    )

    assert rows == [
        ("Ayu Contoh", "199", WEAK, "BKPSDM", "16", "2026-02-02", "2026-02-03", "planned")
    ]
    assert len(rows[0]) == len(HEADINGS)
