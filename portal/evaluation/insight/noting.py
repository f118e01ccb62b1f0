"""Keeps a note of each sign that was found; no rating is touched."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.insight.domain import Sign, SignalKind
from portal.evaluation.insight.facts import TeamFacts
from portal.evaluation.insight.models import SignalNote
from portal.evaluation.insight.queries import locked_notes
from portal.evaluation.rules.machines import LOOK_AGAIN
from portal.evaluation.rules.states import LookAgainState
from portal.storage.database import begin_write


@dataclass(frozen=True, slots=True)
class Checked:
    """What was looked for and found of one appraiser.

    :ivar kinds: that were looked for: a note of another kind stays as it is.
    """

    team: TeamFacts
    signs: tuple[Sign, ...]
    kinds: Collection[SignalKind] = field(default_factory=lambda: frozenset(SignalKind))


def keep_found(session: Session, cycle_id: int, *, checked: Checked, today: date) -> None:
    """Open a note for each sign, and let an open one go whose sign is seen no more; commits.

    What was answered stays answered; that its sign is still seen is kept by its day.
    """
    appraiser = checked.team.appraiser_id
    begin_write(session)
    rows = {
        (each.kind, each.person_id): each
        for each in locked_notes(session, cycle_id, appraiser_id=appraiser)
    }
    found = {(each.kind.value, each.person_id): each for each in checked.signs}
    for key, sign in found.items():
        row = rows.get(key)
        if row is None:
            session.add(_new(cycle_id, sign, today=today))
        else:
            row.seen_on = max(row.seen_on, today)
            if row.state == LookAgainState.GONE:
                _move(row, to=LookAgainState.OPEN)
    for key, row in rows.items():
        if key not in found and _is_over(row, checked):
            _move(row, to=LookAgainState.GONE)
    session.commit()


def _new(cycle_id: int, sign: Sign, *, today: date) -> SignalNote:
    return SignalNote(
        cycle_id=cycle_id,
        kind=sign.kind,
        appraiser_id=sign.appraiser_id,
        person_id=sign.person_id,
        plan_id=sign.plan_id,
        state=LOOK_AGAIN.first,
        revision=1,
        opened_on=today,
        seen_on=today,
    )


def _is_over(row: SignalNote, checked: Checked) -> bool:
    """Return whether nobody has to look again: the sign is gone, or somebody else rated since.

    A note about a year that was confirmed meanwhile stays as it is.
    """
    if row.state != LookAgainState.OPEN or row.kind not in checked.kinds:
        return False
    team = checked.team
    if row.person_id is None:
        return bool(team.people) or not team.reasons
    is_open = row.person_id in {each.person_id for each in team.people}
    return is_open or row.person_id not in team.reasons


def _move(row: SignalNote, *, to: LookAgainState) -> None:
    row.state = LOOK_AGAIN.moved(LookAgainState(row.state), to=to)
    row.revision += 1
