"""What is hidden of a year is named by agency and section, and nothing else is."""

from typing import Any

from portal.publication.figures.figures import Reason
from portal.publication.figures.withholding import YearlyGap, yearly_gaps

SHOWN = {"suppressed": None}
HIDDEN = {"suppressed": "too_few"}


def breakdown(
    field: str, *answers: dict[str, Any], year: int = 2026, **facts: Any
) -> dict[str, Any]:
    return {"field": field, "year": year, "answers": answers, "suppressed": None} | facts


def agency(*breakdowns: dict[str, Any], officers: Any = None) -> dict[str, Any]:
    return {"place": {"name": "Dinas"}, "breakdowns": breakdowns, "officers": officers}


def test_a_hidden_section_gives_its_reason_and_one_with_hidden_answers_their_number() -> None:
    document = agency(
        breakdown("sex", SHOWN, SHOWN),
        breakdown("age", SHOWN, HIDDEN, HIDDEN),
        breakdown("reasons", suppressed="too_few"),
        officers={"suppressed": "few_members"},
    )

    assert yearly_gaps([document], year=2026) == (
        YearlyGap("Dinas", "age", None, 2),
        YearlyGap("Dinas", "reasons", Reason.TOO_FEW),
        YearlyGap("Dinas", "officers", Reason.FEW_MEMBERS),
    )


def test_a_year_that_was_shown_before_is_not_repeated() -> None:
    earlier = breakdown("age", HIDDEN, year=2025)

    assert yearly_gaps([agency(earlier, officers=SHOWN), agency(earlier)], year=2026) == ()
