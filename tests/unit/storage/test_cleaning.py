"""What people send as text is cleaned in one place, and cleaning it twice changes nothing."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.storage.texts.cleaning import (
    composed_name,
    hides_something,
    one_line,
    plain,
    printable_text,
    search_words,
)


@given(text=st.text())
def test_a_text_keeps_its_lines_and_loses_what_no_database_stores(text: str) -> None:
    cleaned = plain(text)

    assert cleaned is not None
    assert not {"Cc", "Cs"} & {unicodedata.category(each) for each in cleaned if each not in "\n\t"}
    assert plain(cleaned) == cleaned == cleaned.strip()


@given(text=st.text())
def test_a_printable_text_has_lines_of_what_can_be_seen(text: str) -> None:
    cleaned = printable_text(text)

    assert all(line.isprintable() for line in cleaned.split("\n"))
    assert printable_text(cleaned) == cleaned == cleaned.strip()


@given(text=st.text())
def test_one_line_holds_nothing_that_cannot_be_seen(text: str) -> None:
    line = one_line(text)

    assert line.isprintable()
    assert line == line.strip()
    assert one_line(line) == line


@pytest.mark.parametrize("clean", [plain, printable_text])
def test_every_kind_of_line_end_is_one(clean: object) -> None:
    assert callable(clean)
    assert clean(" a\r\nb\rc\nd\0 ") == "a\nb\nc\nd"


def test_signs_that_are_made_of_several_stay_whole_in_a_text() -> None:
    family = "\U0001f469\u200d\U0001f467"

    assert plain(family) == family
    assert printable_text(family) == family.replace("\u200d", "")


def test_nothing_sent_is_nothing() -> None:
    assert (plain(None), printable_text(None), one_line(None)) == (None, "", "")


def test_a_name_is_composed_and_may_hide_nothing() -> None:
    assert composed_name("  Jose\u0301   Rizal ") == "Jos\u00e9 Rizal"
    assert not hides_something("Jos\u00e9 Rizal")
    assert all(map(hides_something, ["a\u202eb", "a\u200bb", "a\u00adb", "a\ue000", "a\u2028"]))


def test_words_to_look_for_are_cut_and_trimmed() -> None:
    assert search_words(" a\x00b cd ", longest=5) == "ab c"
