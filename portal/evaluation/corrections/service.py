"""Use cases of corrections: proposed, agreed, confirmed with a new document, refused, withdrawn."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.accounts.letters.service import tell_officer
from portal.evaluation.appraisals.confirming_service import Seal, Signing, add_snapshot
from portal.evaluation.appraisals.domain import Yearly
from portal.evaluation.appraisals.snapshot_queries import last_number
from portal.evaluation.appraisals.writing import YearAct, YearPlace, opened_year
from portal.evaluation.corrections.domain import CORRECTABLE, Correction, Wrong
from portal.evaluation.corrections.models import CorrectionRow
from portal.evaluation.corrections.queries import correction_of, locked_correction
from portal.evaluation.rules.machines import CORRECTION
from portal.evaluation.rules.states import CorrectionState
from portal.storage.database import begin_write, refused_as
from portal.storage.texts.key_file import Vault


class CorrectionChanged(ValueError):
    """Something changed after the page was shown: another tab, another side, an objection."""


class CorrectionNotForThisSide(ValueError):
    """Somebody does what only a side, the other one or who stands above may do."""


@dataclass(frozen=True, slots=True)
class CorrectionAct:
    """Who does something to a correction as a page showed it.

    :ivar reason: encrypted.
    """

    correction_id: int
    revision: int
    person_id: int | None
    now: datetime
    today: date
    reason: bytes | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A typing error as somebody names it; ``reason`` is encrypted.

    :ivar about: number of the document that the page showed.
    :ivar appraiser_id: who confirmed the result, or who stands for them once they left.
    :ivar decider_id: the appraiser's superior; None where nobody stands above.
    """

    year: Yearly
    appraiser_id: int
    about: int
    wrong: Wrong
    reason: bytes
    by: int | None
    decider_id: int | None


@dataclass(frozen=True, slots=True)
class Confirming:
    """What is signed: the result, its new document, the rules' version, what seals the digest."""

    year: Yearly
    write: Callable[[Correction], Mapping[str, Any]]
    rules_version: int
    seal: Seal


def propose(session: Session, proposal: Proposal, *, today: date) -> int:
    """Keep a proposal and return its number; commits.

    :raises NotForThisSide: when it is neither the person nor the other side.
    :raises CorrectionChanged: when one is open, or the result is under objection or changed.
    """
    year = proposal.year
    if proposal.by is None or proposal.by not in {year.person_id, proposal.appraiser_id}:
        raise CorrectionNotForThisSide(f"{proposal.by}")
    begin_write(session)
    wrong = proposal.wrong
    row = CorrectionRow(
        evaluation_id=year.id,
        plan_id=year.plan_id,
        person_id=year.person_id,
        appraiser_id=proposal.appraiser_id,
        decider_id=proposal.decider_id,
        about=proposal.about,
        state=CORRECTION.first,
        revision=1,
        indicator_key=wrong.indicator_key,
        period=wrong.period,
        was=wrong.was,
        value=wrong.value,
        reason=proposal.reason,
        proposed_by=proposal.by,
        proposed_on=today,
    )
    session.add(row)
    with refused_as(session, CorrectionChanged(f"{year.id}")):
        session.flush()
    tell_officer(session, correction_of(row).other_side)
    session.commit()
    return row.id


def agree(session: Session, act: CorrectionAct) -> None:
    """Agree, as the other side, that it is a typing error; commits.

    :raises CorrectionChanged: when the page showed an older revision.
    :raises NotForThisSide: when it is not the other side.
    """
    begin_write(session)
    row = _opened(session, act)
    _require(session, correction_of(row).may_agree(act.person_id))
    row.agreed_by, row.agreed_on = act.person_id, act.today
    _move(session, row, to=CorrectionState.AGREED)
    if row.decider_id is not None:
        tell_officer(session, row.decider_id)
    session.commit()


def end_correction(session: Session, act: CorrectionAct, *, to: CorrectionState) -> None:
    """Refuse a correction with a reason, or withdraw the own one; commits.

    :raises CorrectionChanged: when the page showed an older revision.
    :raises NotForThisSide: when it is not theirs to end, or a refusal has no reason.
    """
    begin_write(session)
    row = _opened(session, act)
    held = correction_of(row)
    is_refusal = to is CorrectionState.REFUSED
    may = held.may_refuse(act.person_id) and act.reason if is_refusal else None
    _require(session, bool(may) if is_refusal else held.may_withdraw(act.person_id))
    row.ended_by, row.end_reason = act.person_id, act.reason
    _move(session, row, to=to)
    if is_refusal:
        tell_officer(session, row.proposed_by)
    session.commit()


def confirm_correction(
    session: Session, act: CorrectionAct, *, confirming: Confirming, vault: Vault
) -> None:
    """Confirm a correction: a new document beside the old one; the result's levels stay; commits.

    The result is locked first, as filing an objection locks it: whichever comes second sees the
    other, and none corrects what is being decided.

    :raises EvaluationChanged: when the result changed meanwhile.
    :raises CorrectionChanged: when the correction changed, or an objection waits.
    :raises NotForThisSide: when it is not the one who stands above.
    """
    year = confirming.year
    place = YearPlace(year.plan_id, year.person_id, year.cycle_id)
    year_act = YearAct(place, year.revision, act.person_id, act.now, act.today)
    result = opened_year(session, year_act)
    session.flush()
    row = _opened(session, act)
    held = correction_of(row)
    _require(session, held.may_confirm(act.person_id))
    if result.state not in CORRECTABLE or last_number(session, result.id) != row.about:
        session.rollback()
        raise CorrectionChanged(f"{row.id}")
    signing = Signing(confirming.write(held), confirming.rules_version, confirming.seal)
    add_snapshot(session, result.id, act=year_act, signing=signing, vault=vault)
    row.confirmed_by, row.snapshot_number = act.person_id, row.about + 1
    with refused_as(session, CorrectionChanged(f"{act.correction_id}")):
        _move(session, row, to=CorrectionState.CONFIRMED)
    for each in (row.person_id, row.appraiser_id):
        tell_officer(session, each)
    session.commit()


def _opened(session: Session, act: CorrectionAct) -> CorrectionRow:
    row = locked_correction(session, act.correction_id)
    if row is None or row.revision != act.revision:
        session.rollback()
        raise CorrectionChanged(f"{act.correction_id}")
    row.revision += 1
    return row


def _require(session: Session, may: bool) -> None:
    if not may:
        session.rollback()
        raise CorrectionNotForThisSide("another side")


def _move(session: Session, row: CorrectionRow, *, to: CorrectionState) -> None:
    row.state = CORRECTION.moved(CorrectionState(row.state), to=to, reason="given")
    session.flush()
