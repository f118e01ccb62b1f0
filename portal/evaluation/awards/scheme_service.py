"""Use cases of schemes: written, published before their year, opened, screened, seeded, closed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from secrets import choice

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.accounts.letters.service import tell_officer
from portal.evaluation.awards.domain import Scheme, SchemeFault, SchemeFields
from portal.evaluation.awards.models import CriterionRow, ListedJurorRow, NomineeRow, SchemeRow
from portal.evaluation.awards.nominee_queries import nominees_of
from portal.evaluation.awards.publishable import publishing_faults
from portal.evaluation.awards.queries import last_place, listed_jurors, locked_scheme, scheme_with
from portal.evaluation.awards.timing_queries import has_open_objections
from portal.evaluation.rules.award_lots import numbers_digest
from portal.evaluation.rules.machines import NOMINEE, SCHEME
from portal.evaluation.rules.states import NomineeState, SchemeState
from portal.storage.database import begin_write, refused_as

# No signs that are mistaken for others; as many as the column holds.
NUMBER_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
NUMBER_LENGTH = 12


class SchemeChanged(ValueError):
    """Somebody changed the scheme after the page was shown, or it is no draft any more."""


class NotYet(ValueError):
    """Something is missing before the scheme goes on.

    :ivar faults: what.
    """

    def __init__(self, *faults: SchemeFault) -> None:
        super().__init__(", ".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class SchemeAct:
    """An act on a scheme as a page showed it."""

    scheme_id: int
    revision: int
    today: date


@dataclass(frozen=True, slots=True)
class Screened:
    """What came of a nominee's rules when the nominees are frozen; both texts are encrypted."""

    is_eligible: bool
    outcomes: bytes
    work_result: bytes


def begin_scheme(session: Session, fields: SchemeFields) -> int:
    """Keep a new draft and return its number; commits."""
    begin_write(session)
    row = SchemeRow(state=SCHEME.first, revision=1)
    _fill(row, fields)
    session.add(row)
    session.flush()
    _write_criteria(session, row.id, fields=fields)
    session.commit()
    return row.id


def change_scheme(session: Session, act: SchemeAct, *, fields: SchemeFields) -> None:
    """Write the rules of a draft anew; commits.

    :raises SchemeChanged: when it is published or changed meanwhile.
    """
    row = opened_scheme(session, act, state=SchemeState.DRAFT)
    _fill(row, fields)
    row.revision += 1
    session.execute(delete(CriterionRow).where(CriterionRow.scheme_id == row.id))
    _write_criteria(session, row.id, fields=fields)
    session.commit()


def list_juror(session: Session, act: SchemeAct, *, person_id: int) -> None:
    """Put somebody on the list of jurors; somebody who stands there stays; commits.

    :raises SchemeChanged: when the scheme is published or changed meanwhile.
    """
    row = opened_scheme(session, act, state=SchemeState.DRAFT)
    place = last_place(session, row.id) + 1
    session.add(ListedJurorRow(scheme_id=row.id, place=place, person_id=person_id))
    row.revision += 1
    with refused_as(session, SchemeChanged(f"{act.scheme_id}")):
        session.commit()


def strike_juror(session: Session, act: SchemeAct, *, person_id: int) -> None:
    """Take somebody off the list of a draft; the places after it stay as they are; commits.

    :raises SchemeChanged: when the scheme is published or changed meanwhile.
    """
    row = opened_scheme(session, act, state=SchemeState.DRAFT)
    listed = ListedJurorRow
    session.execute(delete(listed).where(listed.scheme_id == row.id, listed.person_id == person_id))
    row.revision += 1
    session.commit()


def publish(session: Session, act: SchemeAct) -> None:
    """Publish the rules; from then on nobody changes them; commits.

    :raises SchemeChanged: when the scheme is published or changed meanwhile.
    :raises NotYet: when something is missing, or its year has begun.
    """
    row = opened_scheme(session, act, state=SchemeState.DRAFT)
    scheme = read_scheme(session, row)
    listed = listed_jurors(session, row.id, on=act.today)
    faults = tuple(publishing_faults(scheme.fields, listed, today=act.today))
    _require(session, *faults)
    row.published_on = act.today
    _move(session, row, to=SchemeState.PUBLISHED)


def open_nominations(session: Session, act: SchemeAct) -> None:
    """Open nominations, on the published day and after the last objection; commits.

    :raises SchemeChanged: when the scheme changed meanwhile.
    :raises NotYet: before its day, or while an objection waits or may be filed in time.
    """
    row = opened_scheme(session, act, state=SchemeState.PUBLISHED)
    if act.today < row.nominating_from:
        _require(session, SchemeFault.TOO_EARLY)
    if has_open_objections(session, row.year, today=act.today):
        _require(session, SchemeFault.OBJECTIONS_OPEN)
    _move(session, row, to=SchemeState.NOMINATING)


def screen(session: Session, act: SchemeAct) -> None:
    """End nominations; commits.

    :raises SchemeChanged: when the scheme changed meanwhile.
    :raises NotYet: before the last day to nominate is over.
    """
    row = opened_scheme(session, act, state=SchemeState.NOMINATING)
    if act.today <= row.nominating_until:
        _require(session, SchemeFault.STILL_NOMINATING)
    _move(session, row, to=SchemeState.SCREENING)


