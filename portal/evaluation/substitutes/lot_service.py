"""Changes that a lot decides: it falls by a fact on record, and nobody is named beside it."""

from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.cycles.queries import rating_kinds_on
from portal.evaluation.substitutes.domain import DRAWN_FOR
from portal.evaluation.substitutes.models import CycleSubstitute, CycleSubstituteBar
from portal.evaluation.substitutes.queries import drawn_for, lot_basis
from portal.organisation.people.carrying_out import declared_relation
from portal.organisation.people.change_queries import namings
from portal.organisation.people.domain import Change, ChangeState, Naming, RelationEnd
from portal.organisation.people.queries import standing_on
from portal.organisation.people.refusals import LotStands
from portal.organisation.people.standing import RelationKind


def heed_lots(session: Session, asked: tuple[int, Change, bool], *, today: date) -> bool:
    """Refuse a change by which two people could choose who stands above an appraiser.

    A lot is declined or ended only for a fact on record, which is kept. By hand somebody is named
    only where nobody stands above and nobody can be drawn.

    :param asked: of whom, what changes, and whether it is declined.
    :returns: whether a lot falls, so that the person is told.
    :raises LotStands: where a lot decides.

    Source: staff evaluation paper, section 9.9; ADR 64.
    """
    person_id, change, is_declined = asked
    if isinstance(change, RelationEnd):
        relation = declared_relation(session, person_id, relation_id=change.relation_id)
        if relation.kind != RelationKind.SUBSTITUTE_DECIDER:
            return False
        lot = drawn_for(session, relation.about_id).get(relation.holder_id)
        return lot is not None and _falls(session, lot, first=relation.starts_on, today=today)
    if not isinstance(change, Naming) or change.kind is not RelationKind.SUBSTITUTE_DECIDER:
        return False
    lot = drawn_for(session, person_id).get(change.holder_id)
    if lot is None or not _waits(session, lot):
        if not is_declined:
            _refuse_choice(session, person_id, on=change.starts_on)
        return False
    return is_declined and _falls(session, lot, first=change.starts_on, today=today)


def _waits(session: Session, lot: CycleSubstitute) -> bool:
    return namings(session, {lot.change_id})[lot.change_id].state is ChangeState.WAITING


def _falls(session: Session, lot: CycleSubstitute, *, first: date, today: date) -> bool:
    """Keep the facts for which somebody does not stand who was drawn.

    :raises LotStands: where there is none.
    """
    basis = lot_basis(session, lot.person_id, on=max(first, today), drawn={lot.holder_id})
    bars = basis.bars_of(lot.person_id, holder=lot.holder_id)
    if not bars:
        raise LotStands(lot.id)
    for bar in bars:
        if session.get(CycleSubstituteBar, (lot.id, bar)) is None:
            session.add(CycleSubstituteBar(lot_id=lot.id, bar=bar, found_on=today))
    session.flush()
    return True


def _refuse_choice(session: Session, person_id: int, *, on: date) -> None:
    kinds, drawn = rating_kinds_on(session, on), drawn_for(session, person_id)
    standing = standing_on(session, on, person_ids={person_id}, may_rate=kinds)
    above = standing.appraisers_superior_of(person_id)
    basis = lot_basis(session, person_id, on=on, drawn={above} if above else ())
    is_lacking = standing.lacks(person_id) & DRAWN_FOR or above not in basis.able
    if not is_lacking or basis.pool_of(person_id, refused=drawn):
        raise LotStands(person_id)
