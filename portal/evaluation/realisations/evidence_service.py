"""Evidence of a realisation, added by its person: references to published figures."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.evaluation.realisations.evidence import MOST_FIGURES
from portal.evaluation.realisations.evidence_models import RealisationFigure
from portal.evaluation.realisations.models import RealisationRow
from portal.evaluation.realisations.realising import (
    Move,
    NotTheOtherSide,
    RealisationChanged,
    opened,
)
from portal.evaluation.rules.states import RealisationState
from portal.publication.staff_figures.queries import ReleasedFigure
from portal.storage.database import refused_as

# States in which nothing is added any more.
ANSWERED = frozenset({RealisationState.VERIFIED, RealisationState.NOT_MEASURABLE})


class EnoughEvidence(ValueError):
    """A realisation has as many pieces of this kind as it may have, or this one already."""


def open_for_evidence(session: Session, move: Move) -> RealisationRow:
    """Open the own realisation for a piece of evidence; its revision grows.

    :raises NotTheOtherSide: when somebody else adds evidence.
    :raises RealisationChanged: when the page showed an older revision, or it was answered.
    """
    if move.person_id != move.place.person_id:
        raise NotTheOtherSide(f"{move.person_id}")
    row = opened(session, move)
    if RealisationState(row.state) in ANSWERED:
        session.rollback()
        raise RealisationChanged(f"{move.place}")
    return row


def add_figure(session: Session, move: Move, *, figure: ReleasedFigure) -> None:
    """Refer to a published figure; commits.

    :raises NotTheOtherSide: when somebody else adds evidence.
    :raises RealisationChanged: when the page showed an older revision, or it was answered.
    :raises EnoughEvidence: when there are enough, or this one is there already.
    """
    row = open_for_evidence(session, move)
    held = session.scalars(
        select(RealisationFigure.id).where(RealisationFigure.realisation_id == row.id)
    ).all()
    if len(held) >= MOST_FIGURES:
        session.rollback()
        raise EnoughEvidence(f"{row.id}")
    kept = {name: getattr(figure, name) for name in ReleasedFigure.__slots__}
    session.add(RealisationFigure(realisation_id=row.id, added_on=move.today, **kept))
    with refused_as(session, EnoughEvidence(f"{move.place}")):
        session.commit()
