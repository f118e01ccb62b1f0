"""Constraints from the public table of a half-year's complaints."""

from collections.abc import Iterator, Mapping
from typing import Any

from portal.disclosure.figures import Constraint, Count, Ends
from portal.statistics.disclosure import LEAST_GROUP

Json = Mapping[str, Any]

COMPLAINTS = "complaints"
RECEIVED, ANSWERED = "received", "answered"
IN_TIME, OVERDUE = "answered_in_time", "overdue"
NUMBERS = (RECEIVED, ANSWERED, IN_TIME, OVERDUE)
EARLIER_STEP = 5
NAMED = ("hidden", "appeals")
MOST_OF_ONE = LEAST_GROUP - 1
# How many answers a median is of, and what is left of a pool's cap, by the step of rounding.
MEDIAN_FROM = {5: 5, 10: 20}
CAP_REST = {5: 5, 10: 1}


def complaint_constraints(document: Json) -> Iterator[Constraint]:
    """Give what the lines of a half-year tell, and how the numbers of one addressee hang together.

    Of a reason or an outcome that a line does not name, it tells that there are fewer than its
    step; whoever knows the words adds that: ``told_by_no_name``.
    """
    for line in document["lines"]:
        reader = _Line(line, period=str(document["period"]))
        yield from reader.told()
        for address in reader.addresses:
            yield from reader.belonging(address)


def told_by_no_name(
    document: Json, *, words: Mapping[str, tuple[str, ...]]
) -> Iterator[Constraint]:
    """Give that what a line does not name occurred less often than its step, if at all.

    :param words: the reasons (``hidden``) and outcomes (``appeals``) that there are.
    """
    for line in document["lines"]:
        reader = _Line(line, period=str(document["period"]))
        for table in () if reader.is_pool else NAMED:
            for word in words[table]:
                if word not in reader.counts[table]:
                    yield reader.says(f"{table} {word}", reader.ends(0))


class _Line:
    """One line of the table, and the addressees that it names."""

    def __init__(self, line: Json, *, period: str) -> None:
        self.counts = line["counts"]
        self.period = period
        self.addresses = tuple(f"addressees/{each}" for each in line["addressees"])
        self.step = (self.counts or {}).get("step", EARLIER_STEP)
        self.is_pool = len(self.addresses) > 1 or self.counts is None

    def told(self) -> Iterator[Constraint]:
        if self.counts is None:
            yield self.says(RECEIVED, (0, MOST_OF_ONE))
            return
        for cell in (each for each in NUMBERS if self.counts[each] is not None):
            lower, upper = self.ends(self.counts[cell])
            least = LEAST_GROUP if cell == RECEIVED else 0
            yield self.says(cell, (max(lower, least), upper))
        for table in NAMED:
            for word, told in self.counts[table].items():
                yield self.says(f"{table} {word}", self.ends(told))
        if self.counts["median_days"] is not None:
            yield self.says(ANSWERED, (MEDIAN_FROM[self.step], None))

    def ends(self, told: int) -> Ends:
        """Return what a figure leaves; the highest of a pool is told for more as well."""
        most = MOST_OF_ONE * (len(self.addresses) - 1) + CAP_REST[self.step]
        is_capped = self.is_pool and told >= most - most % self.step
        return told, None if is_capped else told + self.step - 1

    def says(self, cell: str, ends: Ends) -> Constraint:
        return Constraint.on(self.count(self.addresses, cell), ends, source=f"complaints: {cell}")

    def count(self, addresses: tuple[str, ...], cell: str) -> Count:
        return Count(addresses, self.period, (), COMPLAINTS, cell)

    def belonging(self, address: str) -> Iterator[Constraint]:
        """Give which numbers are part of which, and that a pool has none with ten or more."""

        def within(whole: str, *parts: str) -> Constraint:
            terms = [(self.count((address,), whole), 1)]
            terms += [(self.count((address,), part), -1) for part in parts]
            return Constraint(tuple(terms), 0, None, f"complaints: {whole}")

        yield within(RECEIVED, ANSWERED, OVERDUE)
        yield within(ANSWERED, IN_TIME)
        hidden = self.counts["hidden"] if self.counts else ()
        yield within(RECEIVED, *(f"hidden {word}" for word in hidden))
        if self.is_pool:
            ends = (0, MOST_OF_ONE)
            yield Constraint.on(self.count((address,), RECEIVED), ends, source="complaints: pool")
