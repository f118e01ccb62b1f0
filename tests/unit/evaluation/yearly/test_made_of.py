"""What a reader without colleagues' figure could work out from the rest of the page."""

from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from portal.evaluation.plans.domain import BehaviourValue
from portal.evaluation.rules.behaviour import BehaviourRules, behaviour_aid
from portal.evaluation.rules.citizens import without_comparison
from portal.evaluation.rules.colleagues import FoldedAnswers
from portal.evaluation.yearly.made_of import MadeResult, result_of

RULES = BehaviourRules()
FIGURES = [Fraction(half, 2) for half in range(2, 11)]
STEPS = (4, 4, 4, 4, 4, 4, 3)


def document(colleagues: Fraction) -> dict[str, Any]:
    """Return what a snapshot says of behaviour, as the rules give it for these steps."""
    aid = behaviour_aid(
        STEPS,
        colleagues=FoldedAnswers(colleagues, 6, None),
        citizens=without_comparison(0),
        rules=RULES,
    )
    steps = {str(value): {"step": step} for value, step in zip(BehaviourValue, STEPS, strict=True)}
    return {
        "result": {
            "score": None,
            "level": None,
            "weights": None,
            "attainments": {},
            "left_out": [],
        },
        "plan": {"indicators": []},
        "levels": {"result": "meets", "behaviour": "meets"},
        "behaviour": {
            "score": str(aid.score),
            "level": str(aid.level),
            "weights": {key: str(share) for key, share in (aid.weights or {}).items()},
            "left_out": [],
            "near_border": aid.is_near_border,
        },
        "rules": {
            "values": {
                "behaviour.superior": 60,
                "behaviour.colleagues": 20,
                "behaviour.citizens": 20,
            }
        },
        "ratings": [{"steps": steps}],
        "colleagues": {"value": str(colleagues)},
        "citizens": {"value": None},
    }


def shown(made: MadeResult) -> tuple[object, ...]:
    """Return everything of behaviour that the page is drawn from, beside the document."""
    return made.behaviour, made.is_near_border


@pytest.mark.parametrize(("one", "other"), list(product(FIGURES, FIGURES)))
def test_two_figures_of_colleagues_look_alike_to_who_reads_none(
    one: Fraction, other: Fraction
) -> None:
    pages = [
        shown(result_of(document(each), reads_causes=False, reads_colleagues=False))
        for each in (one, other)
    ]

    assert pages[0] == pages[1]
    assert pages[0][0].is_hidden  # type: ignore[attr-defined] # a MadeBar


def test_the_person_and_the_appraiser_read_the_aid_and_that_it_lies_near_a_border() -> None:
    made = result_of(document(Fraction(9, 2)), reads_causes=True, reads_colleagues=True)

    assert made.is_near_border
    assert (made.behaviour.is_hidden, made.behaviour.suggested) == (False, "above")
    assert [each.key for each in made.behaviour.parts] == ["superior", "colleagues"]
