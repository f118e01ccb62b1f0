"""Parts that every act on a programme shares: a lock, its state, the figures of its goals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.development import queries
from portal.evaluation.development.domain import FigureKind, Programme, Sides
from portal.evaluation.development.models import FigureRow, ProgrammeRow
from portal.evaluation.rules.machines import PROGRAMME
from portal.evaluation.rules.programmes import Measured
from portal.evaluation.rules.states import ProgrammeState
from portal.storage.database import begin_write, refused_as


class ProgrammeChanged(ValueError):
    """The page showed an older revision: another tab, or the other side."""


class NotForThisPerson(ValueError):
    """Somebody does what another one does, or what nobody does in this state."""


class FactsMissing(ValueError):
    """A goal has no figure, so that the programme cannot end by its facts."""


@dataclass(frozen=True, slots=True)
class ProgrammeAct:
    """Somebody's act on a programme as a page showed it.

    :ivar sides: what the actor is to its person.
    """

    programme_id: int
    revision: int
    sides: Sides
    today: date

    @property
    def by(self) -> int:
        """The actor.

        :raises NotForThisPerson: for an account without a person.
        """
        if self.sides.viewer_id is None:
            raise NotForThisPerson("an account without a person")
        return self.sides.viewer_id


@dataclass(frozen=True, slots=True)
class FigureTold:
    """A figure of a goal: from a realisation, or told with its source (encrypted)."""

    measured: Measured
    source: bytes | None
    realisation_id: int | None = None


Figures = Mapping[int, FigureTold]


def opened(session: Session, act: ProgrammeAct) -> tuple[ProgrammeRow, Programme]:
    """Lock a programme for an act and count its revision on, within the caller's transaction.

    :raises ProgrammeChanged: when the page showed an older revision.
    """
    begin_write(session)
    row = queries.locked_programme(session, act.programme_id)
    if row is None or row.revision != act.revision or row.person_id != act.sides.person_id:
        session.rollback()
        raise ProgrammeChanged(f"{act.programme_id}")
    held = queries.programme_with(session, row.id)
    if held is None:
        raise ProgrammeChanged(f"{act.programme_id}")
    row.revision += 1
    return row, held


def require(session: Session, may: bool) -> None:
    """Let nobody do what is another one's.

    :raises NotForThisPerson: when ``may`` is false; nothing of the transaction stays.
    """
    if not may:
        session.rollback()
        raise NotForThisPerson("another one, or not in this state")


def move(session: Session, row: ProgrammeRow, *, to: ProgrammeState) -> None:
    """Bring a programme into a state, within the caller's transaction.

    :raises portal.evaluation.rules.states.TransitionRefused: where none leads there.
    :raises ProgrammeChanged: when the database refuses it.
    """
    row.state = PROGRAMME.moved(ProgrammeState(row.state), to=to)
    with refused_as(session, ProgrammeChanged(f"{to}")):
        session.flush()


def add_figures(
    session: Session, held: Programme, *, kind: FigureKind, figures: Figures, act: ProgrammeAct
) -> None:
    """Keep figures of a programme's goals, within the caller's transaction.

    :raises NotForThisPerson: for a goal of another programme.
    """
    ids: Sequence[int] = [each.id for each in held.goals]
    require(session, set(figures) <= set(ids))
    session.add_all(
        FigureRow(
            goal_id=goal_id,
            kind=kind,
            value=told.measured.value,
            cases=told.measured.cases,
            taken_on=act.today,
            source=told.source,
            realisation_id=told.realisation_id,
            recorded_by=act.by,
        )
        for goal_id, told in figures.items()
    )
