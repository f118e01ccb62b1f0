"""A unit of colleagues with accounts, whose round is planned, drawn, answered and folded."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.accounts.staff.models import Account
from portal.evaluation.peer_feedback import box_queries
from portal.evaluation.peer_feedback.domain import Round, round_days
from portal.evaluation.peer_feedback.payloads import Answer
from portal.evaluation.peer_feedback.queries import round_with
from portal.evaluation.peer_feedback.round_decisions import PlanRound, plan_round
from portal.evaluation.peer_feedback.round_run import run_rounds
from portal.evaluation.peer_feedback.service import answer
from portal.storage.sealing.keys import KeyStore
from portal.time.working_days import WorkingDays
from tests.factories.cycles import NOW, make_cycle
from tests.factories.organisation import add, make_agency, make_unit
from tests.factories.people import make_line, make_person, make_post

PLANNED_ON, OPENS_ON = date(2026, 9, 1), date(2026, 11, 9)
STEADY = (4,) * 21


@dataclass(frozen=True, slots=True)
class ColleaguesScene:
    """People of one unit, their superior, and a planned round.

    :ivar people: of the unit, without the superior.
    """

    cycle_id: int
    round_id: int
    people: tuple[int, ...]
    superior: int
    unit_id: int


def make_colleague(session: Session, name: str, agency: object, **post: object) -> int:
    """Add somebody with a post and an account that is open."""
    person = make_person(session, name).id
    make_post(session, person, agency, **post)  # type: ignore[arg-type] # an agency's row
    address = f"{name.lower().replace(' ', '.')}@example.go.id"
    add(session, Account(email=address, name=name, officer_id=person, created_at=NOW))
    return person


def make_colleagues(
    session: Session, store: KeyStore, *, count: int = 9, is_recorded: bool = True
) -> ColleaguesScene:
    """Make the unit and plan its round; commits.

    :param is_recorded: False leaves the round unplanned; its number is 0 then.
    """
    store.folder.parent.mkdir(parents=True, exist_ok=True)
    agency = make_agency(session, "rekan")
    unit = make_unit(session, agency, "layanan")
    superior = make_colleague(session, "Atasan Contoh", agency, unit_id=unit.id, is_head=True)
    people = tuple(
        make_colleague(session, f"Rekan {number}", agency, unit_id=unit.id)
        for number in range(count)
    )
    for each in people:
        make_line(session, each, to=superior)
    session.commit()
    cycle = make_cycle(session)
    round_id = plan(session, store, cycle.id) if is_recorded else 0
    return ColleaguesScene(cycle.id, round_id, people, superior, unit.id)


def plan(session: Session, store: KeyStore, cycle_id: int) -> int:
    """Plan a round that opens on 9 November; commits."""
    days = round_days(PLANNED_ON, opens_on=OPENS_ON, open_days=10, calendar=WorkingDays())
    command = PlanRound(cycle_id, days, recorded_since=date(2026, 1, 1))
    return plan_round(session, store, command=command)


def night(session: Session, store: KeyStore, today: date) -> None:
    """Let a night pass."""
    run_rounds(session, store, today=today)
    session.expire_all()


def the_round(session: Session, scene: ColleaguesScene) -> Round:
    """Return the scene's round as it is now."""
    found = round_with(session, scene.round_id)
    if found is None:
        raise LookupError(scene.round_id)
    return found


def answer_all(
    session: Session,
    store: KeyStore,
    scene: ColleaguesScene,
    *,
    on: date,
    about: tuple[int, ...] | None = None,
    steps: tuple[int | None, ...] = STEADY,
    strengths: frozenset[str] = frozenset(),
) -> int:
    """Let every seat answer that did not yet; return how many did."""
    seats = [
        seat
        for seat in box_queries.seats(session, scene.round_id)
        if not seat.is_answered and (about is None or seat.rated_id in about)
    ]
    for seat in seats:
        content = Answer(seat.rated_id, steps, strengths=strengths)
        answer(
            session,
            store,
            round_=the_round(session, scene),
            rater_id=seat.rater_id,
            content=content,
            today=on,
        )
    return len(seats)
