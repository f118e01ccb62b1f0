"""How a batch of opened ratings is split and summed up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.rating.answers.answers import Channel, RatingAnswers
from portal.rating.mixing.domain import CountedPlace, ballot_of, split_records_of, summed
from portal.rating.mixing.split_records import OfficerAnswer, ProfileAnswer, ReasonsAnswer
from portal.survey.elements import Element, ElementCounts, LevelCounts
from portal.survey.index import CompositeSums, scaled_composite
from tests.unit.rating.strategies import answers

DESK = CountedPlace(agency_id=1, unit_id=2, desk_id=3, channel=Channel.TICKET)
AGENCY = CountedPlace(
    agency_id=1, unit_id=None, desk_id=None, channel=Channel.TICKET, keeps_service=False
)
FULL = RatingAnswers(
    service_id=9,
    scores={Element.CONDUCT: 4, Element.COST: 2},
    officer_id=5,
    reasons=frozenset({Element.COST}),
    comment="Lama",
    profile={"sex": "male"},
)


def test_a_ballot_holds_the_scores_and_the_place_and_nothing_else() -> None:
    ballot = ballot_of(FULL.scores, cell=DESK.cell(FULL, period="2026-03"))

    assert {key: value for key, value in ballot.items() if value is not None} == {
        "period": "2026-03",
        "agency_id": 1,
        "unit_id": 2,
        "desk_id": 3,
        "service_id": 9,
        "channel": "ticket",
        "cost": 2,
        "conduct": 4,
    }


def test_each_part_is_split_off_on_its_own() -> None:
    assert split_records_of(FULL, place=DESK) == [
        OfficerAnswer(officer_id=5, desk_id=3, scores={Element.CONDUCT: 4}),
        ProfileAnswer(agency_id=1, profile={"sex": "male"}),
        ReasonsAnswer(agency_id=1, reasons=frozenset({Element.COST})),
    ]


def test_residuals_of_an_agency_keep_neither_desk_nor_service_nor_officer() -> None:
    ballot = ballot_of(FULL.scores, cell=AGENCY.cell(FULL, period="2026-12"))

    assert (ballot["unit_id"], ballot["desk_id"], ballot["service_id"]) == (None, None, None)
    assert not any(isinstance(part, OfficerAnswer) for part in split_records_of(FULL, place=AGENCY))


@pytest.mark.parametrize("scores", [{Element.COST: 3}, {Element.CONDUCT: 3}])
def test_an_officer_answer_needs_an_officer_and_their_own_elements(
    scores: dict[Element, int],
) -> None:
    unknown = RatingAnswers(service_id=1, scores=scores)
    known = RatingAnswers(service_id=1, scores=scores, officer_id=4)

    assert split_records_of(unknown, place=DESK) == []
    assert bool(split_records_of(known, place=DESK)) is (Element.CONDUCT in scores)


@given(st.lists(answers, min_size=1, max_size=30))
def test_sums_are_exact_and_lose_nobody(batch: list[RatingAnswers]) -> None:
    sums = summed(batch, place=AGENCY, period="2026-03")

    ((cell, total),) = sums.items()
    composites = CompositeSums.of(scaled_composite(answers.scores) for answers in batch)
    assert cell.service_id is None
    assert (total.respondents, total.composite_sum) == (composites.n, composites.total)
    assert total.composite_square_sum == composites.squares
    counts = {e: LevelCounts(tuple(levels)) for e, levels in total.levels.items()}
    assert ElementCounts.of(counts) == ElementCounts.of_ballots(a.scores for a in batch)
    assert total.all_top == sum(set(a.scores.values()) == {4} for a in batch)


@given(st.lists(answers, min_size=1, max_size=30))
def test_a_desk_is_summed_up_per_service(batch: list[RatingAnswers]) -> None:
    sums = summed(batch, place=DESK, period="2026-03")

    assert {cell.service_id for cell in sums} == {answers.service_id for answers in batch}
    assert sum(total.respondents for total in sums.values()) == len(batch)
