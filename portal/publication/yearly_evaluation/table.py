"""Makes the public document of a counted year."""

from portal.disclosure.share_steps import ShareStep, size_class, step_of
from portal.publication.figures.documents import ReleaseStamp
from portal.publication.yearly_evaluation.counts import AgencyYear, EvaluationYear
from portal.publication.yearly_evaluation.documents import (
    AgencyTable,
    CityTable,
    EvaluationDocument,
    PeopleClass,
)
from portal.publication.yearly_evaluation.predicates import ToldPredicates, told_predicates
from portal.publication.yearly_evaluation.steps import mean_hours, share_of_decided, tens


def evaluation_document(counted: EvaluationYear, stamp: ReleaseStamp) -> EvaluationDocument:
    """Return what is told of a year, the agencies in the order of their codes."""
    told = told_predicates(counted.agencies)
    agencies = sorted(counted.agencies, key=lambda each: each.code)
    return EvaluationDocument(
        release=stamp,
        year=counted.year,
        rule_set=counted.rule_set,
        city=_city(counted, told),
        agencies=tuple(_agency(each, told.agencies[each.code].step) for each in agencies),
    )


def _city(counted: EvaluationYear, told: ToldPredicates) -> CityTable:
    objections = counted.objections
    return CityTable(
        people=_class(sum(each.people for each in counted.agencies)),
        very_good=told.very_good.step,
        good=told.good.step,
        lower_below=told.lower.percent,
        objections=tens(objections.filed),
        objections_decided=tens(objections.decided),
        decided_in_time=share_of_decided(objections.in_time, objections.decided),
        decided_changed=share_of_decided(objections.changed, objections.decided),
        programmes=None if counted.programmes is None else tens(counted.programmes),
        overdue=tens(counted.overdue),
        reasoned_units=tens(counted.reasoned_units),
    )


def _agency(counted: AgencyYear, very_good: ShareStep | None) -> AgencyTable:
    people, training = counted.people, counted.training
    return AgencyTable(
        code=counted.code,
        name=counted.name,
        people=_class(people),
        plans_in_time=step_of(counted.plans_in_time, people),
        evaluations_in_time=step_of(counted.evaluations_in_time, people),
        dialogues_held=step_of(counted.dialogues_held, people),
        very_good=very_good,
        training_hours=mean_hours(training, people),
        training_reached=step_of(training.reached, people) if training else None,
        indicators=counted.indicators,
    )


def _class(people: int) -> PeopleClass | None:
    found = size_class(people)
    return PeopleClass(*found) if found else None
