"""What keeps a year from being confirmed is said, each for itself."""

from dataclasses import replace
from typing import Any

import pytest

from portal.evaluation.appraisals.domain import Rating, Yearly
from portal.evaluation.appraisals.obstacles import Known, Obstacle, obstacles
from portal.evaluation.rules.levels import ExpectationLevel
from portal.evaluation.rules.states import YearlyState

MEETS, ABOVE = ExpectationLevel.MEETS, ExpectationLevel.ABOVE
NOTHING = Known(
    has_pending=False,
    round_runs=False,
    aid_result=MEETS,
    aid_behaviour=MEETS,
    has_head=False,
    looks=(),
)


def made(kind: type, **given: Any) -> Any:
    """Return a record of which only what is given is said."""
    return kind(**(dict.fromkeys(kind.__dataclass_fields__) | given))


def year(**changed: Any) -> Yearly:
    rating = made(Rating, result=MEETS, behaviour=MEETS, **changed)
    found: Yearly = made(Yearly, state=YearlyState.RATED, result_level=MEETS, behaviour_level=MEETS)
    return replace(found, ratings=(rating,))


def test_a_rating_as_the_aids_suggest_may_be_confirmed() -> None:
    assert obstacles(year(), NOTHING) == ()


@pytest.mark.parametrize(
    ("known", "reason", "obstacle"),
    [
        ({"aid_result": ABOVE}, "result_reason", Obstacle.RESULT_DIFFERS),
        ({"aid_behaviour": ABOVE}, "behaviour_reason", Obstacle.BEHAVIOUR_DIFFERS),
    ],
)
def test_a_level_beside_the_aid_needs_its_own_reason(
    known: dict[str, Any], reason: str, obstacle: Obstacle
) -> None:
    later = replace(NOTHING, **known)

    assert obstacles(year(), later) == (obstacle,)
    assert obstacles(year(**{reason: b"sealed"}), later) == ()
    others = {"result_reason": b"sealed", "behaviour_reason": b"sealed", reason: None}
    assert obstacles(year(**others), later) == (obstacle,)


@pytest.mark.parametrize(
    ("known", "obstacle"),
    [
        ({"is_head": True, "aid_result": None}, Obstacle.ORGANISATION),
        ({"has_pending": True}, Obstacle.PENDING),
        ({"round_runs": True}, Obstacle.ROUND_RUNS),
        ({"has_head": True}, Obstacle.NOT_REVIEWED),
        ({"open_notes": 1}, Obstacle.SIGNALS),
    ],
)
def test_what_is_still_open_is_said_also_of_a_year_without_a_rating(
    known: dict[str, Any], obstacle: Obstacle
) -> None:
    later = replace(NOTHING, **known)

    assert obstacles(year(), later) == (obstacle,)
    assert obstacles(replace(year(), ratings=()), later) == (obstacle,)


def test_no_reason_lets_a_head_differ_from_the_organisation() -> None:
    head = replace(NOTHING, is_head=True, aid_result=ABOVE)

    assert obstacles(year(result_reason=b"sealed"), head) == (Obstacle.ORGANISATION,)
    assert obstacles(year(), replace(head, aid_result=MEETS)) == ()
