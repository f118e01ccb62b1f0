"""What a release's table of figures states, read for the audit as any reader reads it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from portal.disclosure.counts import ALL, OPEN, PAPER, VERIFIED, Constraint, Rules, with_batches
from portal.disclosure.documents import NOTHING_BESIDE, constraints_of
from portal.publication.figures.disclosure_rules import Group
from portal.publication.figures.known_figures import FIGURES_ADDRESS, CountRow, PublishedConstraint
from portal.survey.elements import Element, RuleBook
from portal.time.months import MonthRange

GROUPS = {ALL: Group.ALL, VERIFIED: Group.VERIFIED, OPEN: Group.OPEN, PAPER: Group.PAPER}
COLUMNS = (
    *("address", "element", "channels", "period", "n", "few_answers", "suppressed", "members"),
    "estimate",
)


# What rows of one place and span tell by themselves, and by what does not stand beside them.
Told = tuple[tuple[Constraint, ...], tuple[Constraint, ...]]
Read = dict[tuple[CountRow, ...], Told]


def published_constraints_of(
    rows: Iterable[CountRow], *, book: RuleBook, knows_batches: bool, read: Read | None = None
) -> Iterator[PublishedConstraint]:
    """Give what rows of some releases tell of groups of channels, release by release.

    :param knows_batches: whether the reader knows that ratings are mixed in tens.
    :param read: what was read of other drafts by the same rules, to which this adds.
    """
    constraints = told_by_rows(rows, book=book, read=read)
    yield from _stated(map(with_batches, constraints) if knows_batches else constraints)


def told_by_rows(
    rows: Iterable[CountRow], *, book: RuleBook, read: Read | None = None
) -> Iterator[Constraint]:
    """Give what rows of some releases tell of numbers of ratings, release by release.

    Drafts differ in few rows, and what a place's rows of one span tell hangs on no other.

    :param read: what was read of other drafts by the same rules, to which this adds.
    """
    known: Read = {} if read is None else read
    by_release: defaultdict[str, list[CountRow]] = defaultdict(list)
    for row in rows:
        # Every figure is published by the release of the last month of its span.
        by_release[row.span.last].append(row)
    for month, told in by_release.items():
        rules = Rules(
            least_mean=book.in_month(month).least_mean,
            skippable=frozenset(map(str, book.skippable_by(month))),
        )
        groups = _grouped(told)
        for each in groups:
            if each not in known:
                known[each] = _read(each, rules=rules)
        yield from (said for each in groups for said in known[each][0])
        yield from (said for each in groups for said in known[each][1])


def _grouped(rows: Iterable[CountRow]) -> list[tuple[CountRow, ...]]:
    """Return the rows of each place and span together, in their order."""
    found: defaultdict[tuple[str, MonthRange], list[CountRow]] = defaultdict(list)
    for row in rows:
        found[row.address, row.span].append(row)
    return list(map(tuple, found.values()))


def _read(rows: tuple[CountRow, ...], *, rules: Rules) -> Told:
    said = tuple(constraints_of(_table(rows), address=FIGURES_ADDRESS, rules=rules))
    is_beside = [each.source.endswith(NOTHING_BESIDE) for each in said]
    own = tuple(each for each, last in zip(said, is_beside, strict=True) if not last)
    return own, tuple(each for each, last in zip(said, is_beside, strict=True) if last)


def _table(rows: Iterable[CountRow]) -> dict[str, Any]:
    """Return rows as the table of a release has them, as far as they speak of numbers."""
    return {
        "columns": COLUMNS,
        "rows": [
            (
                row.address,
                row.element or "",
                row.channels,
                str(row.span),
                row.n,
                row.has_few_answers,
                row.reason,
                row.members,
                row.has_estimate or None,
            )
            for row in rows
        ],
    }


def _stated(constraints: Iterable[Constraint]) -> Iterator[PublishedConstraint]:
    """Give constraints on groups of channels; those on single ones count by group."""
    unused: defaultdict[tuple[tuple[str, ...], str], set[str]] = defaultdict(set)
    for each in constraints:
        count = each.count
        if count.channels in GROUPS:
            yield _statement(each, GROUPS[count.channels])
            continue
        if each.lower:
            yield _statement(replace(each, upper=None), Group.VERIFIED)
            continue
        known = unused[count.addresses, count.period]
        known |= set(count.channels)
        if known.issuperset(VERIFIED):
            yield _statement(each, Group.VERIFIED)


def _statement(constraint: Constraint, group: Group) -> PublishedConstraint:
    count = constraint.count
    return PublishedConstraint(
        addresses=count.addresses,
        span=MonthRange.of(count.period),
        group=group,
        lower=constraint.lower,
        upper=constraint.upper,
        element=Element(count.cell) if count.cell else None,
    )
