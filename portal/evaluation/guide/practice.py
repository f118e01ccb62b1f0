"""A practice plan: the template's results with what somebody tries out, counted nowhere."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from portal.evaluation.plans.domain import Indicator, Result
from portal.evaluation.plans.starting_points import DESK_OFFICER
from portal.evaluation.rules.attainment import Aspect, Direction
from portal.evaluation.rules.planning import PlanGap, plan_gaps

KEPT_FOR = timedelta(days=7)
AS_THEY_ARE = ("text", "unit", "target_text", "method", "source", "weight", "uses_citizens")


class PracticeState(StrEnum):
    """Where a practice plan stands; a made-up appraiser returns it once and then agrees."""

    DRAFT = "draft"
    RETURNED = "returned"
    AGREED = "agreed"


@dataclass(frozen=True, slots=True)
class PracticePlan:
    """What somebody tries out.

    :ivar revision: grows with every change, so that two tabs notice each other.
    """

    state: PracticeState
    revision: int
    results: tuple[Result, ...]

    def gaps(self) -> tuple[PlanGap, ...]:
        """Return what keeps the plan from being sent, by the rules of real plans."""
        return plan_gaps(tuple(each.planned() for each in self.results))

    def indicator(self, key: int) -> Indicator | None:
        """Return the indicator of a key, or None."""
        found = (one for each in self.results for one in each.indicators if one.key == key)
        return next(found, None)

    def with_indicator(self, changed: Indicator) -> tuple[Result, ...]:
        """Return the results with one indicator changed."""
        return tuple(
            replace(
                each,
                indicators=tuple(
                    changed if one.key == changed.key else one for one in each.indicators
                ),
            )
            for each in self.results
        )

    def after_sending(self) -> PracticeState:
        """Return what the made-up appraiser does: returns the first one, agrees to the next."""
        return PracticeState.RETURNED if self.state is PracticeState.DRAFT else PracticeState.AGREED


def written(results: Sequence[Result]) -> str:
    """Return what was tried out as JSON; everything else is the template's."""
    return json.dumps({one.key: _told(one) for each in results for one in each.indicators})


def read(text: str) -> tuple[Result, ...]:
    """Return the results that ``written`` wrote."""
    told: dict[str, Any] = json.loads(text) if text else {}
    return tuple(
        replace(
            each,
            indicators=tuple(_filled(one, told.get(str(one.key))) for one in each.indicators),
        )
        for each in DESK_OFFICER
    )


def _told(one: Indicator) -> dict[str, Any]:
    return {
        **{name: getattr(one, name) for name in AS_THEY_ARE},
        "aspect": str(one.aspect),
        "direction": str(one.direction),
        "target": None if one.target is None else str(one.target),
        "quarters": [str(each) for each in one.quarters],
    }


def _filled(one: Indicator, told: dict[str, Any] | None) -> Indicator:
    if told is None:
        return one
    return replace(
        one,
        **{name: told[name] for name in AS_THEY_ARE},
        aspect=Aspect(told["aspect"]),
        direction=Direction(told["direction"]),
        target=None if told["target"] is None else Decimal(told["target"]),
        quarters=tuple(Decimal(each) for each in told["quarters"]),
    )
