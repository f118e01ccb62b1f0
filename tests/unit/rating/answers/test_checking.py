"""Answers fit what a desk offered and a service asked in the month they were given."""

from datetime import date

import pytest

from portal.organisation.places.arrangement import Arrangement, DatedValue, Timeline
from portal.rating.answers.submission import (
    AnswerFault,
    AnswerFaultKind,
    GivenAnswers,
    Terms,
    faults_of_answers,
)
from portal.survey.elements import ELEMENTS, Element, FigureRules, RuleBook

DESK, KTP, KK = 1, 10, 11
ALL = frozenset(ELEMENTS)
COST = frozenset({Element.COST})
NOT_OFFERED = (AnswerFault(AnswerFaultKind.NOT_OFFERED),)
COST_NOT_ASKED = (AnswerFault(AnswerFaultKind.NOT_ASKED, Element.COST),)
COST_NOT_ANSWERED = (AnswerFault(AnswerFaultKind.NOT_ANSWERED, Element.COST),)


def terms(*, may_skip: frozenset[Element] = frozenset()) -> Terms:
    """KTP is offered until May and does not ask the cost from June on; KK is offered elsewhere."""
    ends = DatedValue("2026-08", False, date(2026, 7, 1))
    asks_less = DatedValue("2026-06", COST, date(2026, 5, 1))
    arrangement = Arrangement(
        offers={(DESK, KTP): Timeline(True, (ends,)), (2, KK): Timeline(True)},
        questions={KTP: Timeline(frozenset(), (asks_less,)), KK: Timeline(frozenset())},
    )
    return Terms(arrangement, RuleBook(FigureRules(not_experienced=may_skip)))


@pytest.mark.parametrize(
    ("service", "elements", "month", "faults"),
    [
        (KTP, ALL, "2026-05", ()),
        (KTP, ALL - COST, "2026-05", COST_NOT_ANSWERED),
        (KTP, ALL - COST, "2026-06", ()),
        (KTP, ALL, "2026-06", COST_NOT_ASKED),
        (KTP, ALL - COST, "2026-08", NOT_OFFERED),
        (KK, ALL, "2026-05", NOT_OFFERED),
    ],
)
def test_answers_are_judged_by_their_month(
    service: int, elements: frozenset[Element], month: str, faults: tuple[AnswerFault, ...]
) -> None:
    given = GivenAnswers(DESK, service, elements)

    assert faults_of_answers(given, terms(), months=(month,)) == faults


def test_answers_that_fit_one_of_several_months_are_good() -> None:
    given = GivenAnswers(DESK, KTP, ALL)

    assert faults_of_answers(given, terms(), months=("2026-08", "2026-05")) == ()
    assert faults_of_answers(given, terms(), months=("2026-06", "2026-08")) == NOT_OFFERED


def test_what_may_be_skipped_may_be_missing_and_paper_may_have_gaps() -> None:
    given = GivenAnswers(DESK, KTP, ALL - COST)
    paper = GivenAnswers(None, KTP, {Element.TIME}, is_whole=False)

    assert faults_of_answers(given, terms(may_skip=COST), months=("2026-05",)) == ()
    assert faults_of_answers(paper, terms(), months=("2026-05",)) == ()


def test_without_a_service_nothing_can_be_wrong() -> None:
    assert faults_of_answers(GivenAnswers(DESK, None, ALL), terms(), months=("2026-05",)) == ()
