"""Who answered an official report and what they wish for, exact, from the sums of its tallies."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Self

from sqlalchemy.orm import Session

from portal.publication.figures.disclosure_rules import (
    CHANNELS,
    LEAST_SHOWN,
    VERIFIED_CHANNELS,
    Group,
    grade_bound,
)
from portal.publication.figures.figures import Figure
from portal.publication.reports.content import ChannelCount, Line, ReportTable
from portal.rating.answers.answers import PROFILE_ANSWERS, Channel
from portal.rating.mixing import sum_queries
from portal.rating.mixing.sum_queries import TallyRow
from portal.survey.elements import ELEMENTS, ElementCounts
from portal.survey.index import ikm, rounded_half_up
from portal.time.months import MonthRange

REASONS = "reasons"
PERCENT_DECIMALS = 1


def profile_tables(session: Session, *, agency_id: int, year: int) -> tuple[ReportTable, ...]:
    """Return a table for each characteristic that anybody told, in the survey's order."""
    counts = {
        (row.field, row.answer): row.respondents
        for row in sum_queries.profile_counts(session, years=(year,))
        if row.agency_id == agency_id
    }
    tables = (
        table(str(field), {each: counts.get((field, each), 0) for each in answers}, year=year)
        for field, answers in PROFILE_ANSWERS.items()
    )
    return tuple(found for found in tables if found.n)


def reasons_table(session: Session, *, agency_id: int, year: int) -> ReportTable | None:
    """Return how often each element was wished to be better; None when nobody wished."""
    counts = {
        row.element: row.respondents
        for row in sum_queries.reason_counts(session, years=(year,))
        if row.agency_id == agency_id
    }
    if not counts:
        return None
    return table(REASONS, {str(each): counts.get(each, 0) for each in ELEMENTS}, year=year)


def table(field: str, counts: Mapping[str, int], *, year: int) -> ReportTable:
    """Return exact counts with their shares of all answers."""
    whole = sum(counts.values())
    lines = tuple(
        Line(answer, respondents, percent(respondents, whole))
        for answer, respondents in counts.items()
    )
    return ReportTable(field, year, whole, lines)


def percent(part: int, whole: int) -> Decimal:
    """Return a share of ``whole`` in percent to one decimal; 0 of nothing."""
    return rounded_half_up(Fraction(100 * part, whole or 1), PERCENT_DECIMALS)


# The agency's own survey: ratings with proof of a visit, and its paper questionnaires.
OWN_CHANNELS = (*VERIFIED_CHANNELS, Channel.PAPER)
DECIMALS = 2
STEP = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class RespondentSums:
    """Respondents and their answers by channel; a channel without any is absent.

    ``least_mean`` is how many respondents a mean needs by the rules of the span's last month.
    """

    respondents: Mapping[Channel, int]
    answers: Mapping[Channel, ElementCounts]
    least_mean: int

    @classmethod
    def of(cls, rows: Iterable[TallyRow], *, least_mean: int) -> Self:
        """Add up tallies."""
        respondents: dict[Channel, int] = {}
        answers: dict[Channel, ElementCounts] = {}
        for row in rows:
            respondents[row.channel] = respondents.get(row.channel, 0) + row.respondents
            answers[row.channel] = answers.get(row.channel, ElementCounts()) + row.counts
        return cls(respondents, answers, least_mean)

    def n(self, channels: Iterable[Channel]) -> int:
        """Return how many respondents came by ``channels``."""
        return sum(self.respondents.get(channel, 0) for channel in channels)

    def counts(self, channels: Iterable[Channel]) -> ElementCounts:
        """Return the answers that came by ``channels``."""
        found = (self.answers.get(channel, ElementCounts()) for channel in channels)
        return sum(found, ElementCounts())

    def counted(self) -> tuple[Channel, ...]:
        """Return the channels that an official figure rests on; none when there are too few.

        Paper always takes part. Ratings without proof of a visit stay out as soon as the others
        make a mean; fewer than ten ratings by phone are not shown.
        """
        wanted = {Channel.PAPER}
        if self.n(CHANNELS[Group.ALL]) >= LEAST_SHOWN:
            is_enough = self.n(OWN_CHANNELS) >= self.least_mean
            wanted.update(OWN_CHANNELS if is_enough else Channel)
        return tuple(each for each in Channel if each in wanted and each in self.respondents)

    def by_channel(self) -> tuple[ChannelCount, ...]:
        """Return how many came by each channel, and whether they are counted."""
        counted = self.counted()
        return tuple(
            ChannelCount(str(channel), self.respondents[channel], channel in counted)
            for channel in Channel
            if channel in self.respondents
        )

    def figure(self, channels: tuple[Channel, ...], *, span: MonthRange) -> Figure:
        """Return the exact figure of ``channels``, rounded once, to two decimals.

        :raises portal.survey.elements.NoAnswers: when nobody came by them.
        """
        exact = ikm(self.counts(channels))
        return Figure(
            value=rounded_half_up(exact, DECIMALS),
            n=self.n(channels),
            period=span,
            channels=tuple(map(str, channels)),
            is_verified=set(channels) <= set(VERIFIED_CHANNELS),
            step=STEP,
            grade=grade_bound(exact),
        )

    def unverified(self, *, span: MonthRange) -> Figure | None:
        """Return the figure of ratings without proof of a visit that stand beside the headline."""
        beside = (Channel.OPEN,)
        if Channel.OPEN in self.counted() or self.n(beside) < self.least_mean:
            return None
        return self.figure(beside, span=span)
