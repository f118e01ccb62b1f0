"""Whom the performance office named beside the line."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.organisation.people.domain import DeclaredRelation
from portal.organisation.people.models import KeptRelation
from portal.organisation.people.naming import NAMED_RELATIONS
from portal.organisation.people.standing import RelationKind


def named_for(session: Session, person_id: int) -> Sequence[DeclaredRelation]:
    """Return a person's advisers and substitutes of every day, the latest first."""
    query = (
        select(KeptRelation)
        .where(KeptRelation.kind.in_(NAMED_RELATIONS), KeptRelation.about_id == person_id)
        .order_by(KeptRelation.starts_on.desc(), KeptRelation.id.desc())
    )
    return [
        DeclaredRelation(row.id, RelationKind(row.kind), row.holder_id, row.starts_on, row.ends_on)
        for row in session.scalars(query)
    ]
