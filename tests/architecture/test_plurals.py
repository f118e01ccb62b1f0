"""A count is followed by a word in the right number: "1 item", "2 items"."""

import re
from pathlib import Path

from babel.messages.pofile import read_po

ENGLISH = Path("portal/translations/en/LC_MESSAGES/messages.po")
COUNTED = re.compile(r"%\(count\)s (?!of )(?:[a-z'-]+ ){0,2}?([a-z]{3,}s|people)\b")
# Third persons, which follow a count of what stands before them.
VERBS = frozenset({"was", "has", "does", "waits", "asks"})
# What is never one: bounds, which are larger, and numbers that were rounded to tens.
BOUNDS = re.compile(r"([Aa]t least|[Mm]ore than|[Ff]ewer than|put off once, by) %\(count\)s")
OR_MORE = re.compile(r"%\(count\)s [a-z]+ (or more|at least)|letters at least|or more colleagues")
NEVER_ONE = frozenset(
    {
        "%(count)s petugas lain tidak ditampilkan",
        (
            "%(count)s orang dari instansi yang berbeda, diundi dari daftar di bawah; "
            "yang mempunyai hubungan dengan yang diusulkan mundur"
        ),
        "Belum ada dialog sejak %(day)s dengan %(count)s orang.",
        "Pihak Anda sudah mengirim %(count)s bukti baru; lebih banyak tidak diterima.",
    }
)


def wrong(messages: dict[str, str]) -> list[str]:
    """Return the messages whose English counts in the plural whatever the number is."""
    return [
        each
        for each, english in messages.items()
        if each not in NEVER_ONE
        and not BOUNDS.search(english)
        and not OR_MORE.search(english)
        and any(word not in VERBS for word in COUNTED.findall(english))
    ]


def test_counts_have_a_singular() -> None:
    with ENGLISH.open("rb") as file:
        catalogue = read_po(file)
    single = {m.id: m.string for m in catalogue if m.id and isinstance(m.id, str)}

    assert wrong(single) == []


def test_a_plural_without_a_singular_is_found() -> None:
    assert wrong({"%(count)s butir": "%(count)s similar items"}) == ["%(count)s butir"]
    assert wrong({"%(count)s orang": "%(count)s people"}) == ["%(count)s orang"]
    assert wrong({"%(count)s butir": "%(count)s of the whole"}) == []
