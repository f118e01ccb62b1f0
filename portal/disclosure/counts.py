"""Counts of people that are not published, and what is known of them as linear constraints."""

from dataclasses import dataclass, field, replace

# Ratings are mixed in batches of ten or more of one desk, channel and service (rating.domain).
BATCH = 10
VERIFIED = ("ticket", "presence")
OPEN = ("open",)
ALL = (*VERIFIED, *OPEN)
PAPER = ("paper",)
RATINGS = "ratings"
COMMENTS = "comments"

# The lowest and highest number, both inclusive; None where nothing limits it.
Ends = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Count:
    """How many people are counted: the unknown that a constraint speaks of.

    ``table`` says what is counted: ``ratings``, ``comments``, or the field of a yearly profile.
    ``addresses`` are disjoint places that are added up, ``period`` is a month or a span of
    months as documents write it, ``channels`` are those whose ratings count. ``cell`` narrows it
    down: for ratings to those asked an element, elsewhere to one answer; empty for everybody.
    With ``is_revised``, what was taken out after its month was published no longer counts.
    """

    addresses: tuple[str, ...]
    period: str
    channels: tuple[str, ...] = ALL
    table: str = RATINGS
    cell: str = ""
    is_revised: bool = False


@dataclass(frozen=True, slots=True)
class Constraint:
    """The weighted sum of counts is at least ``lower`` and at most ``upper``.

    ``terms`` holds a weight by count; most constraints have one count of weight 1. ``upper``
    is None where nothing limits it. ``source`` is the field that tells it.
    """

    terms: tuple[tuple[Count, int], ...]
    lower: int
    upper: int | None
    source: str = field(default="", compare=False)

    @classmethod
    def on(cls, count: Count, ends: Ends, *, source: str = "") -> "Constraint":
        """Return the constraint on one count alone; both ends are inclusive."""
        return cls(((count, 1),), *ends, source)

    @property
    def count(self) -> Count:
        """The first of its counts; most constraints have only one."""
        return self.terms[0][0]


@dataclass(frozen=True, slots=True)
class Rules:
    """The published rules that a document was made by.

    :param least_mean: respondents that a mean needs.
    :param skippable: elements that could be left unanswered in some month of the year so far.
    """

    least_mean: int = 30
    skippable: frozenset[str] = frozenset()


def with_batches(constraint: Constraint) -> Constraint:
    """Return the closer constraint for a reader who knows that ratings are mixed in tens.

    A place with any rating has ten or more of it. That holds for each desk, channel and service,
    hence for everything that is made of them.
    """
    count = constraint.count
    is_one = len(constraint.terms) == 1 and count.table == RATINGS and not count.cell
    if not is_one or not 0 < constraint.lower < BATCH:
        return constraint
    if constraint.upper is not None and constraint.upper < BATCH:
        return constraint
    return replace(constraint, lower=BATCH)
