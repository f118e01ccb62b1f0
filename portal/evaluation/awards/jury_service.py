"""Use cases of the jury: drawn by the seed, declared free of conflict or stepped out, points."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.accounts.letters.service import tell_officer
from portal.evaluation.awards.conflict_queries import barred_places
from portal.evaluation.awards.domain import (
    Scheme,
    SchemeFault,
    agencies_of,
)
from portal.evaluation.awards.jury_models import PointsRow, SeatRow
from portal.evaluation.awards.nominee_queries import (
    has_jury,
    is_all_given,
    locked_seat,
    nominees_of,
    seats_of,
)
from portal.evaluation.awards.queries import listed_jurors, locked_scheme, scheme_with
from portal.evaluation.awards.scheme_service import (
    NotYet,
    SchemeAct,
    move_scheme,
    opened_scheme,
    read_scheme,
)
from portal.evaluation.rules.award_lots import jury_order, next_juror
from portal.evaluation.rules.machines import SEAT
from portal.evaluation.rules.states import SchemeState, SeatState
from portal.storage.database import begin_write, refused_as


class NoSuchSeat(LookupError):
    """Somebody has no seat in this jury, or not any more."""


class PointsAreSealed(ValueError):
    """Points were given before, or the seat or the nominee is none that points are given in."""


@dataclass(frozen=True, slots=True)
class NewPoints:
    """What a juror gives a nominee; ``points`` is encrypted."""

    seat_id: int
    nominee_id: int
    points: bytes


def begin_judging(session: Session, act: SchemeAct) -> None:
    """Draw the jury by the seed and let it judge; commits.

    Where the list has fewer than three people without a conflict, the scheme goes on all the
    same: the office draws again, or the mayor ends it without an award (``cannot_be_formed``).

    :raises SchemeChanged: when the scheme changed meanwhile.
    :raises NotYet: without a seed.
    """
    row = opened_scheme(session, act, state=SchemeState.SCREENING)
    scheme = scheme_with(session, row.id)
    if scheme is None or scheme.seed is None:
        session.rollback()
        raise NotYet(SchemeFault.NO_SEED)
    if any(each.is_judged for each in nominees_of(session, row.id)):
        fill(session, scheme, today=act.today)
    move_scheme(row, to=SchemeState.JUDGING)
    session.commit()


def take_seat(session: Session, seat_id: int, *, person_id: int) -> None:
    """Declare that one has no conflict with any nominee; commits.

    :raises NoSuchSeat: for somebody else's seat, or one that was left.
    """
    row = _own_seat(session, seat_id, person_id=person_id)
    if row.state == SeatState.DRAWN:
        row.state = SEAT.moved(SeatState(row.state), to=SeatState.TAKEN)
    session.commit()


def step_out(session: Session, seat_id: int, *, person_id: int, today: date) -> None:
    """Leave a seat because of a conflict; somebody else is drawn; its points do not count; commits.

    Where nobody is left on the list, the seat stays free, and three are a jury, too.

    :raises NoSuchSeat: for somebody else's seat, or one that was left, and once every point is
        in: then they can be read, and who leaves would choose what counts.
    """
    row = _own_seat(session, seat_id, person_id=person_id)
    scheme = scheme_with(session, row.scheme_id)
    if scheme is None or is_all_given(session, scheme.id):
        session.rollback()
        raise NoSuchSeat(f"{seat_id}")
    row.state = SEAT.moved(SeatState(row.state), to=SeatState.STEPPED_OUT)
    session.flush()
    fill(session, scheme, today=today)
    session.commit()


def draw_again(session: Session, act: SchemeAct) -> None:
    """Draw for free seats again, once a conflict ended; commits.

    :raises SchemeChanged: when the scheme changed meanwhile, or is not being judged.
    """
    row = opened_scheme(session, act, state=SchemeState.JUDGING)
    fill(session, read_scheme(session, row), today=act.today)
    session.commit()


def fill(session: Session, scheme: Scheme, *, today: date) -> bool:
    """Draw for the seats that are free; return whether a jury sits; commits nothing."""
    drawn = _drawn(session, scheme, today=today)
    session.add_all(
        SeatRow(scheme_id=scheme.id, place=place, person_id=person_id, state=SeatState.DRAWN)
        for place, person_id in drawn.items()
    )
    session.flush()
    for person_id in drawn.values():
        tell_officer(session, person_id)
    return has_jury(session, scheme.id)


def cannot_be_formed(session: Session, scheme: Scheme, *, today: date) -> bool:
    """Return whether no jury of three can be drawn although somebody is to be judged."""
    if not any(each.is_judged for each in nominees_of(session, scheme.id)):
        return False
    drawn = _drawn(session, scheme, today=today)
    return not has_jury(session, scheme.id, further=len(drawn))


def give_points(session: Session, new: NewPoints, *, person_id: int) -> None:
    """Seal what a juror gives a nominee; it is never changed afterwards; commits.

    :raises NoSuchSeat: for somebody else's seat, or one that was left.
    :raises PointsAreSealed: when they were given before, or nothing is judged here.
    """
    _own_seat(session, new.seat_id, person_id=person_id)
    session.add(PointsRow(seat_id=new.seat_id, nominee_id=new.nominee_id, points=new.points))
    with refused_as(session, PointsAreSealed(f"{new.seat_id}")):
        session.commit()


def _drawn(session: Session, scheme: Scheme, *, today: date) -> Mapping[int, int]:
    """Return who is drawn for the free seats: person by place, as far as somebody is left."""
    nominees = [each for each in nominees_of(session, scheme.id) if each.is_judged]
    listed = listed_jurors(session, scheme.id, on=today)
    barred = barred_places(session, listed, nominees=nominees, on=today)
    seats = seats_of(session, scheme.id)
    seated = [each.place for each in seats if not each.has_stepped_out]
    left = {each.place for each in seats} - set(seated)
    agencies = agencies_of(listed)
    # Who sits already keeps the seat, also after a move to where nobody had a post.
    for place in seated:
        agencies = {place: -place, **agencies}
    order = jury_order(scheme.seed or "", [each.place for each in listed])
    people, drawn = {each.place: each.person_id for each in listed}, dict[int, int]()
    while len(seated) < scheme.fields.jurors:
        found = next_juror(order, agencies=agencies, seated=seated, barred={*barred, *left})
        if found is None:
            break
        seated.append(found)
        drawn[found] = people[found]
    return drawn


def _own_seat(session: Session, seat_id: int, *, person_id: int) -> SeatRow:
    begin_write(session)
    row = locked_seat(session, seat_id)
    scheme = None if row is None else locked_scheme(session, row.scheme_id)
    is_judging = scheme is not None and scheme.state == SchemeState.JUDGING
    if (
        row is None
        or not is_judging
        or row.person_id != person_id
        or row.state == SeatState.STEPPED_OUT
    ):
        session.rollback()
        raise NoSuchSeat(f"{seat_id}")
    return row
