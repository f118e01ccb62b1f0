"""The ways in which codes, days, numbers and texts arrive, each tried on every reader of them."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from portal.complaints.intake.code import read_complaint_code
from portal.evaluation.official.spans import read_day
from portal.organisation.people_pages.results_forms import read_amount
from portal.organisation.posters.rateable import read_poster_code
from portal.organisation.records.cells import read_count, read_date
from portal.rating.devices.domain import read_pairing_code
from portal.rating.tickets.domain import read_ticket
from portal.storage.spreadsheets.numbers import NotANumber, read_decimal, read_whole
from portal.storage.texts.cleaning import one_line, plain, printable_text, search_words

LONG, SHORT = "7KQM2W9XR4T8ABCD", "7KQM2W9X"
READERS = (
    (read_complaint_code, LONG),
    (read_ticket, LONG),
    (read_poster_code, SHORT),
    (read_pairing_code, SHORT),
)
# %s stands for the code in groups, as it is printed; %r for the code in small letters.
CODES = {
    "as it is printed": "%s",
    "by a phone that begins in small letters": "%r",
    "with a full stop behind it": "%s.",
    "with a comma and a blank": "%s, ",
    "in the quotes of a word processor": "\u201c%s\u201d",
    "in brackets": "(%s)",
    "bold in a chat": "*%s*",
    "italic in a chat": "_%s_",
    "as a line of code in a chat": "`%s`",
    "with a question mark": "%s?",
    "with the line end of a scanner": "%s\r\n",
    "with the tab of a scanner": "%s\t",
    "with the byte order mark of a file": "\ufeff%s",
    "with a direction mark": "\u200e%s\u200f",
    "with a blank of no width": "%s\u200b",
    "in wide letters": "wide",
    "with dashes of a word processor": "dashes",
    "with blanks that do not break": "nbsp",
    "as an address": "https://suara.contoh.test/x/%s",
    "as an address with a hash": "https://suara.contoh.test/complaints/follow#%s",
    "as an address without its scheme": "suara.contoh.test/r/%r",
    "as an address with what a chat appends": "https://suara.contoh.test/t/%s?utm_source=wa",
    "as an address in angle brackets": "<https://suara.contoh.test/t/%s>",
    "as an address with a stop behind it": "https://suara.contoh.test/t/%s/.",
}


def written(way: str, code: str) -> str:
    groups = "-".join(code[start : start + 4] for start in range(0, len(code), 4))
    special = {
        "wide": "".join(chr(ord(each) + 0xFEE0) for each in code),
        "dashes": groups.replace("-", "\u2013"),
        "nbsp": groups.replace("-", "\u00a0"),
    }
    form = CODES[way]
    return special.get(form) or form.replace("%s", groups).replace("%r", code.lower())


@pytest.mark.parametrize("way", CODES)
@pytest.mark.parametrize(("read", "code"), READERS)
def test_a_code_is_read_however_it_comes(
    read: Callable[[str], str | None], code: str, way: str
) -> None:
    assert read(written(way, code)) == code


@pytest.mark.parametrize(
    "typed",
    [
        "https://suara.contoh.test/",
        "https://suara.contoh.test/t/7KQM-2W9X-R4T8",
        "/" * 301,
        "https://suara.contoh.test/" + "a" * 300 + f"/{LONG}",
        f"kode {LONG}",
        f"{LONG}{SHORT}",
        "\u200b" * 16,
    ],
)
def test_what_only_looks_like_a_code_is_none(typed: str) -> None:
    assert read_ticket(typed) is None
    assert read_complaint_code(typed) is None


DAYS = {
    "by a browser": "2026-11-02",
    "by a spreadsheet as a text": "2026-11-02 00:00:00",
    "by a program with a T": "2026-11-02T00:00:00",
    "by a program in UTC": "2026-11-02T00:00:00Z",
    "as a number of a spreadsheet": "46328",
    "as a number with a point": "46328.0",
    "with slashes": "02/11/2026",
    "with slashes and no noughts": "2/11/2026",
    "with dashes": "02-11-2026",
    "with dashes of a word processor": "02\u201311\u20132026",
    "with points": "2.11.2026",
    "with blanks around the points": "2. 11. 2026",
    "with midnight behind it": "02/11/2026 00:00",
    "in words": "2 November 2026",
    "in capitals": "2 NOVEMBER 2026",
    "in the older spelling": "2 Nopember 2026",
    "short": "2 Nov 2026",
    "short with a point": "2 Nov. 2026",
    "with its weekday": "Senin, 2 November 2026",
    "with a blank that does not break": "2\u00a0November\u00a02026",
    "with a quote that marks a text": "'02/11/2026",
    "with a direction mark": "\u200e02/11/2026",
    "in wide digits": "\uff12\uff10\uff12\uff16-11-02",
    "with a line end": "2026-11-02\r\n",
}


@pytest.mark.parametrize("way", DAYS)
@pytest.mark.parametrize("read", [read_day, read_date])
def test_a_day_is_read_however_it_comes(read: Callable[[str], date], way: str) -> None:
    assert read(DAYS[way]) == date(2026, 11, 2)


@pytest.mark.parametrize(
    "text", ["2/11/26", "11/13/2026", "31 Februari 2026", "besok", "2026", "", "November 2026"]
)
@pytest.mark.parametrize("read", [read_day, read_date])
def test_a_day_that_could_be_another_is_refused(read: Callable[[str], date], text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each reader has its own, all of this family
        read(text)


@pytest.mark.parametrize(
    "text",
    [
        "1234.5",
        "1234,5",
        "1.234,5",
        "1,234.5",
        "1 234,5",
        "1\u00a0234,5",
        "1\u202f234,5",
        "'1234,5",
        " 1234,50\r\n",
        "\ufeff1234,5",
        "1234,5\u200b",
        "1234.50000",
    ],
)
@pytest.mark.parametrize("read", [read_decimal, read_amount])
def test_a_number_is_its_value_however_it_comes(read: Callable[[str], Decimal], text: str) -> None:
    assert read(text) == Decimal("1234.5")


@pytest.mark.parametrize(
    "text", ["1250", "1.250", "1,250", "1 250", "1250.0", "1250,00", "'1250", "\ufeff1250\t"]
)
def test_a_count_is_its_value_however_it_comes(text: str) -> None:
    assert read_whole(text) == read_count(text, least=1, most=9999) == 1250


@pytest.mark.parametrize("text", ["-5", "1e3", "12,34,5", "dua", "", "''5", "\u200b"])
def test_what_is_no_number_stays_none(text: str) -> None:
    with pytest.raises(NotANumber):
        read_decimal(text)


BLANKS = ["\u00a0", "\u2003", "\u202f", "\u3000", "\t"]


@pytest.mark.parametrize("blank", BLANKS)
def test_every_kind_of_blank_keeps_words_apart(blank: str) -> None:
    typed = f"izin{blank}usaha"

    assert printable_text(typed) == one_line(typed) == "izin usaha"
    assert search_words(typed, longest=40) == "izin usaha"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"])
@pytest.mark.parametrize("clean", [plain, printable_text])
def test_every_kind_of_line_end_is_a_line_end(clean: Callable[[str], str], end: str) -> None:
    assert clean(f"baris satu{end}baris dua") == "baris satu\nbaris dua"


@pytest.mark.parametrize(
    "text", ["\u200b", "\ufeff\u200e", "\u2800\u2800", "\u3164", " \n\t ", "\u00ad", "\u00a0"]
)
@pytest.mark.parametrize("clean", [plain, printable_text])
def test_where_nothing_can_be_seen_nothing_was_written(
    clean: Callable[[str], str], text: str
) -> None:
    assert clean(text) == ""


@pytest.mark.parametrize("text", ["ꦱꦸꦫꦮꦺꦴꦏꦼꦠ꧀", "ᮞᮥᮛ", "服务", "خدمة", "שירות", "👍", "Ą̊"])
@pytest.mark.parametrize("clean", [plain, printable_text])
def test_letters_of_every_script_are_kept(clean: Callable[[str], str], text: str) -> None:
    assert clean(text) == text
