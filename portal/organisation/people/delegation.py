"""A superior lets somebody else look at work for a span of days: named, ended, and asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.organisation.people.models import KeptRelation
from portal.organisation.people.standing import RelationKind
from portal.storage.database import begin_write
from portal.storage.joint_reading import Asking, Question, answer, asked

# A span longer than this is no substitution any more: the line itself is wrong.
LONGEST_SPAN = timedelta(days=92)


class DelegationRefused(ValueError):
    """Nobody delegates to themself, backwards, without an end, or for longer than a quarter."""


class NoSuchDelegation(LookupError):
    """The superior named nobody under this number."""


@dataclass(frozen=True, slots=True)
class Delegation:
    """Who looks at a superior's people's work from first to last day, both inclusive."""

    id: int
    delegate_id: int
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class NameDelegate:
    """A superior names somebody for a span of days."""

    superior_id: int
    delegate_id: int
    starts_on: date
    ends_on: date


def name_delegate(session: Session, command: NameDelegate, *, today: date) -> None:
    """Name a delegate; commits.

    :raises DelegationRefused: for oneself, days that are over, or too many days.
    """
    is_in_order = today <= command.starts_on <= command.ends_on
    is_short = command.ends_on - command.starts_on <= LONGEST_SPAN
    if command.superior_id == command.delegate_id or not (is_in_order and is_short):
        raise DelegationRefused(f"{command.starts_on} {command.ends_on}")
    begin_write(session)
    session.add(
        KeptRelation(
            kind=RelationKind.DELEGATE,
            holder_id=command.delegate_id,
            about_id=command.superior_id,
            starts_on=command.starts_on,
            ends_on=command.ends_on,
        )
    )
    session.commit()


def end_delegation(session: Session, superior_id: int, *, delegation_id: int, today: date) -> None:
    """End a delegation: yesterday is its last day, or its first where it has not begun; commits.

    :raises NoSuchDelegation: when the superior named nobody under this number.
    """
    begin_write(session)
    row = session.get(KeptRelation, delegation_id)
    is_theirs = row is not None and row.about_id == superior_id
    if row is None or not is_theirs or row.kind != RelationKind.DELEGATE:
        session.rollback()
        raise NoSuchDelegation(f"{delegation_id}")
    if row.starts_on >= today:
        session.delete(row)
    elif row.ends_on is None or row.ends_on >= today:
        row.ends_on = today - timedelta(days=1)
    session.commit()


def delegations_of(session: Session, superior_id: int, *, today: date) -> Sequence[Delegation]:
    """Return whom a superior named and whose days are not over, the earliest first."""
    return answer(session, ask_delegations(superior_id, today=today))


@asked()
def _named_by(superior_id: Any, today: Any) -> Question:
    kept = KeptRelation
    return select(kept.id, kept.holder_id, kept.starts_on, kept.ends_on).where(
        kept.kind == RelationKind.DELEGATE,
        kept.about_id == superior_id,
        or_(kept.ends_on.is_(None), kept.ends_on >= today),
    )


def ask_delegations(superior_id: int, *, today: date) -> Asking[Sequence[Delegation]]:
    """Ask whom a superior named and whose days are not over, the earliest first."""
    (rows,) = yield [_named_by(superior_id=superior_id, today=today)]
    return [
        Delegation(row.id, row.holder_id, row.starts_on, row.ends_on or date.max)
        for row in sorted(rows, key=lambda row: (row.starts_on, row.id))
    ]
