"""Reports on help count in tens, a line for everything that is known, and nobody twice."""

import pytest

from portal.evaluation.reports.help_domain import CAUSES, cause_lines, topic_needs
from portal.evaluation.rules.programmes import ProgrammeOutcome
from portal.evaluation.rules.states import RecommendationState
from portal.publication.yearly_evaluation.documents import TenStep

State = RecommendationState
NAMES = {"b": "Sistem baru", "a": "Komunikasi"}
FEW, TEN, TWENTY = TenStep(0), TenStep(10), TenStep(20)
TOLD = [(0, FEW), (1, FEW), (9, FEW), (10, TEN), (20, TWENTY)]


@pytest.mark.parametrize(
    ("people", "told"), [(0, FEW), (1, FEW), (9, FEW), (10, TEN), (20, TWENTY)]
)
def test_people_who_need_a_topic_are_told_in_tens(people: int, told: TenStep) -> None:
    held = [(each, "a", State.SUGGESTED) for each in range(people)]

    lines = topic_needs(NAMES, held=held)
    assert [line.topic for line in lines] == ["Komunikasi", "Sistem baru"]
    assert (lines[0].needed, lines[0].planned, lines[1].needed) == (told, FEW, FEW)


def test_somebody_with_two_trainings_of_a_topic_counts_once() -> None:
    twice = [(each % 9, "a", state) for each in range(18) for state in (State.DONE, State.PLANNED)]
    twice += [(each, "a", State.EFFECT_CHECKED) for each in range(9)]

    (line, _) = topic_needs(NAMES, held=twice)
    assert (line.needed, line.planned, line.done) == (FEW, FEW, FEW)


def test_what_was_declined_is_no_need() -> None:
    declined = [(each, "a", State.DECLINED) for each in range(30)]
    (line, _) = topic_needs(NAMES, held=declined)
    assert (line.needed, line.planned, line.done) == (FEW, FEW, FEW)


def test_programmes_stand_by_cause_with_their_outcomes_and_every_cause_has_a_line() -> None:
    met, running = ("skill", ProgrammeOutcome.MET), ("skill", None)
    lines = cause_lines([*[met] * 12, *[running] * 9, *[(None, None)] * 10])

    assert [line.cause for line in lines] == list(CAUSES)
    by_cause = {line.cause: line for line in lines}
    assert by_cause["skill"].programmes == TWENTY
    assert by_cause["skill"].outcomes[ProgrammeOutcome.MET] == TEN
    assert by_cause["skill"].outcomes[ProgrammeOutcome.NOT_MET] == FEW
    assert (by_cause["none"].programmes, by_cause["tools"].programmes) == (TEN, FEW)
