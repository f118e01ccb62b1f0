"""Realisations: reported with links, verified, disputed, and dropped only when both sides agree."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import partial

from sqlalchemy.orm import Session

from portal.evaluation.cycles.state_writing import Happening, bring
from portal.evaluation.realisations import queries
from portal.evaluation.realisations.domain import Answering, DropCause, IndicatorPeriod
from portal.evaluation.realisations.draft_service import drop_draft
from portal.evaluation.realisations.models import RealisationEvent, RealisationLink, RealisationRow
from portal.evaluation.rules.machines import REALISATION
from portal.evaluation.rules.states import RealisationState, TransitionRefused
from portal.storage.database import begin_write


class RealisationChanged(ValueError):
    """The realisation changed after the page was shown."""


class NotTheOtherSide(ValueError):
    """Nobody answers the own report, or agrees to what they proposed themself."""


class NotTheirTurn(ValueError):
    """Somebody else answers now: the superior in the first days, then the superior's superior."""


@dataclass(frozen=True, slots=True)
class Move:
    """Who does something to a realisation as a page showed it.

    :ivar revision: 0 where nothing was reported yet.
    :ivar reason: encrypted.
    """

    place: IndicatorPeriod
    revision: int
    person_id: int
    now: datetime
    today: date
    reason: bytes | None = None


@dataclass(frozen=True, slots=True)
class RealisationReport:
    """What a person reports.

    :ivar remark: encrypted; needed where there is no value.
    :ivar links: https addresses, checked before.
    :ivar keeps_draft: whether what the person typed stays: somebody else reports for them.
    """

    value: Decimal | None
    remark: bytes | None
    links: tuple[str, ...] = ()
    is_late: bool = False
    keeps_draft: bool = False


def report(session: Session, move: Move, *, told: RealisationReport) -> int:
    """Report what was reached and return the realisation's number; commits.

    What was disputed or not reported is reported again; links are added, never taken away.

    :raises NotTheOtherSide: when somebody else reports.
    :raises RealisationChanged: when the page showed an older revision.
    :raises TransitionRefused: when it was answered already.
    """
    if move.person_id != move.place.person_id:
        raise NotTheOtherSide(f"{move.person_id}")
    row = opened(session, move)
    row.value, row.remark = told.value, told.remark
    row.reported_on, row.is_late = move.today, told.is_late
    row.decided_by = row.appraiser_value = None
    row.cause = row.proposed_by = row.drop_reason = row.drop_above = None
    note_realisation(session, row, to=RealisationState.REPORTED, move=move)
    held = {each.link for each in queries.links_of(session, row.id)}
    for link in dict.fromkeys(told.links):
        if link not in held:
            session.add(RealisationLink(realisation_id=row.id, link=link, added_on=move.today))
    if not told.keeps_draft:
        drop_draft(session, move.place)
    session.commit()
    return row.id


def verify(session: Session, move: Move, *, by: Answering) -> None:
    """Confirm what was reported; commits.

    :param by: what the one who confirms is to the person.
    :raises NotTheOtherSide: for the own report.
    :raises NotTheirTurn: for a stranger, and once the answer went one step up.
    :raises RealisationChanged: when the page showed an older revision.
    :raises TransitionRefused: when it was not reported.
    """
    row = _for_the_other_side(session, move, by=by)
    row.decided_by = move.person_id
    note_realisation(session, row, to=RealisationState.VERIFIED, move=move)
    session.commit()


def dispute(session: Session, move: Move, *, value: Decimal | None, by: Answering) -> None:
    """Set another value beside what was reported, with the reason; commits.

    :param by: what the one who disputes is to the person.
    :raises NotTheOtherSide: for the own report.
    :raises NotTheirTurn: for a stranger, and once the answer went one step up.
    :raises RealisationChanged: when the page showed an older revision.
    :raises TransitionRefused: when it was not reported, or without a reason.
    """
    row = _for_the_other_side(session, move, by=by)
    row.decided_by, row.appraiser_value = move.person_id, value
    note_realisation(session, row, to=RealisationState.DISPUTED, move=move)
    session.commit()


def settle_silence(
    session: Session, move: Move, *, value: Decimal | None, since: date | None, by: Answering
) -> None:
    """Keep that nothing was reported, with what the plan's stated source gave; commits.

    Without a value it counts 0. The person may still report, late.

    :param value: that the source gave; None where it gave none.
    :param since: first day on which silence counts; None before both reminders.
    :param by: what the one who looked at the source is to the person.
    :raises NotTheOtherSide: for the own silence.
    :raises NotTheirTurn: before that day, for a stranger, and once it went one step up.
    :raises RealisationChanged: when the page showed an older revision.
    :raises TransitionRefused: when something was said of it.
    """
    if move.person_id == move.place.person_id:
        raise NotTheOtherSide(f"{move.person_id}")
    if since is None or move.today < since or not by.may_answer(since):
        raise NotTheirTurn(f"{move.person_id}")
    row = opened(session, move)
    if row.proposed_by is not None:
        session.rollback()
        raise RealisationChanged(f"{move.place}")
    row.decided_by, row.appraiser_value = move.person_id, value
    note_realisation(session, row, to=RealisationState.NOT_REPORTED, move=move)
    session.commit()


