"""How many comments were published, shortened and withheld, as far as everybody may know."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from portal.publication.disclosure_audit.moderation import is_told
from portal.publication.figures.city import City
from portal.publication.figures.disclosure_rules import LEAST_SHOWN, rounded_count
from portal.publication.figures.documents import (
    CITY_ADDRESS,
    ModerationCount,
    ModerationCounts,
    ModerationOutcome,
    PlaceKind,
    address_of,
)
from portal.publication.figures.figures import Reason
from portal.publication.figures.moderation import Moderated
from portal.time.months import Month, MonthRange

Subject = tuple[ModerationOutcome, str | None]
ALWAYS_SAID: tuple[Subject, ...] = (
    (ModerationOutcome.PUBLISHED, None),
    (ModerationOutcome.SHORTENED, None),
)


def moderation_by_address(
    city: City, moderated: Iterable[Moderated], *, period: Month
) -> Mapping[str, ModerationCounts]:
    """Return the counts of a month for the city and each agency.

    Below ten nothing is said, not even that there was none, and neither is what would tell it
    by subtraction from the city. A reason is named only with its number. There is no total over
    the reasons of an agency, so that nothing can be subtracted within it.

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
        address: ModerationCounts(MonthRange(period, period), tuple(found[address]))
        for address in (CITY_ADDRESS, *agencies.values())
    }


def _said(subject: Subject, cells: Mapping[str, int]) -> Iterator[tuple[str, ModerationCount]]:
    """Give what the city and each agency say of one outcome and reason."""
    shown = shown_of(cells)
    for address, comments in {CITY_ADDRESS: sum(cells.values()), **cells}.items():
        if address in shown:
            yield address, ModerationCount(*subject, rounded_count(comments))
        elif subject in ALWAYS_SAID:
            yield address, ModerationCount(*subject, None, suppressed=Reason.FEW_COMMENTS)


def shown_of(cells: Mapping[str, int]) -> Mapping[str, int]:
    """Return the numbers that may be said of one subject, the city's with the agencies'.

    The smallest agency is hidden until nobody can tell whether the others have none or nine.

    :param cells: comments by the agency's address, 0 included.
    """
    total = sum(cells.values())
    above = {CITY_ADDRESS: total} if total >= LEAST_SHOWN else {}
    shown = {address: n for address, n in cells.items() if n >= LEAST_SHOWN}
    while shown and is_told(cells, shown={**above, **shown}):
        del shown[min(shown, key=lambda address: (shown[address], address))]
    return {**above, **shown}
