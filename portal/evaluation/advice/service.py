"""The one use case of advice: a recommendation is given, once."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.advice.domain import AdviserKind
from portal.evaluation.advice.models import RecommendationRow
from portal.evaluation.appraisals.yearly_queries import locked_year
from portal.evaluation.rules.states import YearlyState
from portal.storage.database import begin_write, refused_as

# States of a year from which it is confirmed.
SIGNED_FROM = (YearlyState.UNIT_REVIEW, YearlyState.SECOND_LOOK)


class RecommendationTooLate(ValueError):
    """It was given already, the year was confirmed meanwhile, or the adviser rates the person."""


@dataclass(frozen=True, slots=True)
class Advising:
    """Who recommends what on whose plan; ``text`` is encrypted."""

    plan_id: int
    person_id: int
    cycle_id: int
    adviser_id: int
    kind: AdviserKind
    text: bytes


def recommend(session: Session, advising: Advising, *, today: date) -> None:
    """Keep a recommendation; it is never changed; commits.

    A year that may be confirmed at this moment is shown anew before: nothing that was recommended
    is missing in what is signed.

    :raises RecommendationTooLate: when there is one, or the year is confirmed.
    """
    begin_write(session)
    year = locked_year(session, advising.person_id, cycle_id=advising.cycle_id)
    if year is not None and year.state in SIGNED_FROM:
        year.revision += 1
    session.add(
        RecommendationRow(
            plan_id=advising.plan_id,
            person_id=advising.person_id,
            adviser_id=advising.adviser_id,
            kind=advising.kind,
            text=advising.text,
            given_on=today,
        )
    )
    with refused_as(session, RecommendationTooLate(f"{advising.plan_id}")):
        session.commit()
