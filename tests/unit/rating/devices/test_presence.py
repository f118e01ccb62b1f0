"""Codes of a screen live half a minute and a grace; grants are ours, for one desk and a day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.rating.devices.presence import (
    SLOT_SECONDS,
    new_grant,
    phones_part,
    presence_budget,
    read_grant,
    signed_grant,
    slot_of_token,
    token_at,
)
from portal.storage.texts.cleaning import ALPHABET

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
START = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("age_seconds", "is_fresh"), [(0, True), (29, True), (30, True), (59, True), (60, False)]
)
def test_a_code_is_good_for_its_slot_and_one_more(age_seconds: int, is_fresh: bool) -> None:
    token = token_at(KEY, desk_id=7, moment=START)
    later = START + timedelta(seconds=age_seconds)

    assert (slot_of_token(KEY, token, desk_id=7, moment=later) is not None) is is_fresh


def test_a_code_of_the_future_is_not_good_yet() -> None:
    token = token_at(KEY, desk_id=7, moment=START + timedelta(seconds=SLOT_SECONDS))

    assert slot_of_token(KEY, token, desk_id=7, moment=START) is None


def test_a_code_belongs_to_one_desk_and_one_key() -> None:
    token = token_at(KEY, desk_id=7, moment=START)

    assert slot_of_token(KEY, token, desk_id=8, moment=START) is None
    assert slot_of_token(OTHER_KEY, token, desk_id=7, moment=START) is None
    assert slot_of_token(KEY, token.lower(), desk_id=7, moment=START) is not None


def test_a_code_uses_its_eighty_bits() -> None:
    moments = (START + timedelta(seconds=SLOT_SECONDS * number) for number in range(500))
    tokens = {token_at(KEY, desk_id=7, moment=moment) for moment in moments}

    assert len(tokens) == 500
    assert set("".join(tokens)) == set(ALPHABET)


@given(st.text())
def test_no_text_is_a_code_by_accident(text: str) -> None:
    assert slot_of_token(KEY, text, desk_id=7, moment=START) is None


@pytest.mark.parametrize(
    ("days", "is_good"), [(-61, False), (-1, False), (0, True), (1, True), (2, False)]
)
def test_a_grant_is_good_from_its_day_until_the_end_of_tomorrow(days: int, is_good: bool) -> None:
    grant = new_grant(7, today=TODAY)
    text = signed_grant(KEY, grant)
    later = TODAY + timedelta(days=days)

    assert read_grant(KEY, text, desk_id=7, today=later) == (grant if is_good else None)


def test_a_grant_is_for_one_desk_and_of_one_key() -> None:
    text = signed_grant(KEY, new_grant(7, today=TODAY))

    assert read_grant(KEY, text, desk_id=8, today=TODAY) is None
    assert read_grant(OTHER_KEY, text, desk_id=7, today=TODAY) is None


def test_a_changed_grant_is_none() -> None:
    text = signed_grant(KEY, new_grant(7, today=TODAY))

    assert read_grant(KEY, text.replace(".7.", ".8."), desk_id=8, today=TODAY) is None
    assert read_grant(KEY, text.replace("2026", "2036"), desk_id=7, today=TODAY) is None


@given(st.text())
def test_no_text_is_a_grant_by_accident(text: str) -> None:
    assert read_grant(KEY, text, desk_id=7, today=TODAY) is None


def test_two_grants_are_never_the_same() -> None:
    assert new_grant(7, today=TODAY).id != new_grant(7, today=TODAY).id


@pytest.mark.parametrize(
    ("visits", "a_day"),
    [(None, 150), (0, 20), (200, 20), (201, 21), (1_000, 100), (4_400, 440)],
)
def test_a_desk_takes_twice_the_ratings_of_its_usual_day(visits: int | None, a_day: int) -> None:
    """Worked by hand: 1,000 visits on 20 days are 50 a day, doubled 100; never below 20."""
    assert presence_budget(visits, unknown=150) == a_day


def test_a_code_names_its_half_minute() -> None:
    token = token_at(KEY, desk_id=7, moment=START)
    slots = [
        slot_of_token(KEY, token, desk_id=7, moment=START + timedelta(seconds=age))
        for age in (0, SLOT_SECONDS)
    ]

    assert slots == [int(START.timestamp()) // SLOT_SECONDS] * 2


@pytest.mark.parametrize(("budget", "phones"), [(0, 0), (1, 1), (4, 3), (20, 15), (200, 150)])
def test_a_quarter_of_the_day_is_kept_for_the_tablet(budget: int, phones: int) -> None:
    assert phones_part(budget) == phones
