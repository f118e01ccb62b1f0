"""Constraints from one figure: by its n, its channels, or the reason it is null.

Counts of people that are not published are unknowns; what is known of them are linear constraints.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from portal.statistics.disclosure import LEAST_GROUP

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
Json = Mapping[str, Any]
COUNT_STEP = 5
# Up to here a figure of several channels names all that may stand in it, whether used or not.
CHANNELS_UNTOLD_BELOW = 35
NOBODY = frozenset({"not_measured", "no_visits", "excluded", "not_asked"})
DECEMBER = "-12"
# Reasons that say nothing of a count but that it is not 0; an element's cover among them.
SOMEBODY = frozenset({"few_officers", "protects_another", "few_or_cover", "contradictory"})


@dataclass(frozen=True, slots=True)
class Count:
    """How many people are counted: the unknown of a constraint.

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


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose figure it is and where it stands.

    ``role`` is "headline", "open" (beside a verified headline), "paper" or "pool"; ``members``
    are the places behind a pool, ``element`` the one a figure is about. ``is_beside_hidden``
    says that the headline it stands beside is hidden: only older documents have such a figure.
    """

    address: str
    role: str = "headline"
    element: str = ""
    members: tuple[str, ...] = ()
    is_revised: bool = False
    is_beside_hidden: bool = False

    @property
    def addresses(self) -> tuple[str, ...]:
        """The places whose ratings the figure adds up."""
        return self.members or (self.address,)


def figure_constraints(
    figure: Json, subject: Subject, *, rules: Rules | None = None
) -> Iterator[Constraint]:
    """Give what a figure (decoded JSON) tells; a field that a table leaves out tells nothing.

    :param rules: those the figure was published by.
    """
    reader = _FigureReader(figure, subject, rules or Rules())
    if subject.element:
        yield from reader.of_element()
    elif figure["n"] is not None:
        yield from reader.of_shown()
    else:
        yield from reader.of_hidden()


@dataclass(frozen=True, slots=True)
class _FigureReader:
    figure: Json
    subject: Subject
    rules: Rules

    def count(self, channels: tuple[str, ...]) -> Count:
        subject = self.subject
        return Count(
            subject.addresses,
            str(self.figure["period"]),
            channels,
            cell=subject.element,
            is_revised=subject.is_revised,
        )

    def says(self, channels: tuple[str, ...], ends: Ends, *, by: str) -> Constraint:
        subject = self.subject
        where = f"{subject.address} {subject.role} {subject.element}".rstrip()
        source = f"{where}, {self.figure['period']}: {by}"
        return Constraint.on(self.count(channels), ends, source=source)

    @property
    def named(self) -> tuple[str, ...]:
        return tuple(self.figure["channels"])

    @property
    def group(self) -> tuple[str, ...]:
        """The channels whose ratings the figure adds up, used or not."""
        if self.subject.role == "open":
            return OPEN
        if self.subject.role == "paper":
            return PAPER
        if self.subject.role == "pool":
            return VERIFIED
        # A figure of unverified ratings alone was looked for among all channels.
        is_verified = self.figure.get("verified", not set(OPEN) & set(self.named))
        return VERIFIED if is_verified else ALL

    @property
    def least(self) -> int:
        """The fewest ratings that a figure such as this one is shown with."""
        return LEAST_GROUP if self.figure["few_answers"] else self.rules.least_mean

    def of_shown(self) -> Iterator[Constraint]:
        lower, upper = self.bounds()
        yield self.says(self.group, (max(lower, self.least), upper), by="n")
        if self.subject.role == "headline":
            yield from self.by_choice()
            yield from self.by_channels(self.group)

    def bounds(self) -> tuple[int, int]:
        n = self.figure["n"]
        lower, upper = max(0, n - COUNT_STEP // 2), n + COUNT_STEP // 2
        is_few = self.figure["few_answers"]
        return lower, min(upper, self.rules.least_mean - 1) if is_few else upper

    def by_choice(self) -> Iterator[Constraint]:
        """Give what the choice of channels tells: with enough verified ones it is theirs."""
        if self.group == ALL:
            yield self.says(VERIFIED, (0, self.least - 1), by="verified")

    def by_channels(self, group: tuple[str, ...]) -> Iterator[Constraint]:
        """Give that a channel that is named was used, and one of the group that is not was not."""
        n = self.figure["n"]
        is_untold = n is not None and n < CHANNELS_UNTOLD_BELOW and set(self.named) == set(group)
        if is_untold or not self.named:
            return
        for channel in group:
            if channel in self.named:
                yield self.says((channel,), (1, None), by="channels")
            else:
                yield self.says((channel,), (0, 0), by="channels")

    def of_hidden(self) -> Iterator[Constraint]:
        """Give what a reason tells, and what the other fields of a null figure tell beside it.

        Since figures that are hidden name no channels, only older ones tell more.
        """
        reason = self.figure["suppressed"]
        is_headline = self.subject.role == "headline"
        lower, upper = self.by_reason(reason)
        yield self.says(
            ALL if is_headline else self.group, (lower, upper), by=f"suppressed {reason}"
        )
        if is_headline and self.named and reason not in NOBODY:
            yield from self.by_older_fields()

    def by_older_fields(self) -> Iterator[Constraint]:
        if "verified" in self.figure:
            if self.figure["verified"]:
                yield self.says(VERIFIED, (self.least, None), by="verified")
            else:
                yield self.says(VERIFIED, (0, self.least - 1), by="verified")
        if self.figure["few_answers"]:
            yield self.says(self.group, (LEAST_GROUP, self.rules.least_mean - 1), by="few_answers")
        yield from self.by_channels(self.group)

    def by_reason(self, reason: str) -> Ends:
        if reason in NOBODY:
            return 0, 0
        is_own = not (self.subject.element or self.subject.is_beside_hidden)
        if reason == "protects_another" and is_own:
            # Only what would be shown otherwise is hidden for another; what stood beside a hidden
            # headline was hidden with it, however many ratings it had.
            is_year_end = str(self.figure["period"]).endswith(DECEMBER)
            is_few = is_year_end and self.subject.role != "pool"
            return LEAST_GROUP if is_few else self.rules.least_mean, None
        if reason in SOMEBODY:
            return 1, None
        return 1, (LEAST_GROUP if reason == "folded" else self.rules.least_mean) - 1

    def of_element(self) -> Iterator[Constraint]:
        """Give how many were asked; where an element may be skipped, only at the least so many."""
        is_exact = self.subject.element not in self.rules.skippable
        if self.figure["n"] is not None:
            lower, upper = self.bounds()
            yield self.says(
                self.group, (max(lower, self.least), upper if is_exact else None), by="n"
            )
            return
        reason = self.figure["suppressed"]
        lower, bound = self.by_reason(reason)
        if reason == "too_few":
            bound = self.least - 1
        if is_exact or lower:
            yield self.says(
                self.group, (lower, bound if is_exact else None), by=f"suppressed {reason}"
            )
