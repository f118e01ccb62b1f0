"""What was so in single months of a year, where it is not what a release's catalogue says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from portal.organisation.places.arrangement import Arrangement, Asks, Timeline, offers_by_desk
from portal.survey.elements import ELEMENTS, Element


@dataclass(frozen=True, slots=True)
class DeskTerms:
    """The unit a desk belonged to and the services it offered in a month, by id."""

    unit_id: int | None
    services: frozenset[int]


@dataclass(frozen=True, slots=True)
class Arranged:
    """Questions by month and service, terms by month and desk, of those that ever changed."""

    asks: Mapping[str, Mapping[int, Asks]] = field(default_factory=dict)
    desks: Mapping[str, Mapping[int, DeskTerms]] = field(default_factory=dict)


def arranged_in(dated: Arrangement, *, months: Iterable[str]) -> Arranged:
    """Return what held in each of ``months`` of the services and desks that ever changed."""
    questions = {id_: each for id_, each in dated.questions.items() if each.decisions}
    desks = _changed_desks(dated)
    spanned = tuple(months)
    return Arranged(
        asks={
            month: {id_: _asks(each, month) for id_, each in questions.items()} for month in spanned
        }
        if questions
        else {},
        desks={month: _terms(dated, month, desks=desks) for month in spanned} if desks else {},
    )


def _changed_desks(dated: Arrangement) -> frozenset[int]:
    units = (desk for desk, each in dated.units.items() if each.decisions)
    offers = (desk for (desk, _), each in dated.offers.items() if each.decisions)
    return frozenset((*units, *offers))


def _asks(timeline: Timeline[frozenset[Element]], month: str) -> Asks:
    """Return what was asked of every rating that can count in a month, and of any of them."""
    asked = [frozenset(ELEMENTS) - left_out for left_out in timeline.until(month)]
    # A correction may begin later than the month: then the first thing it says is meant.
    asked = asked or [frozenset(ELEMENTS) - timeline.in_month(month)]
    return Asks(surely=asked[0].intersection(*asked), perhaps=asked[0].union(*asked))


def _terms(dated: Arrangement, month: str, *, desks: frozenset[int]) -> Mapping[int, DeskTerms]:
    offers = offers_by_desk(dated, month=month)
    return {
        desk: DeskTerms(dated.units[desk].in_month(month), offers.get(desk, frozenset()))
        for desk in sorted(desks)
    }
