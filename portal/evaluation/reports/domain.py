"""How many people of a group stand where in a cycle, and what a merit self-assessment reads."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.evaluation.rules.states import PlanState, YearlyState
from portal.publication.yearly_evaluation.counts import EvaluationYear


@dataclass(frozen=True, slots=True)
class GroupStates:
    """A group's people by the state of their plan and of their year; states only, no content.

    :ivar without_plan: people who have no plan in the cycle.
    :ivar plans: how many plans are in which state; a state that nobody is in is left out.
    :ivar years: the same of yearly evaluations; who has none yet counts as not started.
    """

    name: str
    people: int
    without_plan: int
    plans: Mapping[PlanState, int]
    years: Mapping[YearlyState, int]


def states_by_group(
    groups: Mapping[int, str],
    *,
    plans: Mapping[int, PlanState],
    years: Mapping[int, YearlyState],
) -> Sequence[GroupStates]:
    """Return where everybody stands, a line for each group in the order of their names.

    :param groups: the name of the group by person; who has no entry is not counted.
    :param plans: the state of a person's latest plan; None of those without one.
    :param years: the state of a person's yearly evaluation.
    """
    people: dict[str, list[int]] = {}
    for person_id, name in groups.items():
        people.setdefault(name, []).append(person_id)
    return [
        GroupStates(
            name,
            len(ids),
            sum(each not in plans for each in ids),
            Counter(plans[each] for each in ids if each in plans),
            Counter(years.get(each, YearlyState.NOT_STARTED) for each in ids),
        )
        for name, ids in sorted(people.items())
    ]


class MeritAspect(StrEnum):
    """Aspects of the merit system of which this portal holds something.

    Source: Permen PANRB 19/2025 as the staff evaluation paper cites it (2.1); the others of its
    eight aspects have no data here.
    """

    PERFORMANCE = "performance"
    DEVELOPMENT = "development"
    REMEDIES = "remedies"


class MeritMeasure(StrEnum):
    """What is counted for an aspect."""

    PLANS_IN_TIME = "plans_in_time"
    EVALUATIONS_IN_TIME = "evaluations_in_time"
    DIALOGUES_HELD = "dialogues_held"
    RESULTS_FINAL = "results_final"
    TRAINING_REACHED = "training_reached"
    PROGRAMMES = "programmes"
    OBJECTIONS_DECIDED = "objections_decided"
    OBJECTIONS_IN_TIME = "objections_in_time"


@dataclass(frozen=True, slots=True)
class MeritLine:
    """A measure of an aspect in the whole city.

    :ivar count: None where no record is kept.
    :ivar of: what the count is a part of; None for a count on its own.
    """

    aspect: MeritAspect
    measure: MeritMeasure
    count: int | None
    of: int | None


def merit_lines(counted: EvaluationYear) -> Sequence[MeritLine]:
    """Return what a counted year says for the city's self-assessment, aspect by aspect."""
    agencies, objections = counted.agencies, counted.objections
    people = sum(each.people for each in agencies)
    final = sum(each.very_good + each.good + each.lower for each in agencies)
    trained = [each.training.reached for each in agencies if each.training is not None]
    of_people = (
        (MeritMeasure.PLANS_IN_TIME, sum(each.plans_in_time for each in agencies)),
        (MeritMeasure.EVALUATIONS_IN_TIME, sum(each.evaluations_in_time for each in agencies)),
        (MeritMeasure.DIALOGUES_HELD, sum(each.dialogues_held for each in agencies)),
        (MeritMeasure.RESULTS_FINAL, final),
    )
    reached = sum(trained) if trained else None
    development, remedies = MeritAspect.DEVELOPMENT, MeritAspect.REMEDIES
    return [
        *(MeritLine(MeritAspect.PERFORMANCE, name, count, people) for name, count in of_people),
        MeritLine(development, MeritMeasure.TRAINING_REACHED, reached, people),
        MeritLine(development, MeritMeasure.PROGRAMMES, counted.programmes, None),
        MeritLine(remedies, MeritMeasure.OBJECTIONS_DECIDED, objections.decided, objections.filed),
        MeritLine(
            remedies, MeritMeasure.OBJECTIONS_IN_TIME, objections.in_time, objections.decided
        ),
    ]
