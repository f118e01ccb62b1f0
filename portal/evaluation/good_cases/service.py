"""Use cases of good cases: written, consented to, published or declined, taken back."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.accounts.letters.service import tell_officer
from portal.evaluation.development.domain import Sides
from portal.evaluation.good_cases.models import GoodCaseRow
from portal.evaluation.good_cases.queries import locked_case
from portal.evaluation.rules.help_machines import GOOD_CASE
from portal.evaluation.rules.help_states import GoodCaseState
from portal.evaluation.rules.states import TransitionRefused
from portal.storage.database import begin_write

State = GoodCaseState


class GoodCaseChanged(ValueError):
    """The page showed an older revision, or the case is in another state."""


@dataclass(frozen=True, slots=True)
class CaseTold:
    """What is told of a case; texts are encrypted."""

    title: bytes
    problem: bytes
    done: bytes
    changed: bytes


def write_case(
    session: Session, sides: Sides, *, agency_id: int, told: CaseTold, today: date
) -> int:
    """Keep a case and return its number; commits. Who writes of oneself consents with it.

    :raises GoodCaseChanged: for others than the two sides.
    """
    if sides.viewer_id is None or not sides.is_side:
        raise GoodCaseChanged(f"{sides.viewer_id}")
    begin_write(session)
    row = GoodCaseRow(
        person_id=sides.person_id,
        written_by=sides.viewer_id,
        agency_id=agency_id,
        state=GOOD_CASE.first,
        revision=1,
        title=told.title,
        problem=told.problem,
        done=told.done,
        changed=told.changed,
        made_on=today,
    )
    session.add(row)
    session.flush()
    if sides.is_person:
        row.state = GOOD_CASE.moved(State(row.state), to=State.CONSENTED)
    else:
        tell_officer(session, sides.person_id)
    session.commit()
    return row.id


def move_case(session: Session, case_id: int, *, revision: int, to: GoodCaseState) -> None:
    """Consent to a case, or take it back; commits.

    :raises GoodCaseChanged: when it changed, or cannot go there.
    """
    _moved(session, case_id, revision=revision, to=to)
    session.commit()


def publish_case(
    session: Session, case_id: int, *, revision: int, names_agency: bool, today: date
) -> None:
    """Publish a case without a name; commits.

    :param names_agency: whether the agency has people enough to be said.
    :raises GoodCaseChanged: when it changed, or nobody consented.
    """
    row = _moved(session, case_id, revision=revision, to=State.PUBLISHED)
    row.published_on, row.names_agency = today, names_agency
    tell_officer(session, row.person_id)
    session.commit()


def decline_case(session: Session, case_id: int, *, revision: int, reason: bytes) -> None:
    """Decline a case with a reason (encrypted); commits.

    :raises GoodCaseChanged: when it changed, or nobody consented.
    """
    row = _moved(session, case_id, revision=revision, to=State.DECLINED, reason="given")
    row.reason = reason
    tell_officer(session, row.person_id)
    session.commit()


def _moved(
    session: Session, case_id: int, *, revision: int, to: GoodCaseState, reason: str = ""
) -> GoodCaseRow:
    begin_write(session)
    row = locked_case(session, case_id)
    if row is None or row.revision != revision:
        session.rollback()
        raise GoodCaseChanged(f"{case_id}")
    try:
        state = GOOD_CASE.moved(State(row.state), to=to, reason=reason)
    except TransitionRefused as error:
        session.rollback()
        raise GoodCaseChanged(f"{case_id}") from error
    row.state = state
    row.revision += 1
    return row
