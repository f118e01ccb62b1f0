"""Doubts about staff numbers: said, never refused."""

from datetime import date

import pytest

from portal.accounts.staff.staff_number_checks import NumberDoubt, doubts_about

TODAY = date(2026, 11, 29)
BIRTH, APPOINTMENT, GENDER, LENGTH = (
    NumberDoubt.BIRTH,
    NumberDoubt.APPOINTMENT,
    NumberDoubt.GENDER,
    NumberDoubt.LENGTH,
)


@pytest.mark.parametrize(
    ("number", "doubts"),
    [
        ("199001012020011001", ()),
        ("199002292020011001", (BIRTH,)),
        ("189001012020011001", (BIRTH,)),
        ("202001012020011001", (BIRTH,)),
        ("199001012020131001", (APPOINTMENT,)),
        ("199001012020211001", ()),
        ("199001012020222001", ()),
        ("199001012020291001", ()),
        ("199001012020201001", (APPOINTMENT,)),
        ("199001012000011001", (APPOINTMENT,)),
        ("199001012027011001", (APPOINTMENT,)),
        ("199001012020013001", (GENDER,)),
        ("199013012020003001", (BIRTH, APPOINTMENT, GENDER)),
        ("19900101202001100", (LENGTH,)),
        ("1990010120200110011", (LENGTH,)),
        ("500012345", (LENGTH,)),
        ("HON12", ()),
        ("1001", ()),
    ],
)
def test_what_looks_wrong_is_named(number: str, doubts: tuple[NumberDoubt, ...]) -> None:
    assert doubts_about(number, today=TODAY) == doubts
