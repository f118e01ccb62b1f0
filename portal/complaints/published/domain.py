"""Counts of complaints, and the rules by which the public reads them and finds nobody.

Every figure is rounded down to a multiple of ten, each half-year is counted once, and what is
counted never changes. So whoever keeps every page finds nine possible values or more for each
count, shown or not. Nobody can tell a few from none, nor by subtracting one figure from another: of
the received and the answered, both said as 30, none to nine are left.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median_low

# Below this an addressee is pooled: a single complaint among few could be traced to somebody.
FEWEST_RECEIVED = 10
# A median tells that half of the answers were in time, or late: ten or more of twenty.
FEWEST_ANSWERED = 20
STEP = 10
# What half-years were rounded to that were counted before the step was kept with them.
EARLIER_STEP = 5


@dataclass(frozen=True, slots=True)
class Counts:
    """Exact counts of one addressee, over complaints of one half-year.

    ``answer_days`` are the working days from receiving to answering of each that was answered;
    ``hidden`` maps a reason code, ``appeals`` an outcome, to how many there were.
    """

    received: int = 0
    answered_in_time: int = 0
    overdue: int = 0
    answer_days: tuple[int, ...] = ()
    hidden: Mapping[str, int] = field(default_factory=dict)
    appeals: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PublicCounts:
    """Counts as the public reads them: multiples of ``step``, 0 for fewer than that.

    ``hidden`` and ``appeals`` hold what occurred as often as ``step`` or more. ``median_days`` is
    a whole number of working days, so that it does not tell whether the answers are even in
    number; None where too few were answered. Of several that are pooled only ``received`` is
    told, the rest is None: ten answers of two who received nine at most tell something of each.
    """

    received: int
    answered: int | None
    answered_in_time: int | None
    overdue: int | None
    median_days: int | None
    hidden: Mapping[str, int]
    appeals: Mapping[str, int]
    step: int = EARLIER_STEP


@dataclass(frozen=True, slots=True)
class CountLine:
    """One line of the public table: one addressee (None: the inspectorate), or several pooled.

    ``counts`` is None where even together there are too few.
    """

    addressees: tuple[int | None, ...]
    counts: PublicCounts | None


def for_public(counts: Mapping[int | None, Counts]) -> tuple[CountLine, ...]:
    """Return the lines of the public table, in the order of ``counts``; the pooled one last.

    Who received fewer than ten is pooled. No total stands beside the lines, so that nothing
    can be found by subtraction.

    :param counts: every addressee there was, also who received nothing: that is hidden too.
    """
    shown = [key for key, each in counts.items() if each.received >= FEWEST_RECEIVED]
    few = tuple(key for key in counts if key not in shown)
    lines = [CountLine((key,), _public(counts[key])) for key in shown]
    if not few:
        return tuple(lines)
    pooled = sum(counts[key].received for key in few)
    if pooled < FEWEST_RECEIVED:
        return (*lines, CountLine(few, None))
    received = min(_down(pooled), _most_of_pool(len(few)))
    return (*lines, CountLine(few, PublicCounts(received, None, None, None, None, {}, {}, STEP)))


def _most_of_pool(members: int) -> int:
    """Return the most that is published of what ``members``, fewer than ten each, received.

    Above it each of them would have received two or more.
    """
    return _down((FEWEST_RECEIVED - 1) * (members - 1) + 1)


def _public(counts: Counts) -> PublicCounts:
    days = counts.answer_days
    return PublicCounts(
        received=_down(counts.received),
        answered=_down(len(days)),
        answered_in_time=_down(counts.answered_in_time),
        overdue=_down(counts.overdue),
        median_days=median_low(days) if len(days) >= FEWEST_ANSWERED else None,
        hidden=_often(counts.hidden),
        appeals=_often(counts.appeals),
        step=STEP,
    )


def _down(count: int) -> int:
    return count - count % STEP


def _often(counts: Mapping[str, int]) -> dict[str, int]:
    """Return what occurred ten times or more; whether the rest occurred at all is not published."""
    return {word: _down(count) for word, count in sorted(counts.items()) if count >= STEP}
