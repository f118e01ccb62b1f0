"""Remembers what contradicts itself, and puts it right or lets it be withheld for good."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from portal.organisation.places import queries as places_queries
from portal.organisation.places.arrangement import BEGINNING, Timeline
from portal.organisation.places.service import DatedState, correct_questions
from portal.publication.figures.contradictions import Contradiction, ContradictionKind
from portal.publication.figures.documents import FOLDERS, PlaceKind, ReleaseState, address_of
from portal.publication.releases import contradiction_queries
from portal.publication.releases.contradiction_models import FoundContradiction, WithheldMonth
from portal.publication.releases.models import DraftDocument, Release
from portal.rating.answers.answers import Channel
from portal.rating.mixing import sum_queries
from portal.rating.mixing.domain import TallyCell
from portal.rating.mixing.tallies import recount_tally
from portal.storage.database import begin_write
from portal.survey.elements import ELEMENTS, Element
from portal.time.months import Month, months_back

QUESTIONS = frozenset({ContradictionKind.NOT_ASKED, ContradictionKind.NOT_ANSWERED})
SUMS = frozenset({ContradictionKind.IMPOSSIBLE, ContradictionKind.IMPOSSIBLE_PAPER})
SERVICES = f"{FOLDERS[PlaceKind.SERVICE]}/"


class NoContradiction(LookupError):
    """No contradiction is known of the place (and month); prepare the month first."""


class CannotRepair(ValueError):
    """What contradicts itself is no question that could be dated; withhold the place instead."""


@dataclass(frozen=True, slots=True)
class Withhold:
    """Show nothing of a place (address) in a month, for good, and say why."""

    address: str
    period: Month
    reason: str
    decided_by: str


@dataclass(frozen=True, slots=True)
class Recounted:
    """A tally that was counted anew: its channel and places, what it claimed and has."""

    channel: str
    claimed: int
    counted: int
    addresses: tuple[str, ...]


def keep_contradictions(session: Session, found: Iterable[Contradiction], *, period: Month) -> None:
    """Replace what is known to contradict itself; the caller commits.

    :param period: the month of the draft that found it.
    """
    session.execute(delete(FoundContradiction))
    rows = [
        {
            "period": period,
            "address": each.address,
            "first_period": each.span.first,
            "last_period": each.span.last,
            "kind": str(each.kind),
            "element": str(each.element or ""),
            "flaw": str(each.flaw or ""),
            "found": each.found,
            "expected": each.expected,
        }
        for each in found
    ]
    if rows:
        session.execute(insert(FoundContradiction), rows)


def date_by_ratings(session: Session, address: str, *, today: date) -> Sequence[DatedState]:
    """Record what a service asked in each month as its ratings show it; commits.

    What it asks now, and what was decided for later months, stays.

    :param address: such as ``services/ktp-el``.
    :returns: from which month on the service leaves out what.
    :raises NoContradiction: when none is known of the place.
    :raises CannotRepair: when it is not about what a service asks.
    """
    begin_write(session)
    known = [
        each for each in contradiction_queries.contradictions(session) if each.address == address
    ]
    try:
        _check(known, address)
        service_id = _service(session, address)
        states = _states(
            places_queries.question_book(session, service_ids=[service_id])[service_id],
            _answers(session, service_id, known=known),
        )
    except (NoContradiction, CannotRepair):
        session.rollback()
        raise
    correct_questions(session, states, service_id=service_id, today=today)
    _forget(session, address, months=None)
    session.commit()
    return states


def recount(session: Session, address: str, *, period: Month) -> Sequence[Recounted]:
    """Count tallies of a place and month that cannot be true anew from their ballots; commits.

    :raises NoContradiction: when none is known of the place in the month.
    :raises CannotRepair: when it is no matter of sums, or ballots are not there.
    """
    begin_write(session)
    try:
        done = tuple(_recounted(session, address, period=period))
    except (NoContradiction, CannotRepair):
        session.rollback()
        raise
    for each in {address, *(each for one in done for each in one.addresses)}:
        _forget(session, each, months={period})
    session.commit()
    return done


def _recounted(session: Session, address: str, *, period: Month) -> Iterator[Recounted]:
    if not any(each.kind in SUMS for each in _known(session, address, period=period)):
        raise NoContradiction(f"no sums of {address} in {period} are known to be impossible")
    for tally in sum_queries.tally_book(session, periods=(period,)).impossible:
        addresses = _addresses_of(session, tally.cell)
        if address in addresses:
            counted = recount_tally(session, tally.cell)
            if counted is None:
                raise CannotRepair(f"{address} has no ballots in {period} to count; withhold it")
            channel = str(tally.cell.channel)
            yield Recounted(channel, tally.respondents, counted.respondents, addresses)


def _addresses_of(session: Session, cell: TallyCell) -> tuple[str, ...]:
    """Return the addresses of what a tally names below its agency, else the agency's."""
    codes = places_queries.codes_by_id(session)
    named = {
        PlaceKind.AGENCY: codes["agency"][cell.agency_id],
        PlaceKind.UNIT: cell.unit_id and codes["unit"][cell.unit_id],
        PlaceKind.DESK: cell.desk_id and codes["desk"][cell.desk_id],
        PlaceKind.SERVICE: cell.service_id and codes["service"][cell.service_id],
    }
    return tuple(address_of(kind, str(code)) for kind, code in named.items() if code)


