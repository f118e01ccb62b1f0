"""The exact sums of mixed ratings that publication reads; never a single ballot."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, cast, select
from sqlalchemy.orm import Session

from portal.rating.answers.answers import Channel
from portal.rating.mixing.ballot_models import OfficerTally, ProfileTally, ReasonTally, Tally
from portal.rating.mixing.domain import TallyCell
from portal.rating.mixing.possible import ImpossibleTally, StoredSums
from portal.survey.elements import (
    ELEMENTS,
    LEVELS,
    OFFICER_ELEMENTS,
    Element,
    ElementCounts,
    LevelCounts,
)
from portal.survey.index import CompositeSums
from portal.time.months import Month


@dataclass(frozen=True, slots=True)
class TallyRow:
    """Sums over the ballots of one month, place, service and channel.

    ``unit_id``, ``desk_id`` and ``service_id`` are None where residuals were folded upwards
    (``unit_id`` also where the agency has no units). ``composite_sum`` and
    ``composite_square_sum`` are over scaled composites (portal.survey.index);
    ``all_top`` counts ratings with 4 throughout. A paper batch stands in its last month.
    """

    period: Month
    agency_id: int
    unit_id: int | None
    desk_id: int | None
    service_id: int | None
    channel: Channel
    respondents: int
    composite_sum: int
    composite_square_sum: int
    all_top: int
    counts: ElementCounts

    @property
    def cell(self) -> TallyCell:
        """Where it counts; there is one tally of each."""
        return TallyCell(
            period=self.period,
            agency_id=self.agency_id,
            unit_id=self.unit_id,
            desk_id=self.desk_id,
            service_id=self.service_id,
            channel=self.channel,
        )

    @property
    def composites(self) -> CompositeSums:
        """The sums that mean and variance of the respondents' composites follow from."""
        return CompositeSums(
            n=self.respondents, total=self.composite_sum, squares=self.composite_square_sum
        )


@dataclass(frozen=True, slots=True)
class OfficerTallyRow:
    """Counts per level of one officer at one desk on one of the officer's elements."""

    period: Month
    officer_id: int
    desk_id: int
    element: Element
    counts: LevelCounts


@dataclass(frozen=True, slots=True)
class ProfileCount:
    """How many respondents of an agency gave one answer about themselves in a year."""

    agency_id: int
    year: int
    field: str
    answer: str
    respondents: int


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """How many respondents of an agency want one element improved in a year."""

    agency_id: int
    year: int
    element: Element
    respondents: int


@dataclass(frozen=True, slots=True)
class ChannelTotal:
    """The whole city's ratings of one channel in one month."""

    channel: Channel
    respondents: int
    counts: ElementCounts


@dataclass(frozen=True, slots=True)
class TallyBook:
    """The tallies of some months: ``rows`` that can be true, and those that cannot."""

    rows: tuple[TallyRow, ...] = ()
    impossible: tuple[ImpossibleTally, ...] = ()


def tally_book(
    session: Session, *, periods: Iterable[Month], agency_id: int | None = None
) -> TallyBook:
    """Return the sums of the months in ``periods`` (``2026-01``), always in the same order.

    Whoever makes figures of them says what is withheld because of those that cannot be true.

    :param agency_id: only those of one agency; of the whole city when None.
    """
    rows: list[TallyRow] = []
    impossible: list[ImpossibleTally] = []
    for row in session.execute(_select_tallies(periods, agency_id=agency_id)):
        stored = stored_sums(row)
        flaw = stored.flaw()
        if flaw is None:
            rows.append(_tally_row(row, stored.counts()))
        else:
            impossible.append(ImpossibleTally(_cell(row), flaw, stored.claimed))
    return TallyBook(tuple(rows), tuple(impossible))


def tallies(
    session: Session, *, periods: Iterable[Month], agency_id: int | None = None
) -> list[TallyRow]:
    """Return the same without those that cannot be true, for what withholds nothing."""
    return list(tally_book(session, periods=periods, agency_id=agency_id).rows)


def stored_sums(row: Any) -> StoredSums:
    """Return a tally's sums, with its counts as text, as they are stored, true or not."""
    return StoredSums(
        respondents=row.respondents,
        composite_sum=row.composite_sum,
        composite_square_sum=row.composite_square_sum,
        all_top=row.all_top,
        level_counts=_decoded(row.level_counts),
    )


