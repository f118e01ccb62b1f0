"""How many comments were published, shortened and withheld, safe to be read by everyone."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.publication.domain.city import City
from portal.publication.domain.disclosure.rounding import rounded_count
from portal.publication.domain.documents import (
    CITY_ADDRESS,
    ModerationCount,
    ModerationCounts,
    ModerationOutcome,
    PlaceKind,
    address_of,
)
from portal.publication.domain.reasons import Reason
from portal.publication.domain.spans import Span
from portal.statistics.disclosure import LEAST_GROUP, suppress


@dataclass(frozen=True, slots=True)
class Moderated:
    """Comments of one agency that were decided alike in a month; ``reason`` only if withheld."""

    agency_id: int
    outcome: ModerationOutcome
    reason: str | None
    comments: int


Subject = tuple[ModerationOutcome, str | None]
ALWAYS_SAID: tuple[Subject, ...] = (
    (ModerationOutcome.PUBLISHED, None),
    (ModerationOutcome.SHORTENED, None),
)


def moderation_by_address(
    city: City, moderated: Iterable[Moderated], *, period: str
) -> Mapping[str, ModerationCounts]:
    """Return the counts of a month for the city and each agency.

    P5 holds for each outcome and reason: below ten nothing is said, and neither is what would
    tell it by subtraction from the city. There is no total over the reasons of an agency, so that
    nothing can be subtracted within it. What nobody was withheld for is left out.

    :param period: the month in which the comments were decided, whenever they were written.
    """
    agencies = {
        agency.id: address_of(PlaceKind.AGENCY, agency.code)
        for agency in city.catalogue.agencies.values()
    }
    counted: defaultdict[Subject, Counter[str]] = defaultdict(Counter)
    for each in moderated:
        if each.agency_id in agencies:
            counted[each.outcome, each.reason][agencies[each.agency_id]] += each.comments
    found: defaultdict[str, list[ModerationCount]] = defaultdict(list)
    for subject in (*ALWAYS_SAID, *sorted(counted.keys() - set(ALWAYS_SAID), key=str)):
        cells = {address: counted[subject][address] for address in agencies.values()}
        for address, said in _said(subject, cells):
            found[address].append(said)
    return {
        address: ModerationCounts(Span(period, period), tuple(counts))
        for address, counts in found.items()
    }


def _said(subject: Subject, cells: Mapping[str, int]) -> Iterable[tuple[str, ModerationCount]]:
    """Give what the city and each agency say of one outcome and reason."""
    hidden = suppress(cells).suppressed
    total = sum(cells.values())
    yield CITY_ADDRESS, _count(subject, total, is_hidden=0 < total < LEAST_GROUP)
    for address, comments in cells.items():
        if comments or subject in ALWAYS_SAID:
            yield address, _count(subject, comments, is_hidden=address in hidden)


def _count(subject: Subject, comments: int, *, is_hidden: bool) -> ModerationCount:
    outcome, reason = subject
    if is_hidden:
        return ModerationCount(outcome, reason, None, suppressed=Reason.FEW_COMMENTS)
    return ModerationCount(outcome, reason, rounded_count(comments))
