"""The one document that a year of the evaluation publishes."""

from dataclasses import dataclass

from portal.disclosure.share_steps import ShareStep
from portal.publication.figures.documents import ReleaseStamp
from portal.publication.yearly_evaluation.counts import OrganisationIndicator

FOLDER = "evaluation"
FORMAT = 1


def evaluation_address(year: int | str) -> str:
    """Return where a year of the evaluation is published: ``evaluation/2026``."""
    return f"{FOLDER}/{year}"


@dataclass(frozen=True, slots=True)
class PeopleClass:
    """The class of size that an agency's steps follow from; ``most`` is None for the last."""

    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class TenStep:
    """A count in tens: ``least`` to ``least + 9``; from 0, "fewer than 10"."""

    least: int


@dataclass(frozen=True, slots=True)
class Hours:
    """A mean of whole hours; with ``is_at_most`` it is that or less."""

    hours: int
    is_at_most: bool


@dataclass(frozen=True, slots=True)
class AgencyTable:
    """What is told of one agency; None where silence is kept."""

    code: str
    name: str
    people: PeopleClass | None
    plans_in_time: ShareStep | None
    evaluations_in_time: ShareStep | None
    dialogues_held: ShareStep | None
    very_good: ShareStep | None
    training_hours: Hours | None
    training_reached: ShareStep | None
    indicators: tuple[OrganisationIndicator, ...]


@dataclass(frozen=True, slots=True)
class CityTable:
    """What is told of the whole city; ``lower_below`` is a bound in per cent, exclusive."""

    people: PeopleClass | None
    very_good: ShareStep | None
    good: ShareStep | None
    lower_below: int | None
    objections: TenStep
    objections_decided: TenStep
    decided_in_time: ShareStep | None
    decided_changed: ShareStep | None
    programmes: TenStep | None
    overdue: TenStep
    reasoned_units: TenStep


@dataclass(frozen=True, slots=True)
class EvaluationDocument:
    """A year of the evaluation as the public reads it."""

    release: ReleaseStamp
    year: int
    rule_set: int
    city: CityTable
    agencies: tuple[AgencyTable, ...]
    version: int = FORMAT
