"""What a page folds so that it ends, and what it keeps where it stands."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from portal.publication.figures.documents import Note, Place, PlaceKind, Row
from portal.publication.figures.encoding import to_json
from portal.publication.figures.figures import Figure, Reason
from portal.transparency.domain.findings import is_rounded_over
from portal.transparency.domain.place_page import bar, place_page
from portal.transparency.domain.place_tables import PlaceTable
from tests.factories import published as made


def read(document: Any) -> Any:
    return json.loads(to_json(document))


def table_of(figures: Sequence[Figure]) -> PlaceTable:
    """Return the table of desks, named in the order of ``figures``."""
    rows = tuple(
        made.row(made.place(PlaceKind.DESK, f"d-{step:02}", f"Loket {step:02}"), figure)
        for step, figure in enumerate(figures)
    )
    (table,) = place_page(read(made.document(made.AGENCIES[0], rows=rows))).tables
    return table


SHOWN, BARE = made.figure(88), made.hidden(Reason.FEW_OFFICERS)


@pytest.mark.parametrize(
    ("shown", "bare", "parts"),
    [
        (15, 0, (15, 0, 0)),
        (16, 0, (12, 4, 0)),
        (3, 2, (5, 0, 0)),
        (3, 3, (3, 0, 3)),
        (0, 3, (0, 0, 3)),
    ],
)
def test_a_long_list_is_folded_and_loses_nothing(
    shown: int, bare: int, parts: tuple[int, int, int]
) -> None:
    table = table_of([SHOWN] * shown + [BARE] * bare)
    drawn = table.drawn

    assert tuple(map(len, (drawn.first, drawn.more, drawn.without))) == parts
    assert drawn.first + drawn.more + drawn.without == table.rows


def test_one_figure_alone_is_a_sentence_and_a_reason_alone_is_not() -> None:
    assert table_of([SHOWN]).is_sentence
    assert not table_of([BARE]).is_sentence
    assert not table_of([SHOWN, BARE]).is_sentence


def test_signs_are_explained_where_they_stand() -> None:
    pooled = Row(
        Place(PlaceKind.OTHER, "others", "", "agencies/disdukcapil/other/others"),
        made.figure(80, n=50),
        made.row(made.DESK, SHOWN).comparison,
        made.response(),
    )
    rows = (made.row(made.DESK, SHOWN), pooled)
    (with_signs,) = place_page(read(made.document(made.AGENCIES[0], rows=rows))).tables
    plain = table_of([SHOWN, SHOWN])

    assert (with_signs.has_coarse, with_signs.has_pooled) == (True, True)
    assert (plain.has_coarse, plain.has_pooled) == (False, False)


def test_a_figure_rounded_over_the_bound_of_its_grade_is_found() -> None:
    over = replace(SHOWN, grade=made.figure(90).grade)

    assert is_rounded_over(read(over))
    assert not is_rounded_over(read(SHOWN))
    assert not is_rounded_over(read(BARE))
    assert table_of([SHOWN, over]).is_rounded_over
    assert not table_of([SHOWN, SHOWN]).is_rounded_over


def test_explanations_of_earlier_periods_are_told_from_those_of_the_newest() -> None:
    ended, touching = (
        Note("strike", "Kota Contoh", text, date(2026, 9, 20), ends_on)
        for text, ends_on in (("Selesai.", date(2026, 9, 30)), ("Masih.", date(2026, 10, 1)))
    )
    page = place_page(read(replace(made.city(), notes=(ended, touching))))

    assert [note["text"] for note in page.notes_past] == ["Selesai."]
    assert [note["text"] for note in page.notes_now] == ["Masih."]


def test_a_bar_writes_its_shares_where_they_have_room() -> None:
    shares = [
        {"levels": "1-2", "percent": 12, "at_least": False},
        {"levels": "3", "percent": 38, "at_least": False},
        {"levels": "4", "percent": 50, "at_least": False},
    ]
    small, middle, large = bar(shares)

    assert [part.is_labelled for part in (small, middle, large)] == [False, True, True]
    assert (middle.middle, large.share["percent"]) == (31, 50)
