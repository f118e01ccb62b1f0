"""The methodology states what the code computes with."""

from datetime import UTC, date, datetime
from decimal import Decimal

from portal.complaints.published import domain as complaints
from portal.survey.elements import ElementCodes
from portal.transparency import methodology as facts
from portal.transparency.documents import unchanged_since
from portal.transparency.methodology import example, grade_bands, statistics_facts, survey_facts


def test_the_worked_example_reaches_the_published_index() -> None:
    case = example()

    assert case.respondents == 187
    assert round(float(case.ikm), 3) == 87.641
    assert (case.rounded, case.grade) == (Decimal("87.64"), "B")


def test_grades_reach_up_to_just_below_the_next() -> None:
    bands = [(band.grade, str(band.lowest), str(band.highest)) for band in grade_bands()]

    assert bands == [
        ("A", "88.31", "100"),
        ("B", "76.61", "88.30"),
        ("C", "65.00", "76.60"),
        ("D", "25.00", "64.99"),
    ]


def test_the_minimum_sample_is_shown_for_usual_populations() -> None:
    assert survey_facts(ElementCodes.REGULATION)["samples"] == (
        (10, 10),
        (100, 80),
        (1_000, 278),
        (10_000, 370),
        (1_000_000, 384),
    )


def test_the_least_number_of_answers_for_a_comparison_follows_from_the_constants() -> None:
    assert statistics_facts()["answers_for_comparison"] == 45


def test_a_document_is_dated_to_the_end_of_its_day_and_never_to_a_moment_of_reading() -> None:
    noon = datetime(2026, 11, 5, 5, tzinfo=UTC)
    later = datetime(2026, 11, 20, tzinfo=UTC)

    same_day = unchanged_since(date(2026, 11, 5), now=noon, timezone="Asia/Jakarta")
    afterwards = unchanged_since(date(2026, 11, 5), now=later, timezone="Asia/Jakarta")

    assert same_day is None
    assert afterwards == datetime(2026, 11, 5, 17, tzinfo=UTC)


def test_the_page_states_what_the_counts_of_complaints_are_made_with() -> None:
    stated = facts.disclosure_facts(least_mean=30)

    assert stated["complaint_step"] == complaints.STEP
    assert stated["complaints_received"] == complaints.FEWEST_RECEIVED
    assert stated["complaints_answered"] == complaints.FEWEST_ANSWERED
