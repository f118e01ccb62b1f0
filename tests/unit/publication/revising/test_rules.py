"""What a revision counts, what it tells, and which neighbours it keeps silent; by hand."""

import pytest

from portal.publication.exact_sums.archive import Atom
from portal.publication.exact_sums.cells import Cell
from portal.publication.figures.city import Location
from portal.publication.figures.disclosure_rules import Group, group_of, is_verified, parts_of
from portal.publication.figures.figures import Reason
from portal.publication.figures.known_figures import CountRow, statement_of
from portal.publication.figures.revisions import (
    figures_address,
    revised_address,
    revision_address,
    year_span,
)
from portal.publication.figures.sums import NOTHING, Sums
from portal.publication.revising.cells import RevisionCandidate
from portal.publication.revising.changes import FigureChange
from portal.rating.answers.answers import VERIFIED, Channel
from portal.survey.elements import ElementCounts, RuleBook
from portal.survey.index import CompositeSums

YEAR = year_span(2026)
HERE = Location(1, None, 7, 3)


def change(**ratings: int) -> FigureChange:
    found = FigureChange()
    for group, n in ratings.items():
        found.ratings[Atom(HERE, "2026-03", Group(group))] = n
    return found


def cell(group: Group, n: int, reason: Reason | None = None) -> Cell:
    sums = Sums.of(composites=CompositeSums(n, n * 7560, n), counts=ElementCounts())
    return Cell("desks/a", YEAR, group, sums if n else NOTHING, reason)


def test_ratings_added_and_taken_out_both_count_as_changed() -> None:
    assert change(paper=4, verified_taken_out=3, open_taken_out=3).total == 10
    assert change(paper=4, verified_taken_out=3, open_taken_out=3).is_enough
    assert not change(paper=9).is_enough


def test_what_was_taken_out_is_told_apart_by_channel_group() -> None:
    found = change(paper=40, verified_taken_out=3, open_taken_out=12)

    assert found.taken_out(Group.VERIFIED) == (3,)
    assert found.taken_out(Group.ALL) == (3, 12)
    assert found.count(Group.PAPER) == 40


@pytest.mark.parametrize(
    ("group", "is_revised", "parts"),
    [
        (Group.VERIFIED, True, (Group.VERIFIED,)),
        (Group.VERIFIED, False, (Group.VERIFIED, Group.VERIFIED_TAKEN_OUT)),
        (Group.ALL, True, (Group.VERIFIED, Group.OPEN)),
        (Group.PAPER, False, (Group.PAPER,)),
        (
            Group.CHANGED,
            True,
            (Group.VERIFIED_TAKEN_OUT, Group.OPEN_TAKEN_OUT, Group.PAPER),
        ),
    ],
)
def test_a_month_still_counts_what_a_revision_takes_out(
    group: Group, parts: tuple[Group, ...], *, is_revised: bool
) -> None:
    assert parts_of(group, is_revised=is_revised) == parts


def test_paper_is_a_group_of_its_own_and_hidden_paper_says_nothing_of_other_channels() -> None:
    assert group_of(("paper",)) is Group.PAPER
    row = CountRow("city", YEAR, Group.PAPER, None, Reason.TOO_FEW, is_revised=True)

    said = statement_of(row, book=RuleBook())

    assert (said.group, said.lower, said.upper, said.is_revised) == (Group.PAPER, 1, 29, True)


def test_a_place_is_revised_as_long_as_anything_of_it_is_shown() -> None:
    found = RevisionCandidate(
        "desks/a",
        change(paper=40),
        headline=cell(Group.VERIFIED, 200),
        open=cell(Group.OPEN, 60),
        paper=cell(Group.PAPER, 40),
    )

    without_headline = found.hiding(Group.VERIFIED)
    silent = without_headline.hiding(Group.PAPER)

    assert (found.reason, found.tells(Group.OPEN)) == (None, True)
    assert [each.reason for each in without_headline.cells()] == [
        Reason.PROTECTS_ANOTHER,
        Reason.PROTECTS_ANOTHER,
        None,
    ]
    assert without_headline.is_revised
    assert (silent.is_revised, silent.reason) == (False, Reason.PROTECTS_ANOTHER)


def test_hiding_the_open_channel_leaves_the_verified_one() -> None:
    found = RevisionCandidate(
        "desks/a", change(), headline=cell(Group.VERIFIED, 200), open=cell(Group.OPEN, 60)
    ).hiding(Group.OPEN)

    assert found.shown(Group.VERIFIED) is not None
    assert found.shown(Group.OPEN) is None


def test_a_pooled_headline_tells_of_both_channels_but_not_of_paper() -> None:
    found = RevisionCandidate("desks/a", change(), headline=cell(Group.ALL, 40))

    assert found.tells(Group.VERIFIED)
    assert found.tells(Group.OPEN)
    assert not found.tells(Group.PAPER)


def test_a_place_with_paper_alone_is_left_out_for_the_papers_own_reason() -> None:
    found = RevisionCandidate(
        "desks/a",
        change(paper=12),
        headline=cell(Group.VERIFIED, 0, Reason.NOT_MEASURED),
        paper=cell(Group.PAPER, 12, Reason.TOO_FEW),
    )

    assert found.reason is Reason.TOO_FEW


def test_addresses_of_a_revision_stay_for_ever() -> None:
    assert str(YEAR) == "2026-01/2026-12"
    assert revision_address(2026) == "revisions/2026"
    assert figures_address(2026) == "revisions/2026/figures"
    assert revised_address(2026, "desks/loket-1") == "revisions/2026/desks/loket-1"


@pytest.mark.parametrize("channels", [("kiosk",), ("ticket", "kiosk"), ("open", "paper")])
def test_channels_that_no_group_has_are_not_taken_for_verified(channels: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=channels[0]):
        group_of(channels)


@pytest.mark.parametrize("channel", Channel)
def test_every_channel_has_a_group_and_only_what_proves_a_visit_is_verified(
    channel: Channel,
) -> None:
    assert is_verified(group_of((channel,))) is (channel in VERIFIED)
