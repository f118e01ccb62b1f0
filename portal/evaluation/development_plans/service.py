"""Use cases of a development plan: written, sent, agreed or given back, ended aim by aim."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from portal.accounts.letters.service import tell_officer
from portal.evaluation.development.domain import Sides
from portal.evaluation.development_plans import domain, queries
from portal.evaluation.development_plans.models import DevelopmentAimRow, DevelopmentPlanRow
from portal.evaluation.rules.help_machines import DEVELOPMENT_PLAN
from portal.evaluation.rules.help_states import DevelopmentPlanState
from portal.organisation.people.queries import standing_on
from portal.storage.database import begin_write, refused_as

State = DevelopmentPlanState


class DevelopmentPlanChanged(ValueError):
    """The page showed an older revision, or the plan is in another state."""


class NotTheirDevelopment(ValueError):
    """Somebody does what another one does, or what nobody does in this state."""


@dataclass(frozen=True, slots=True)
class DevelopmentAct:
    """Somebody's act on a plan as a page showed it."""

    plan_id: int
    revision: int
    sides: Sides
    today: date

    @property
    def may(self) -> domain.DevelopmentSides:
        """What the actor does about plans of the person."""
        return domain.DevelopmentSides(self.sides)


@dataclass(frozen=True, slots=True)
class AimTold:
    """An aim that is told; texts are encrypted."""

    aim: bytes
    way: domain.DevelopmentWay
    means: bytes
    due_on: date


def start_development_plan(
    session: Session, sides: Sides, *, strengths: bytes, wish: bytes | None, today: date
) -> int:
    """Begin a draft and return its number; commits.

    :param strengths: encrypted, as ``wish``.
    :raises NotTheirDevelopment: for others, without a superior, or beside another open plan.
    """
    if not domain.DevelopmentSides(sides).may_start:
        raise NotTheirDevelopment(f"{sides.viewer_id}")
    begin_write(session)
    row = DevelopmentPlanRow(
        person_id=sides.person_id,
        state=DEVELOPMENT_PLAN.first,
        revision=1,
        strengths=strengths,
        wish=wish,
        made_on=today,
    )
    session.add(row)
    with refused_as(session, NotTheirDevelopment("another plan is open")):
        session.commit()
    return row.id


def edit_development_plan(
    session: Session, act: DevelopmentAct, *, strengths: bytes, wish: bytes | None
) -> None:
    """Change what the own draft says of strengths and wish (encrypted); commits.

    :raises DevelopmentPlanChanged: when the page showed an older revision.
    :raises NotTheirDevelopment: for others, or once it was sent.
    """
    row, held = _opened(session, act)
    _require(session, act.may.may_edit(held))
    row.strengths, row.wish = strengths, wish
    session.commit()


def add_aim(session: Session, act: DevelopmentAct, *, told: AimTold) -> None:
    """Add an aim to the own draft; commits.

    :raises DevelopmentPlanChanged: when the page showed an older revision.
    :raises NotTheirDevelopment: for others, once it was sent, or beside three others.
    """
    row, held = _opened(session, act)
    _require(session, act.may.may_edit(held) and len(held.aims) < domain.MOST_AIMS)
    session.add(
        DevelopmentAimRow(
            plan_id=row.id, aim=told.aim, way=told.way, means=told.means, due_on=told.due_on
        )
    )
    session.commit()


def remove_aim(session: Session, act: DevelopmentAct, *, aim_id: int) -> None:
    """Take an aim out of the own draft; commits.

    :raises DevelopmentPlanChanged: when the page showed an older revision.
    :raises NotTheirDevelopment: for others, once it was sent, or for an aim of another plan.
    """
    _, held = _opened(session, act)
    _require(session, act.may.may_edit(held) and held.aim(aim_id) is not None)
    session.execute(delete(DevelopmentAimRow).where(DevelopmentAimRow.id == aim_id))
    session.commit()


def send_development_plan(session: Session, act: DevelopmentAct) -> None:
    """Send the own plan to the superior; commits.

    :raises DevelopmentPlanChanged: when the page showed an older revision.
    :raises NotTheirDevelopment: for others, or without two or three aims.
    """
    row, held = _opened(session, act)
    _require(session, act.may.may_send(held))
    row.returned = None
    _move(session, row, to=State.SENT)
    superior = standing_on(session, act.today, person_ids={held.person_id}).appraiser_of(
        held.person_id
    )
    if superior is not None:
        tell_officer(session, superior)
    session.commit()


def answer_development_plan(
    session: Session, act: DevelopmentAct, *, returned: bytes | None
) -> None:
    """Agree to a plan, or give it back with a reason (encrypted); commits.

    :raises DevelopmentPlanChanged: when the page showed an older revision.
    :raises NotTheirDevelopment: for others than the superior, or when it was not sent.
    """
    row, held = _opened(session, act)
    _require(session, act.may.may_answer(held))
    if returned is None:
        row.agreed_by, row.agreed_on = act.sides.viewer_id, act.today
        _move(session, row, to=State.AGREED)
    else:
        row.returned = returned
        _move(session, row, to=State.DRAFT, reason="given")
    tell_officer(session, held.person_id)
    session.commit()


def end_aim(
    session: Session, act: DevelopmentAct, *, aim_id: int, is_reached: bool, told: bytes
) -> None:
    """Tell once what became of an aim, with what was seen (encrypted); commits.

    :raises DevelopmentPlanChanged: when the page showed an older revision.
    :raises NotTheirDevelopment: for others, before it was agreed, or a second time.
    """
    _, held = _opened(session, act)
    found = held.aim(aim_id)
    is_open = found is not None and found.is_reached is None
    _require(session, act.may.may_end_aims(held) and is_open)
    values = {"is_reached": is_reached, "ended_on": act.today, "told": told}
    session.execute(
        update(DevelopmentAimRow).where(DevelopmentAimRow.id == aim_id).values(**values)
    )
    session.commit()


def close_development_plan(session: Session, act: DevelopmentAct) -> None:
    """Close a plan of which every aim was ended, so that a new one can begin; commits.

    :raises DevelopmentPlanChanged: when the page showed an older revision.
    :raises NotTheirDevelopment: for others, or while an aim is open.
    """
    row, held = _opened(session, act)
    _require(session, act.may.may_close(held))
    row.closed_on = act.today
    _move(session, row, to=State.CLOSED)
    session.commit()


def _opened(
    session: Session, act: DevelopmentAct
) -> tuple[DevelopmentPlanRow, domain.DevelopmentPlan]:
    begin_write(session)
    row = queries.locked_development_plan(session, act.plan_id)
    if row is None or row.revision != act.revision or row.person_id != act.sides.person_id:
        session.rollback()
        raise DevelopmentPlanChanged(f"{act.plan_id}")
    held = queries.development_plan_of(session, row)
    row.revision += 1
    return row, held


def _require(session: Session, may: bool) -> None:
    if not may:
        session.rollback()
        raise NotTheirDevelopment("another one, or not in this state")


def _move(session: Session, row: DevelopmentPlanRow, *, to: State, reason: str = "") -> None:
    row.state = DEVELOPMENT_PLAN.moved(State(row.state), to=to, reason=reason)
    session.flush()
