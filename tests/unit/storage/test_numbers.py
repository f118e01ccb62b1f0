"""Numbers are their value, not their spelling."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.storage.spreadsheets.numbers import NotANumber, read_decimal, read_whole


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3.6206896551724137", "3.6206896551724137"),
        ("3,62", "3.62"),
        ("4", "4"),
        ("4.0", "4.0"),
        (" 91,47 ", "91.47"),
        ("1.234", "1.234"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234.567", "1234567"),
        ("1 234,5", "1234.5"),
        ("1\u202f234", "1234"),
    ],
)
def test_a_number_is_read_by_its_value(text: str, value: str) -> None:
    assert read_decimal(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-1",
        "+1",
        "1e3",
        "NaN",
        "٨٤",
        "1,2,3",
        "12.34.5",
        "1.2,3,4",
        ".5",
        "5.",
        "1 2",
        "9" * 41,
    ],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(NotANumber):
        read_decimal(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [("29", 29), ("29.0", 29), ("29,00", 29), ("1.234", 1234), ("1,234,567", 1234567), ("0", 0)],
)
def test_a_whole_number_is_read_by_its_value(text: str, value: int) -> None:
    assert read_whole(text) == value


@pytest.mark.parametrize("text", ["29.5", "12.34", "-7", "", "empat"])
def test_what_is_no_whole_number_is_refused(text: str) -> None:
    with pytest.raises(NotANumber):
        read_whole(text)


@given(number=st.integers(0, 10**12), points=st.sampled_from([".", ","]))
def test_thousands_may_be_parted(number: int, points: str) -> None:
    assert read_whole(f"{number:,}".replace(",", points)) == number
    assert read_whole(str(number)) == number


@given(text=st.text(max_size=50))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    for read in (read_decimal, read_whole):
        try:
            assert read(text) >= 0
        except NotANumber:
            continue