def withhold(session: Session, command: Withhold, *, today: date) -> None:
    """Show nothing of a place in a month, for good; commits.

    :raises NoContradiction: when none is known of the place in the month.
    """
    begin_write(session)
    if not _known(session, command.address, period=command.period):
        session.rollback()
        raise NoContradiction(f"nothing contradicts itself at {command.address}")
    session.merge(
        WithheldMonth(
            address=command.address,
            period=command.period,
            reason=command.reason,
            decided_on=today,
            decided_by=command.decided_by,
        )
    )
    _forget(session, command.address, months={command.period})
    session.commit()


def _known(session: Session, address: str, *, period: Month) -> list[Contradiction]:
    """Return what is known to contradict itself at a place in a month."""
    found = contradiction_queries.contradictions(session)
    return [each for each in found if each.address == address and period in each.span.months]


def _check(known: Sequence[Contradiction], address: str) -> None:
    if not known:
        raise NoContradiction(f"nothing contradicts itself at {address}")
    others = {str(each.kind) for each in known if each.kind not in QUESTIONS}
    if others:
        raise CannotRepair(f"{address}: {', '.join(sorted(others))} is no matter of dates")


def _service(session: Session, address: str) -> int:
    codes = places_queries.codes_by_id(session)["service"]
    return next(id_ for id_, code in codes.items() if f"{SERVICES}{code}" == address)


def _answers(
    session: Session, service_id: int, *, known: Iterable[Contradiction]
) -> Mapping[Month, frozenset[Element]]:
    """Return by contradictory month which elements every rating of the service answers."""
    asked: dict[Month, frozenset[Element]] = {}
    for month in sorted({each.span.first for each in known}):
        ratings, answers = 0, Counter[Element]()
        for row in sum_queries.tallies(session, periods=(month,)):
            if row.service_id == service_id and row.channel is not Channel.PAPER:
                ratings += row.respondents
                for element, counts in zip(ELEMENTS, row.counts.by_element, strict=True):
                    answers[element] += counts.n
        asked[month] = frozenset(each for each in ELEMENTS if answers[each] == ratings)
        asked[BEGINNING] = asked.get(BEGINNING, frozenset()) | {
            each for each in ELEMENTS if answers[each]
        }
    return asked


def _states(
    record: Timeline[frozenset[Element]], asked: Mapping[Month, frozenset[Element]]
) -> tuple[DatedState, ...]:
    """Return what a service left out from which month on: as rated, else as recorded."""
    months = {*asked, *(months_back(each, months=-1) for each in asked)}
    months |= {each.period for each in record.decisions}
    found: list[DatedState] = []
    for month in sorted(months):
        left_out = record.in_month(month)
        if month in asked:
            left_out = frozenset(ELEMENTS) - asked[month]
        if not found or found[-1].left_out != left_out:
            found.append(DatedState(month, left_out))
    return tuple(found)


def _forget(session: Session, address: str, *, months: Collection[Month] | None) -> None:
    """Drop what is settled, and every draft: the next one is built of what holds now."""
    chosen = delete(FoundContradiction).where(FoundContradiction.address == address)
    if months is not None:
        chosen = chosen.where(
            FoundContradiction.first_period.in_(months),
            FoundContradiction.last_period == FoundContradiction.first_period,
        )
    session.execute(chosen)
    drafts = select(Release.id).where(Release.state != ReleaseState.PUBLISHED)
    session.execute(delete(DraftDocument).where(DraftDocument.release_id.in_(drafts)))
