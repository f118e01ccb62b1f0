"""What waits of a complaint has one length and comes back as it was, whatever was written."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.complaints.intake.code import code_hash
from portal.complaints.intake.kinds import Concern, Happened, Kind
from portal.complaints.intake.waiting_rules import (
    WAITING_CHARACTERS,
    NotAWaitingComplaint,
    WrittenComplaint,
    decoded,
    encoded,
    waiting_name,
)
from portal.complaints.intake.writing import LONGEST_TEXT
from portal.storage.texts.key_file import Vault

WRITTEN = WrittenComplaint(
    code_hash=b"h" * 32,
    day=date(2026, 11, 20),
    kind=Kind.COMPLAINT,
    concern=Concern.OFFICER,
    agency_id=3,
    desk_id=None,
    happened=Happened.UNSURE,
    text="Antrean lama.",
    may_publish=True,
)
KEY = b"k" * 32
CODE = "0123456789ABCDEF"


@given(
    text=st.text(st.characters(exclude_categories=["Cs"]), max_size=LONGEST_TEXT),
    desk_id=st.none() | st.integers(1, 2**31),
    unit_id=st.none() | st.integers(1, 2**31),
    may_publish=st.booleans(),
)
def test_it_comes_back_as_it_was_and_always_has_one_length(
    text: str, desk_id: int | None, unit_id: int | None, may_publish: bool
) -> None:
    named = {"text": text, "desk_id": desk_id, "unit_id": unit_id}
    written = replace(WRITTEN, may_publish=may_publish, **named)

    assert decoded(encoded(written)) == written
    assert len(encoded(written).encode()) == WAITING_CHARACTERS


@pytest.mark.parametrize("letter", ["\U0001f600", "\x00", '"', "\\", "a"])
def test_the_longest_text_of_any_letter_fits(letter: str) -> None:
    sizes = {
        len(Vault(KEY).lock(encoded(replace(WRITTEN, text=letter * letters))))
        for letters in (1, LONGEST_TEXT)
    }

    assert len(sizes) == 1


@pytest.mark.parametrize(
    "plain", ["", "{}", "[]", "null", encoded(WRITTEN).replace("officer", "x")]
)
def test_what_is_not_ours_is_refused(plain: str) -> None:
    with pytest.raises(NotAWaitingComplaint):
        decoded(plain)


def test_a_name_is_not_what_is_stored_of_the_code() -> None:
    assert waiting_name(CODE, key=KEY) != code_hash(CODE, key=KEY).hex()
    assert waiting_name(CODE, key=KEY) != waiting_name(CODE, key=b"o" * 32)


def test_what_was_written_before_units_were_asked_for_is_still_read() -> None:
    earlier = json.loads(encoded(WRITTEN))
    del earlier["unit_id"]

    assert decoded(json.dumps(earlier)) == WRITTEN
