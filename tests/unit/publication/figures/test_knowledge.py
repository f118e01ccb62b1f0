"""What a reader can tell from a figure that is shown, and from the reason of one that is not."""

import pytest

from portal.publication.figures.disclosure_rules import Group
from portal.publication.figures.figures import Reason
from portal.publication.figures.known_figures import CountRow, statement_of
from portal.survey.elements import Element, FigureRules, RuleBook
from portal.time.months import MonthRange

JANUARY = MonthRange.of("2026-01")
BOOK = RuleBook()


def row(n: int | None, reason: Reason | None = None, **fields: object) -> CountRow:
    parts = {"group": Group.VERIFIED} | fields
    return CountRow("desks/a", JANUARY, n=n, reason=reason, **parts)


@pytest.mark.parametrize(("shown", "lower", "upper"), [(30, 30, 32), (45, 43, 47), (100, 98, 102)])
def test_a_shown_count_is_known_to_its_rounding_and_its_threshold(
    shown: int, lower: int, upper: int
) -> None:
    said = statement_of(row(shown), book=BOOK)

    assert (said.lower, said.upper) == (lower, upper)


def test_few_answers_are_ten_to_twenty_nine() -> None:
    assert statement_of(row(10, has_few_answers=True), book=BOOK).lower == 10
    assert statement_of(row(30, has_few_answers=True), book=BOOK).upper == 29


@pytest.mark.parametrize(
    ("reason", "lower", "upper"),
    [
        (Reason.TOO_FEW, 1, 29),
        (Reason.FOLDED, 1, 9),
        (Reason.FEW_OFFICERS, 1, None),
        (Reason.PROTECTS_ANOTHER, 1, None),
        (Reason.NOT_MEASURED, 0, 0),
        (Reason.NO_VISITS, 0, 0),
    ],
)
def test_a_reason_tells_no_more_than_its_words(
    reason: Reason, lower: int, upper: int | None
) -> None:
    said = statement_of(row(None, reason), book=BOOK)

    assert (said.lower, said.upper) == (lower, upper)


def test_a_hidden_headline_speaks_of_all_channels_but_a_pooled_row_of_verified_ones() -> None:
    assert statement_of(row(None, Reason.TOO_FEW), book=BOOK).group is Group.ALL
    assert statement_of(row(None, Reason.TOO_FEW, group=Group.OPEN), book=BOOK).group is Group.OPEN
    pooled = statement_of(row(None, Reason.TOO_FEW, members=("a", "b")), book=BOOK)
    assert (pooled.group, pooled.addresses) == (Group.VERIFIED, ("a", "b"))


def test_an_element_that_may_be_skipped_limits_nothing_from_above() -> None:
    book = RuleBook(FigureRules(not_experienced=frozenset({Element.COST})))

    assert statement_of(row(45, element=Element.COST), book=book).upper is None
    assert statement_of(row(45, element=Element.TIME), book=book).upper == 47


def test_each_release_is_read_by_the_rules_of_its_own_month() -> None:
    stricter = FigureRules(least_mean=50, since="2026-02")
    book = RuleBook(changes=(stricter,))
    february = {"span": MonthRange.of("2026-01/2026-02")}

    assert statement_of(row(None, Reason.TOO_FEW), book=book).upper == 29
    later = CountRow("desks/a", group=Group.VERIFIED, n=None, reason=Reason.TOO_FEW, **february)
    assert statement_of(later, book=book).upper == 49


def test_an_element_stays_open_upwards_after_the_last_month_in_which_it_could_be_skipped() -> None:
    """A rating that waited for its batch is counted in a month with other rules."""
    earlier = FigureRules(not_experienced=frozenset({Element.COST}))
    book = RuleBook(earlier, changes=(FigureRules(since="2026-01"),))

    assert statement_of(row(45, element=Element.COST), book=book).upper is None
