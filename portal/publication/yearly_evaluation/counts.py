"""Counts of a closed year of the evaluation, before disclosure control."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

SALT = "salt"


@dataclass(frozen=True, slots=True)
class OrganisationIndicator:
    """An agency's own indicator (*IKU*); its numbers are written as they are shown."""

    name: str
    unit: str
    target: str
    realisation: str


@dataclass(frozen=True, slots=True)
class Training:
    """How many hours of training (*JP*) an agency's people had, and who reached the year's aim."""

    hours: int
    reached: int


@dataclass(frozen=True, slots=True)
class AgencyYear:
    """An agency's year; every other number is a part of ``people``, who had a plan.

    Somebody who moved counts in the agency of the last plan. ``training`` is None where no
    record of training is kept.
    """

    code: str
    name: str
    people: int
    plans_in_time: int
    evaluations_in_time: int
    dialogues_held: int
    very_good: int
    good: int
    lower: int
    training: Training | None = None
    indicators: tuple[OrganisationIndicator, ...] = ()


@dataclass(frozen=True, slots=True)
class ObjectionsYear:
    """The city's objections: those filed, those decided, and of these the parts."""

    filed: int
    decided: int
    in_time: int
    changed: int


@dataclass(frozen=True, slots=True)
class EvaluationYear:
    """A city's year; what is still open on the day it is counted counts as open.

    ``overdue`` decisions are those whose last day is over; ``reasoned_units`` are the units
    whose levels stand off the guide of SE 3/2023 with a reason. ``programmes`` is None where no
    record of improvement programmes is kept.
    """

    year: int
    rule_set: int
    agencies: tuple[AgencyYear, ...]
    objections: ObjectionsYear
    programmes: int | None
    overdue: int
    reasoned_units: int
    is_demo: bool


def to_text(counted: EvaluationYear, *, salt: str) -> str:
    """Return the counts as JSON that stays with the release; :func:`from_text` reads it.

    :param salt: chance. The ledger, which everybody reads, tells the digest of this text: without
        it the few counts that a silence can hide could be tried out, one after the other.
    """
    kept = {**asdict(counted), SALT: salt}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def from_text(text: str) -> EvaluationYear:
    """Return the counts that :func:`to_text` wrote; those of before have no chance beside them."""
    kept: dict[str, Any] = json.loads(text)
    kept.pop(SALT, None)
    agencies = tuple(_agency(each) for each in kept["agencies"])
    objections = ObjectionsYear(**kept["objections"])
    return EvaluationYear(**{**kept, "agencies": agencies, "objections": objections})


def _agency(kept: Mapping[str, Any]) -> AgencyYear:
    training = Training(**kept["training"]) if kept["training"] else None
    indicators = tuple(OrganisationIndicator(**each) for each in kept["indicators"])
    return AgencyYear(**{**kept, "training": training, "indicators": indicators})
