"""Decides which shares of predicates are told, so that no sum tells a count within five."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from portal.disclosure.possible_counts import Possible, narrowed
from portal.disclosure.share_steps import (
    LEAST_POSSIBLE,
    WHOLE,
    ShareStep,
    both_sides,
    counts_in,
    step_of,
    told_steps,
)
from portal.publication.yearly_evaluation.counts import AgencyYear
from portal.statistics.disclosure import LEAST_GROUP

#: Fewer people than this in an agency, and its share of *Sangat Baik* is not told.
LEAST_FOR_AGENCY = 40
#: Fewer people than this in the city, and nothing is told of those below *Baik*.
LEAST_FOR_LOWER = 100
BOUNDS = (1, 2, 5, 10)


@dataclass(frozen=True, slots=True)
class ToldShare:
    """A share of people, the step it is told in, and what every reader can work out from it.

    ``count`` is told to nobody but those who gave the predicates. ``possible`` holds it: also
    where silence is kept, when it says which counts the rules would have told.
    """

    people: int
    count: int
    step: ShareStep | None
    possible: Possible

    def silenced(self) -> "ToldShare":
        """Return the share kept silent to cover others, which leaves every count possible."""
        return replace(self, step=None, possible=Possible.within(0, self.people))


@dataclass(frozen=True, slots=True)
class ToldBound:
    """How rare the lower predicates are: ``percent`` is exclusive, None where silence is kept."""

    percent: int | None
    possible: Possible


@dataclass(frozen=True, slots=True)
class ToldPredicates:
    """What is told of predicates: the share of *Sangat Baik* by agency (code), and the city's."""

    agencies: Mapping[str, ToldShare]
    very_good: ToldShare
    good: ToldShare
    lower: ToldBound

    def is_safe(self) -> bool:
        """Whether five counts or more stay possible of everything, the sums included.

        To every reader, and to the head of each agency, who knows the own count.
        """
        return all(
            len(left) >= LEAST_POSSIBLE
            for head in (None, *self.agencies)
            for left in self.left(head=head)
        )

    def left(self, *, head: str | None = None) -> Iterator[Possible]:
        """Give what stays possible of every count of which silence or a step leaves fewer.

        The agencies add up to the city's *Sangat Baik*, and its three parts to everybody.

        :param head: the code of an agency whose count the reader knows; none for the public.
        """
        parts = (self.very_good.possible, self.good.possible, self.lower.possible)
        whole = Possible.of((self.very_good.people,))
        (from_parts, _, _), _ = narrowed(parts, whole)
        of_agencies = [
            Possible.of((each.count,)) if code == head else each.possible
            for code, each in self.agencies.items()
        ]
        in_agencies, very_good = narrowed(of_agencies, from_parts)
        yield from (
            left
            for left, (code, each) in zip(in_agencies, self.agencies.items(), strict=True)
            if each.people >= LEAST_POSSIBLE and code != head
        )
        if len(self.agencies) > 1 or head is None:
            yield from narrowed((very_good, *parts[1:]), whole)[0]


def told_predicates(agencies: Iterable[AgencyYear]) -> ToldPredicates:
    """Return what is told of a year's predicates.

    What follows from the steps alone is told first. While somebody who adds up agencies and city
    would know a count within fewer than five, or the head of an agency who knows the own count as
    well, one figure more is kept silent: the city's *Baik* and those below, then the agency with
    the fewest people, at last the city's *Sangat Baik*.

    Source: staff evaluation paper, section 14.
    """
    counted = sorted(agencies, key=lambda each: (each.people, each.code))
    told = _by_steps(counted)
    if told.is_safe():
        return told
    told = replace(told, good=told.good.silenced(), lower=_silent_bound(told.very_good.people))
    for each in counted:
        if told.is_safe():
            return told
        if told.agencies[each.code].step:
            hidden = told.agencies[each.code].silenced()
            told = replace(told, agencies={**told.agencies, each.code: hidden})
    return told if told.is_safe() else replace(told, very_good=told.very_good.silenced())


def _by_steps(counted: list[AgencyYear]) -> ToldPredicates:
    very_good = sum(each.very_good for each in counted)
    good = sum(each.good for each in counted)
    lower = sum(each.lower for each in counted)
    # Readers may know who has no result yet, so that everybody else adds up.
    people = very_good + good + lower
    return ToldPredicates(
        agencies={each.code: _of_agency(each) for each in counted},
        very_good=_share(very_good, people),
        good=_share(good, people),
        lower=_bound(lower, people),
    )


def _of_agency(counted: AgencyYear) -> ToldShare:
    """Return an agency's share of *Sangat Baik* among those with a result."""
    people = counted.very_good + counted.good + counted.lower
    if people < LEAST_FOR_AGENCY:
        return ToldShare(people, counted.very_good, None, Possible.within(0, people))
    return _share(counted.very_good, people, among=both_sides(people))


def _share(count: int, people: int, *, among: range | None = None) -> ToldShare:
    allowed = range(people + 1) if among is None else among
    step = step_of(count, people, among=among)
    if step:
        possible = Possible.of(each for each in counts_in(step, people) if each in allowed)
        return ToldShare(people, count, step, possible)
    told = {
        each for step in told_steps(people, among=among) for each in counts_in(step, people)
    } & set(allowed)
    silent = Possible.within(0, people).without(Possible.of(told))
    return ToldShare(people, count, None, silent)


def _bound(count: int, people: int) -> ToldBound:
    """Return the smallest bound that holds and is ten people or more."""
    if people < LEAST_FOR_LOWER:
        return _silent_bound(people)
    first = 0
    for percent in (each for each in BOUNDS if each * people >= LEAST_GROUP * WHOLE):
        below = -(-percent * people // WHOLE)
        if count < below:
            return ToldBound(percent, Possible.within(first, below - 1))
        first = below
    return ToldBound(None, Possible.within(first, people))


def _silent_bound(people: int) -> ToldBound:
    return ToldBound(None, Possible.within(0, people))
