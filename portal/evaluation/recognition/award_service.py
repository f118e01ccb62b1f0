"""Use cases of awards: decided, announced, looked at again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from portal.accounts.letters.service import tell_officer
from portal.evaluation.awards.domain import SchemeFault
from portal.evaluation.awards.judging import is_complete
from portal.evaluation.awards.nominee_queries import given_pairs, nominees_of, seats_of
from portal.evaluation.awards.scheme_service import (
    NotYet,
    SchemeAct,
    SchemeChanged,
    move_scheme,
    opened_scheme,
)
from portal.evaluation.recognition.domain import CONSENT_DAYS, NotTheWinner
from portal.evaluation.recognition.models import AwardRow
from portal.evaluation.recognition.queries import awards_of, locked_award
from portal.evaluation.rules.machines import AWARD
from portal.evaluation.rules.states import AwardState, SchemeState
from portal.storage.database import begin_write, refused_as


@dataclass(frozen=True, slots=True)
class Winner:
    """Whom the mayor gives an award.

    :ivar agency_id: where the person works now; None without a post.
    :ivar reason: encrypted; needed where somebody else was proposed.
    """

    place: int
    person_id: int
    agency_id: int | None
    reason: bytes | None


def decide(
    session: Session,
    act: SchemeAct,
    *,
    winners: Sequence[Winner],
    decider_id: int | None,
    has_no_jury: bool = False,
) -> None:
    """Give the awards of a scheme; a place without a winner stays empty; commits.

    :param decider_id: the mayor as a person, where there is a record.
    :param has_no_jury: no jury of three can be drawn; the scheme ends without an award then.
    :raises SchemeChanged: when the scheme changed meanwhile, or a winner is no nominee.
    :raises NotYet: when points are missing, unless no jury can be formed and nobody wins.
    """
    row = opened_scheme(session, act, state=SchemeState.JUDGING)
    is_ended = has_no_jury and not winners
    if not is_ended and not is_complete(
        seats=seats_of(session, row.id),
        nominees=nominees_of(session, row.id),
        given=given_pairs(session, row.id),
    ):
        session.rollback()
        raise NotYet(SchemeFault.POINTS_MISSING)
    session.add_all(_awarded(act, each, decider_id=decider_id) for each in winners)
    with refused_as(session, SchemeChanged(f"{act.scheme_id}")):
        session.flush()
        for each in winners:
            tell_officer(session, each.person_id)
        row.decided_on = act.today
        move_scheme(row, to=SchemeState.DECIDED)
        session.commit()


def _awarded(act: SchemeAct, winner: Winner, *, decider_id: int | None) -> AwardRow:
    return AwardRow(
        scheme_id=act.scheme_id,
        place=winner.place,
        person_id=winner.person_id,
        agency_id=winner.agency_id,
        state=AWARD.first,
        decider_id=decider_id,
        decided_on=act.today,
        reason=winner.reason,
    )


def announce(session: Session, act: SchemeAct, *, agencies: Mapping[int, bool]) -> None:
    """Announce the awards; commits.

    :param agencies: by award, whether an unnamed winner's agency may be said.
    :raises SchemeChanged: when the scheme changed meanwhile.
    :raises NotYet: while a winner has still time to say something about the name.
    """
    row = opened_scheme(session, act, state=SchemeState.DECIDED)
    awards = awards_of(session, row.id)
    last = (row.decided_on or act.today) + timedelta(days=CONSENT_DAYS)
    if act.today <= last and any(
        each.consent.name is None and each.state is AwardState.GIVEN for each in awards
    ):
        session.rollback()
        raise NotYet(SchemeFault.CONSENT_OPEN)
    for each in awards:
        found = locked_award(session, each.id)
        if found is not None:
            found.names_agency = agencies.get(each.id, False)
    move_scheme(row, to=SchemeState.ANNOUNCED)
    session.commit()


def look_again(
    session: Session, award_id: int, *, is_kept: bool, reason: bytes, today: date
) -> None:
    """Keep an award or take it back after the winner's result changed; the winner is told; commits.

    :param reason: encrypted.
    :raises NotTheWinner: when it was taken back before.
    """
    begin_write(session)
    row = locked_award(session, award_id)
    if row is None or row.state != AwardState.GIVEN:
        session.rollback()
        raise NotTheWinner(f"{award_id}")
    row.review_reason, row.reviewed_on = reason, today
    if not is_kept:
        row.taken_back_on = today
        row.state = AWARD.moved(AwardState(row.state), to=AwardState.TAKEN_BACK, reason="kept")
    tell_officer(session, row.person_id)
    session.commit()