def propose_drop(
    session: Session, move: Move, *, cause: DropCause, needs_above: bool = False
) -> None:
    """Ask the other side to agree that an indicator cannot be measured; commits.

    :param needs_above: whether the level would rise, so that who stands above agrees.
    :raises RealisationChanged: when the page showed an older revision.
    :raises TransitionRefused: when it was answered already.
    """
    row = _measured(session, move)
    row.cause, row.proposed_by, row.drop_reason = cause, move.person_id, move.reason
    row.drop_above = needs_above
    session.commit()


def agree_drop(session: Session, move: Move, *, by: Answering, needs_above: bool) -> None:
    """Agree that an indicator cannot be measured; commits.

    The reason is the one given now, else that of the proposal.

    :param by: what the one who agrees is to the person.
    :param needs_above: whether only the superior of the superior may agree.
    :raises NotTheOtherSide: when nobody proposed it, or the same person did.
    :raises NotTheirTurn: when somebody else agrees.
    :raises RealisationChanged: when the page showed an older revision.
    :raises TransitionRefused: when it was answered already, or without a reason.
    """
    row = _proposed(session, move)
    if row.proposed_by == move.person_id:
        session.rollback()
        raise NotTheOtherSide(f"{move.person_id}")
    is_for_above = needs_above or bool(row.drop_above)
    if not by.may_agree_drop(is_own_proposal=False, needs_above=is_for_above):
        session.rollback()
        raise NotTheirTurn(f"{move.person_id}")
    row.agreed_by = move.person_id
    agreed = replace(move, reason=move.reason or row.drop_reason)
    note_realisation(session, row, to=RealisationState.NOT_MEASURABLE, move=agreed)
    session.commit()


def decline_drop(session: Session, move: Move) -> None:
    """Take a proposal away: by who made it, or by the other side; commits.

    :raises NotTheOtherSide: when nobody proposed it.
    :raises RealisationChanged: when the page showed an older revision.
    :raises TransitionRefused: when it was answered already.
    """
    row = _proposed(session, move)
    row.cause = row.proposed_by = row.drop_reason = row.drop_above = None
    session.commit()


def say_opened(session: Session, move: Move, *, link_id: int, by: Answering) -> None:
    """Keep that the other side could open a link; said again it stays as it was; commits.

    :raises NotTheOtherSide: for the own link.
    :raises NotTheirTurn: for somebody who neither verifies nor stands above.
    :raises RealisationChanged: when there is no such link of the realisation.
    """
    if move.person_id == move.place.person_id:
        raise NotTheOtherSide(f"{move.person_id}")
    if not (by.is_verifier or by.is_above):
        raise NotTheirTurn(f"{move.person_id}")
    begin_write(session)
    row = queries.locked_realisation(session, move.place)
    held = [] if row is None else queries.links_of(session, row.id)
    link = next((each for each in held if each.id == link_id), None)
    if link is None:
        session.rollback()
        raise RealisationChanged(f"{move.place}")
    if link.opened_on is None:
        link.opened_on, link.opened_by = move.today, move.person_id
    session.commit()


def note_realisation(
    session: Session, row: RealisationRow, *, to: RealisationState, move: Move
) -> None:
    """Bring a realisation into a state and keep what happened, within the caller's transaction.

    :raises TransitionRefused: for a transition that is not listed, or without its reason.
    """
    happening = Happening(move.now, move.person_id, move.reason)
    event = partial(RealisationEvent, realisation_id=row.id)
    bring(session, row, machine=REALISATION, to=to, happening=happening, event=event)


def opened(session: Session, move: Move) -> RealisationRow:
    """Open the realisation for a change, made where there is none yet; its revision grows.

    :raises RealisationChanged: when the page showed an older revision.
    """
    begin_write(session)
    row = queries.locked_realisation(session, move.place)
    if (0 if row is None else row.revision) != move.revision:
        session.rollback()
        raise RealisationChanged(f"{move.place}")
    if row is not None:
        row.revision += 1
        return row
    place = {name: getattr(move.place, name) for name in IndicatorPeriod.__slots__}
    row = RealisationRow(**place, state=REALISATION.first, revision=1, is_late=False)
    session.add(row)
    session.flush()
    return row


def _measured(session: Session, move: Move) -> RealisationRow:
    """Open a realisation whose indicator may still drop out."""
    row = opened(session, move)
    old, new = RealisationState(row.state), RealisationState.NOT_MEASURABLE
    if new not in REALISATION.allowed[old]:
        session.rollback()
        raise TransitionRefused(REALISATION.thing, old=old, new=new)
    return row


def _proposed(session: Session, move: Move) -> RealisationRow:
    row = _measured(session, move)
    if row.proposed_by is None:
        session.rollback()
        raise NotTheOtherSide(f"{move.person_id}")
    return row


def _for_the_other_side(session: Session, move: Move, *, by: Answering) -> RealisationRow:
    """Open a realisation for the answer of whoever's turn it is."""
    if move.person_id == move.place.person_id:
        raise NotTheOtherSide(f"{move.person_id}")
    row = opened(session, move)
    if row.reported_on is not None and not by.may_answer(row.reported_on):
        session.rollback()
        raise NotTheirTurn(f"{move.person_id}")
    return row