def freeze(session: Session, act: SchemeAct, *, screened: Mapping[int, Screened]) -> None:
    """Freeze who is eligible, give numbers at random and keep their digest; commits.

    :param screened: by the number of each nominee's row.
    :raises SchemeChanged: when the scheme changed meanwhile, or somebody is not screened.
    """
    row = opened_scheme(session, act, state=SchemeState.SCREENING)
    if row.numbers_digest is not None:
        session.rollback()
        raise SchemeChanged(f"{act.scheme_id}")
    numbers = [
        _freeze_one(session, each.id, screened=screened)
        for each in nominees_of(session, row.id)
        if each.state is NomineeState.NOMINATED
    ]
    row.numbers_digest = numbers_digest([each for each in numbers if each is not None])
    row.frozen_on = act.today
    row.revision += 1
    session.commit()


def keep_seed(session: Session, act: SchemeAct, *, seed: str, seed_on: date) -> None:
    """Keep what the public event gave; commits.

    :param seed: as it was announced.
    :param seed_on: when it took place: after the freezing, not before the published day.
    :raises SchemeChanged: when the scheme changed meanwhile or has its seed.
    :raises NotYet: before the numbers are frozen, or for a day that does not fit.
    """
    row = opened_scheme(session, act, state=SchemeState.SCREENING)
    if row.frozen_on is None:
        _require(session, SchemeFault.NOT_FROZEN)
    if row.seed is not None:
        session.rollback()
        raise SchemeChanged(f"{act.scheme_id}")
    if not (row.frozen_on or seed_on) < seed_on <= act.today or seed_on < row.seed_due:
        _require(session, SchemeFault.TOO_EARLY)
    row.seed, row.seed_on = seed, seed_on
    row.revision += 1
    session.commit()


def close(session: Session, act: SchemeAct) -> None:
    """Close a scheme that was announced; commits.

    :raises SchemeChanged: when the scheme changed meanwhile.
    """
    _move(session, opened_scheme(session, act, state=SchemeState.ANNOUNCED), to=SchemeState.CLOSED)


def move_scheme(row: SchemeRow, *, to: SchemeState) -> None:
    """Bring a locked scheme into its next state; commits nothing.

    :raises portal.evaluation.rules.states.TransitionRefused: when the table does not hold it.
    """
    row.state = SCHEME.moved(SchemeState(row.state), to=to)
    row.revision += 1


def opened_scheme(session: Session, act: SchemeAct, *, state: SchemeState) -> SchemeRow:
    """Return the row of a scheme as the page showed it, and keep others from changing it.

    :raises SchemeChanged: for another state or revision.
    """
    begin_write(session)
    row = locked_scheme(session, act.scheme_id)
    if row is None or row.revision != act.revision or row.state != state:
        session.rollback()
        raise SchemeChanged(f"{act.scheme_id}")
    return row


def _require(session: Session, *faults: SchemeFault) -> None:
    if faults:
        session.rollback()
        raise NotYet(*faults)


def _move(session: Session, row: SchemeRow, *, to: SchemeState) -> None:
    scheme_id = row.id
    move_scheme(row, to=to)
    with refused_as(session, SchemeChanged(f"{scheme_id}")):
        session.commit()


def read_scheme(session: Session, row: SchemeRow) -> Scheme:
    """Return the scheme of a locked row.

    :raises SchemeChanged: when it was thrown away.
    """
    found = scheme_with(session, row.id)
    if found is None:
        raise SchemeChanged(f"{row.id}")
    return found


def _freeze_one(
    session: Session, nominee_id: int, *, screened: Mapping[int, Screened]
) -> str | None:
    """Freeze a nominee and return the number; None for who is not eligible."""
    found, row = screened.get(nominee_id), session.get(NomineeRow, nominee_id)
    if found is None or row is None:
        session.rollback()
        raise SchemeChanged(f"nominee {nominee_id}")
    to = NomineeState.ELIGIBLE if found.is_eligible else NomineeState.NOT_ELIGIBLE
    row.number = _new_number() if found.is_eligible else None
    row.screened, row.work_result = found.outcomes, found.work_result
    row.state = NOMINEE.moved(NomineeState(row.state), to=to)
    tell_officer(session, row.person_id)
    return row.number


def _new_number() -> str:
    """Return a number that nobody chose, of 59 bits.

    Ten digits can be tried out: where one nominee is eligible, whoever finds the number behind
    the published digest knows that there was one, and no winner is a choice among many.
    """
    return "".join(choice(NUMBER_SIGNS) for _ in range(NUMBER_LENGTH))


def _fill(row: SchemeRow, fields: SchemeFields) -> None:
    row.name, row.purpose, row.year = fields.name, fields.purpose, fields.year
    row.places, row.jurors, row.form = fields.places, fields.jurors, fields.form
    row.years, row.outstanding = fields.rules.years, fields.rules.outstanding
    row.hours = fields.rules.hours
    row.nominating_from, row.nominating_until = fields.nominating_from, fields.nominating_until
    row.seed_event, row.seed_due = fields.seed_event, fields.seed_due


def _write_criteria(session: Session, scheme_id: int, *, fields: SchemeFields) -> None:
    rows: Sequence[CriterionRow] = [
        CriterionRow(scheme_id=scheme_id, number=each.number, name=each.name, points=each.points)
        for each in fields.criteria
    ]
    session.add_all(rows)
    session.flush()
