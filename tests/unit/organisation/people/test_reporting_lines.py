"""Reporting lines: one a person and day, no circle, and a fault that names people and day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.organisation.people.reporting_lines import (
    LineFault,
    LineFaultKind,
    LineKind,
    ReportingLine,
    line_faults,
)

JANUARY = date(2027, 1, 1)
A, B, C, D, MAYOR = 1, 2, 3, 4, 9


def line(person: int, superior: int, first: int = 0, last: int | None = None) -> ReportingLine:
    """Return a line from and to so many days after New Year."""
    ends_on = None if last is None else JANUARY + timedelta(last)
    return ReportingLine(person, superior, JANUARY + timedelta(first), ends_on)


def test_a_line_of_heads_has_no_fault() -> None:
    assert line_faults([line(A, B), line(B, C), line(C, MAYOR), line(D, B)]) == ()


def test_nobody_is_the_own_superior() -> None:
    assert line_faults([line(A, A)]) == (LineFault(LineFaultKind.OWN_SUPERIOR, (A,), JANUARY),)


def test_a_line_ends_on_its_first_day_at_the_earliest() -> None:
    assert line_faults([line(A, B, 5, 5)]) == ()
    assert [fault.kind for fault in line_faults([line(A, B, 5, 4)])] == [
        LineFaultKind.ENDS_BEFORE_IT_BEGINS
    ]


def test_a_circle_of_three_is_named_once_with_the_day_that_closes_it() -> None:
    lines = [line(B, C), line(C, A, 10), line(A, B, 20), line(D, A)]

    assert line_faults(lines) == (
        LineFault(LineFaultKind.CIRCLE, (A, B, C), JANUARY + timedelta(20)),
    )
    assert line_faults(list(reversed(lines))) == line_faults(lines)


def test_two_people_may_be_each_others_superior_one_after_the_other() -> None:
    assert line_faults([line(A, B, 0, 9), line(B, A, 10)]) == ()
    assert [fault.people for fault in line_faults([line(A, B, 0, 10), line(B, A, 10)])] == [(A, B)]


def test_a_line_that_hangs_below_a_circle_is_no_circle_of_its_own() -> None:
    lines = [line(A, B), line(B, A), line(C, A, 5)]

    assert [fault.people for fault in line_faults(lines)] == [(A, B)]


@pytest.mark.parametrize("kind", LineKind)
def test_a_person_has_one_line_a_day_whatever_its_kind(kind: LineKind) -> None:
    stand_in = ReportingLine(A, C, JANUARY + timedelta(10), JANUARY + timedelta(12), kind)

    assert line_faults([line(A, B), stand_in]) == (
        LineFault(LineFaultKind.OVERLAP, (A, B, C), JANUARY + timedelta(10)),
    )
    assert line_faults([line(A, B, 0, 9), stand_in, line(A, B, 13)]) == ()


def test_an_overlap_with_a_long_line_is_found_behind_a_short_one() -> None:
    lines = [line(A, B, 0, 100), line(A, C, 10, 12), line(A, D, 50)]

    assert [fault.people for fault in line_faults(lines)] == [(A, B, C), (A, B, D)]


spans = st.tuples(st.integers(0, 30), st.one_of(st.none(), st.integers(0, 10)))
some_lines = st.lists(
    st.builds(
        lambda person, superior, span: line(
            person, superior, span[0], None if span[1] is None else span[0] + span[1]
        ),
        st.integers(1, 5),
        st.integers(1, 5),
        spans,
    ),
    max_size=8,
)


def is_sound_on(lines: list[ReportingLine], on: date) -> bool:
    """A second, slower way to say it: follow everybody upward, on one day."""
    holding = [one for one in lines if one.covers(on)]
    superiors = {one.person_id: one.superior_id for one in holding}
    if len(superiors) < len(holding):
        return False
    for person in superiors:
        chain = [person]
        while chain[-1] in superiors and len(chain) <= len(superiors):
            chain.append(superiors[chain[-1]])
        if len(set(chain)) < len(chain):
            return False
    return True


@given(lines=some_lines)
def test_lines_without_a_fault_are_sound_on_every_day_and_others_are_not(
    lines: list[ReportingLine],
) -> None:
    days = [JANUARY + timedelta(offset) for offset in range(60)]

    assert (line_faults(lines) == ()) == all(is_sound_on(lines, day) for day in days)


@given(lines=some_lines, data=st.data())
def test_the_order_of_lines_does_not_matter_for_whether_there_is_a_fault(
    lines: list[ReportingLine], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(lines))

    assert bool(line_faults(shuffled)) == bool(line_faults(lines))
