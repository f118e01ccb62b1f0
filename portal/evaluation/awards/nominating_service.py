"""Use cases of nominees: nominated with reasons, recorded from outside, withdrawn by themselves."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.accounts.letters.service import tell_officer
from portal.evaluation.awards.domain import NominationWay, OutsideRecord
from portal.evaluation.awards.models import NominationRow, NomineeRow, RecordRow
from portal.evaluation.awards.nominee_queries import nominee_in
from portal.evaluation.awards.queries import locked_scheme
from portal.evaluation.rules.machines import NOMINEE
from portal.evaluation.rules.states import NomineeState, SchemeState
from portal.storage.database import begin_write, refused_as


class NominationRefused(ValueError):
    """Nominations are closed, or the nominee stepped back or was screened."""


class NominatedBefore(ValueError):
    """The same person nominated the same one before."""


@dataclass(frozen=True, slots=True)
class NewNomination:
    """Whom somebody nominates, and why; both texts are encrypted."""

    scheme_id: int
    person_id: int
    by_id: int
    way: NominationWay
    reason: bytes
    evidence: bytes


def nominate(session: Session, new: NewNomination, *, today: date) -> int:
    """Keep a nomination and return the nominee's number; who is nominated is told; commits.

    :raises NominationRefused: when nominations are closed, or the nominee stepped back.
    :raises NominatedBefore: when the same person wrote one before.
    """
    begin_write(session)
    row = _opened_nominee(session, new, today=today)
    session.add(
        NominationRow(
            nominee_id=row.id,
            by_id=new.by_id,
            way=new.way,
            made_on=today,
            reason=new.reason,
            evidence=new.evidence,
        )
    )
    with refused_as(session, NominatedBefore(f"{new.person_id}")):
        session.flush()
    if new.by_id != new.person_id:
        tell_officer(session, new.person_id)
    session.commit()
    return row.id


def _opened_nominee(session: Session, new: NewNomination, *, today: date) -> NomineeRow:
    """Return the row of who is nominated, made where nobody nominated them before.

    :raises NominationRefused: when nominations are closed, or the nominee stepped back.
    """
    scheme = locked_scheme(session, new.scheme_id)
    is_open = scheme is not None and scheme.state == SchemeState.NOMINATING
    is_in_time = scheme is not None and today <= scheme.nominating_until
    row = nominee_in(session, new.scheme_id, person_id=new.person_id)
    is_out = row is not None and row.state != NomineeState.NOMINATED
    if not is_open or not is_in_time or is_out:
        session.rollback()
        raise NominationRefused(f"{new.scheme_id}")
    if row is None:
        row = NomineeRow(
            scheme_id=new.scheme_id, person_id=new.person_id, state=NomineeState.NOMINATED
        )
        session.add(row)
        session.flush()
    return row


def step_back(session: Session, scheme_id: int, *, person_id: int) -> None:
    """Take oneself out of a scheme, at any time before the decision; commits.

    :raises NominationRefused: for who is no nominee any more, and once it is decided.
    """
    begin_write(session)
    scheme, row = (
        locked_scheme(session, scheme_id),
        nominee_in(session, scheme_id, person_id=person_id),
    )
    going_on = (SchemeState.NOMINATING, SchemeState.SCREENING, SchemeState.JUDGING)
    is_in = row is not None and row.state in {NomineeState.NOMINATED, NomineeState.ELIGIBLE}
    if row is None or scheme is None or not is_in or scheme.state not in going_on:
        session.rollback()
        raise NominationRefused(f"{scheme_id}")
    row.state = NOMINEE.moved(NomineeState(row.state), to=NomineeState.WITHDRAWN)
    scheme.revision += 1
    session.commit()


def record_from_outside(session: Session, record: OutsideRecord) -> None:
    """Keep what the office read in a record outside the portal; commits.

    :raises NominationRefused: once the nominees are frozen.
    """
    begin_write(session)
    session.add(
        RecordRow(
            nominee_id=record.nominee_id,
            kind=record.kind,
            year=record.year,
            value=record.value,
            source=record.source,
            dated=record.dated,
        )
    )
    with refused_as(session, NominationRefused(f"{record.nominee_id}")):
        session.commit()
