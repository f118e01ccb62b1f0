"""Who still needs a substitute in a cycle, who was drawn, and what is known to draw by."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.staff.list_queries import officers_with_account
from portal.evaluation.cycles.domain import Cycle, OpeningPreview
from portal.evaluation.cycles.queries import rating_kinds, rules_of
from portal.evaluation.substitutes.domain import Lot, LotBar, LotBasis, Place, who_lacks
from portal.evaluation.substitutes.models import CycleSubstitute, CycleSubstituteBar
from portal.organisation.people import queries as people
from portal.organisation.people.change_queries import namings
from portal.organisation.people.civil_servants import evaluated_people, heads_on

# Until a cycle is evaluated; later each objection draws for itself.
DRAWN_WHILE = frozenset({"draft", "open"})


@dataclass(frozen=True, slots=True)
class Needed:
    """Who needs a substitute in a cycle, and what was drawn so far.

    :ivar on: the first day on which somebody who is drawn now would hold.
    :ivar lacking: who lacks somebody and has no lot that waits, lowest number first.
    :ivar lots: of the cycle, the latest first.
    :ivar basis: to draw by; None where nobody lacks anybody.
    """

    on: date
    lacking: tuple[int, ...]
    lots: tuple[Lot, ...]
    basis: LotBasis | None

    def pool_of(self, person: int) -> tuple[int, ...]:
        """Return who may be drawn for somebody who lacks one; nobody twice in a cycle."""
        drawn = {each.holder_id for each in self.lots if each.person_id == person}
        return () if self.basis is None else self.basis.pool_of(person, refused=drawn)

    def begins_on(self, person: int) -> date:
        """Return the first day of a new substitute: after that of the one who holds."""
        return max(self.on, *_days_after(self.lots, person=person))


def opening_preview(session: Session, cycle: Cycle) -> OpeningPreview:
    """Say who is evaluated in a cycle and who still lacks somebody on its first day."""
    ids = evaluated_people(session, on=cycle.starts_on)
    kinds = rating_kinds(rules_of(session, cycle).rules)
    standing = people.standing_on(session, cycle.starts_on, person_ids=ids, may_rate=kinds)
    lacking: dict[str, list[str]] = {}
    for person in people.persons(session, ids).values():
        for kind in sorted(standing.lacks(person.id)):
            lacking.setdefault(kind, []).append(person.name)
    return OpeningPreview(len(ids), lacking)


def substitutes_needed(
    session: Session, cycle: Cycle, *, today: date, agency_id: int | None = None
) -> Needed:
    """Return who needs a substitute: on the cycle's first day, later on the day of today.

    :param agency_id: keeps to people of this agency; None for the city.
    """
    on = min(max(cycle.starts_on, today), cycle.ends_on)
    ids = evaluated_people(session, on=on, agency_id=agency_id)
    lots, signs_in = _lots_of(session, cycle.id), officers_with_account(session)
    kinds = rating_kinds(rules_of(session, cycle).rules)
    standing = people.standing_on(session, on, person_ids=ids, may_rate=kinds)
    lacking = who_lacks(ids, standing=standing, lots=lots, able=signs_in)
    if agency_id is not None:
        lots = tuple(each for each in lots if each.person_id in set(ids))
    city = _city(session, lacking, on=on, signs_in=signs_in) if lacking else None
    return Needed(on, lacking, lots, city)


def _lots_of(session: Session, cycle_id: int) -> tuple[Lot, ...]:
    """Return the lots of a cycle, the latest first."""
    query = select(CycleSubstitute).where(CycleSubstitute.cycle_id == cycle_id)
    rows = session.scalars(query.order_by(CycleSubstitute.id.desc())).all()
    named = namings(session, {each.change_id for each in rows})
    bars = _bars_of(session, cycle_id)
    return tuple(
        Lot(
            each.person_id,
            each.holder_id,
            each.pool_size,
            each.drawn_on,
            named[each.change_id].starts_on,
            named[each.change_id].state,
            tuple(bars[each.id]),
        )
        for each in rows
    )


def _bars_of(session: Session, cycle_id: int) -> Mapping[int, list[LotBar]]:
    query = select(CycleSubstituteBar).join(CycleSubstitute)
    query = query.where(CycleSubstitute.cycle_id == cycle_id)
    found: defaultdict[int, list[LotBar]] = defaultdict(list)
    for each in session.scalars(query.order_by(CycleSubstituteBar.bar)):
        found[each.lot_id].append(LotBar(each.bar))
    return found


def waiting_lot(session: Session, person_id: int, *, cycle_id: int) -> int | None:
    """Return who was drawn for somebody in a cycle and waits for a second person, or None.

    Whoever draws for an objection takes this one: by letting the lot wait nobody gets another.
    """
    found = (each for each in _lots_of(session, cycle_id) if each.person_id == person_id)
    return next((each.holder_id for each in found if each.state == "waiting"), None)


def drawn_for(session: Session, person_id: int) -> Mapping[int, CycleSubstitute]:
    """Return the lot of whoever was drawn for somebody in any cycle, the latest, by holder."""
    query = select(CycleSubstitute).where(CycleSubstitute.person_id == person_id)
    rows = session.scalars(query.order_by(CycleSubstitute.id))
    return {each.holder_id: each for each in rows}


def lot_basis(
    session: Session, person_id: int, *, on: date, drawn: Collection[int] = ()
) -> LotBasis:
    """Return what is known on a day of a person, of the heads, and of those who were drawn."""
    signs_in = officers_with_account(session)
    return _city(session, {person_id}, on=on, signs_in=signs_in, drawn=drawn)


def _city(
    session: Session,
    lacking: Collection[int],
    *,
    on: date,
    signs_in: Collection[int],
    drawn: Collection[int] = (),
) -> LotBasis:
    heads = _by_person(
        (each.person_id, each.agency_id, each.unit_id) for each in heads_on(session, on=on)
    )
    away = {
        each.person_id for each in people.absences_of(session, {*heads, *drawn}) if each.covers(on)
    }
    posts = [
        each
        for each in people.posts_of(session, lacking)
        if each.starts_on <= on and (each.ends_on is None or on <= each.ends_on)
    ]
    return LotBasis(
        on,
        people.standing_on(session, on, person_ids={*lacking, *heads, *drawn}),
        people.all_lines(session),
        heads,
        set(signs_in) - away,
        _by_person((each.person_id, each.agency_id, each.unit_id) for each in posts),
    )


def _by_person(
    held: Iterable[tuple[int, int, int | None]],
) -> Mapping[int, frozenset[Place]]:
    found: dict[int, frozenset[Place]] = {}
    for person_id, agency_id, unit_id in held:
        found[person_id] = found.get(person_id, frozenset()) | {(agency_id, unit_id)}
    return found


def _days_after(lots: Sequence[Lot], *, person: int) -> list[date]:
    held = (each for each in lots if each.state == "confirmed")
    return [
        date.min,
        *(each.starts_on + timedelta(days=1) for each in held if each.person_id == person),
    ]
