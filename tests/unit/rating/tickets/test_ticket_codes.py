"""Ticket codes survive paper, eyes and thumbs; their end tells nothing about their issue."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.rating.answers.answers import end_of_next_month
from portal.rating.tickets.domain import (
    month_of_issue,
    new_ticket,
    read_ticket,
    ticket_hash,
    tickets_end,
)
from portal.storage.texts.cleaning import ALPHABET, in_groups

DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2090, 1, 1))


def test_a_ticket_has_sixteen_characters_that_cannot_be_mistaken() -> None:
    codes = {new_ticket() for _ in range(200)}

    assert len(codes) == 200
    assert all(len(code) == 16 and set(code) <= set(ALPHABET) for code in codes)
    assert set("ILOU").isdisjoint(ALPHABET)


@pytest.mark.parametrize(
    "typed",
    [
        "0123-4567-89AB-CDEF",
        "0123 4567 89ab cdef",
        " o1234567-89abcdef"[:1] + "oi23456789abcdef",
        "OL23.4567_89AB\u2013CDEF",
        "0123\u00a04567\t89ABCDEF\r\n",
    ],
)
def test_typing_is_forgiven(typed: str) -> None:
    assert read_ticket(typed) == "0123456789ABCDEF"


@pytest.mark.parametrize("typed", ["", "0123", "0123456789ABCDEFG", "0123456789ABCDEU", "x" * 5000])
def test_what_cannot_be_a_ticket_is_none(typed: str) -> None:
    assert read_ticket(typed) is None


@given(st.text())
def test_nothing_that_is_typed_breaks_the_reading(typed: str) -> None:
    code = read_ticket(typed)

    assert code is None or read_ticket(in_groups(code).lower()) == code


def test_a_ticket_is_known_only_by_its_hash() -> None:
    assert ticket_hash("0123456789ABCDEF") != ticket_hash("0123456789ABCDEG")
    assert len(ticket_hash("0123456789ABCDEF")) == 32


@given(DAYS)
def test_all_tickets_of_a_month_end_together(day: date) -> None:
    end = tickets_end(day)

    assert end == tickets_end(day.replace(day=1))
    assert (end + timedelta(days=1)).day == 1
    assert month_of_issue(end) == f"{day:%Y-%m}"
    assert 59 <= (end - day).days <= 92


@given(DAYS)
def test_keys_are_kept_to_the_end_of_the_next_month(day: date) -> None:
    end = end_of_next_month(day)

    assert (end + timedelta(days=1)).day == 1
    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == 1
