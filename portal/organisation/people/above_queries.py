"""Whose superiors somebody is the superior of: asked for what goes one step up."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Select, or_, select

from portal.organisation.people.asked_queries import ask_standing
from portal.organisation.people.models import KeptLine, KeptRelation
from portal.organisation.people.standing import RelationKind, StandingKind
from portal.storage.joint_reading import Asking


def may_be_two_steps_below(superior_id: int, *, on: date) -> Select[tuple[int]]:
    """Return a query for the people whose superior's superior somebody may be on a day.

    By lines alone, or named for them; ``ask_two_steps_below`` says of whom it is true.
    """
    named = select(KeptRelation.about_id).where(
        KeptRelation.holder_id == superior_id,
        KeptRelation.kind == RelationKind.SUBSTITUTE_DECIDER,
        KeptRelation.starts_on <= on,
        or_(KeptRelation.ends_on.is_(None), KeptRelation.ends_on >= on),
    )
    line = select(KeptLine.person_id).where(
        KeptLine.superior_id.in_(_below(superior_id, on=on)),
        KeptLine.starts_on <= on,
        or_(KeptLine.ends_on.is_(None), KeptLine.ends_on >= on),
    )
    either = line.union(named).subquery()
    return select(either.c[0])


def ask_two_steps_below(
    superior_id: int, *, among: Collection[int], on: date
) -> Asking[frozenset[int]]:
    """Ask of which of these people somebody is the superior's superior on a day."""
    if not among:
        return frozenset()
    standing = yield from ask_standing(among, on=on)
    above = StandingKind.APPRAISERS_SUPERIOR
    return frozenset(each for each in among if superior_id in standing.holders(above, about=each))


def _below(superior_id: int, *, on: date) -> Select[tuple[int]]:
    """Return who stands below somebody by a line or by name."""
    line = select(KeptLine.person_id).where(
        KeptLine.superior_id == superior_id,
        KeptLine.starts_on <= on,
        or_(KeptLine.ends_on.is_(None), KeptLine.ends_on >= on),
    )
    named = select(KeptRelation.about_id).where(
        KeptRelation.holder_id == superior_id,
        KeptRelation.kind == RelationKind.SUBSTITUTE_APPRAISER,
        KeptRelation.starts_on <= on,
        or_(KeptRelation.ends_on.is_(None), KeptRelation.ends_on >= on),
    )
    either = line.union(named).subquery()
    return select(either.c[0])