# Counts are read as text: what is no JSON must not stop the reading of all other rows.
TALLY_COLUMNS: tuple[ColumnElement[Any], ...] = tuple(
    cast(column, Text).label(column.name) if column.name == "level_counts" else column
    for column in Tally.__table__.c
)


def _select_tallies(periods: Iterable[Month], *, agency_id: int | None) -> Select[Any]:
    query = select(*TALLY_COLUMNS).where(Tally.period.in_(sorted(set(periods)))).order_by(Tally.id)
    return query if agency_id is None else query.where(Tally.agency_id == agency_id)


def _decoded(text: object) -> object:
    try:
        return json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        return None


def _cell(row: Any) -> TallyCell:
    return TallyCell(
        period=row.period,
        agency_id=row.agency_id,
        unit_id=row.unit_id,
        desk_id=row.desk_id,
        service_id=row.service_id,
        channel=Channel(row.channel),
    )


def _tally_row(row: Any, counts: ElementCounts) -> TallyRow:
    return TallyRow(
        period=row.period,
        agency_id=row.agency_id,
        unit_id=row.unit_id,
        desk_id=row.desk_id,
        service_id=row.service_id,
        channel=Channel(row.channel),
        respondents=row.respondents,
        composite_sum=row.composite_sum,
        composite_square_sum=row.composite_square_sum,
        all_top=row.all_top,
        counts=counts,
    )


def officer_tallies(session: Session, *, periods: Iterable[Month]) -> list[OfficerTallyRow]:
    """Return the folded officer answers of the months in ``periods``, in order.

    A row that cannot be true (an unknown element or level, no answers) counts nowhere.
    """
    rows = session.scalars(
        select(OfficerTally).where(
            OfficerTally.period.in_(sorted(set(periods))),
            OfficerTally.level.in_(LEVELS),
            OfficerTally.answers > 0,
            OfficerTally.element.in_(map(str, OFFICER_ELEMENTS)),
        )
    )
    levels: dict[tuple[str, int, int, str], list[int]] = {}
    for row in rows:
        cell = (row.period, row.officer_id, row.desk_id, row.element)
        levels.setdefault(cell, [0] * len(LEVELS))[row.level - 1] = row.answers
    return [
        OfficerTallyRow(
            period=Month(period),
            officer_id=officer_id,
            desk_id=desk_id,
            element=Element(element),
            counts=LevelCounts(tuple(answers)),
        )
        for (period, officer_id, desk_id, element), answers in sorted(levels.items())
    ]


def profile_counts(session: Session, *, years: Iterable[int]) -> list[ProfileCount]:
    """Return the folded respondent profiles of ``years``, exact; callers suppress below 10."""
    rows = session.scalars(
        select(ProfileTally).where(
            ProfileTally.year.in_(sorted(set(years))), ProfileTally.respondents > 0
        )
    )
    return [
        ProfileCount(
            agency_id=row.agency_id,
            year=row.year,
            field=row.field,
            answer=row.answer,
            respondents=row.respondents,
        )
        for row in rows
    ]


def reason_counts(session: Session, *, years: Iterable[int]) -> list[ReasonCount]:
    """Return the folded answers to "what should be better?" of ``years``, exact."""
    rows = session.scalars(
        select(ReasonTally).where(
            ReasonTally.year.in_(sorted(set(years))),
            ReasonTally.respondents > 0,
            ReasonTally.element.in_(map(str, ELEMENTS)),
        )
    )
    return [
        ReasonCount(
            agency_id=row.agency_id,
            year=row.year,
            element=Element(row.element),
            respondents=row.respondents,
        )
        for row in rows
    ]


def mixed_today(session: Session, *, period: Month) -> list[ChannelTotal]:
    """Return the city's totals per channel of the running month, as of the last mix.

    It changes once a day at the most; callers publish it as an integer IKM with the number
    of ratings rounded to ten, and no index below the city.
    """
    respondents: dict[Channel, int] = {}
    counts: dict[Channel, ElementCounts] = {}
    for row in tallies(session, periods=[period]):
        respondents[row.channel] = respondents.get(row.channel, 0) + row.respondents
        counts[row.channel] = counts.get(row.channel, ElementCounts()) + row.counts
    return [
        ChannelTotal(channel=channel, respondents=respondents[channel], counts=counts[channel])
        for channel in Channel
        if channel in respondents
    ]
