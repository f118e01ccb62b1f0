"""Draws letters with one-time links, one person a page, to be cut or folded and handed over."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.accounts.staff.staff_numbers import in_groups
from portal.organisation.posters.typesetting import code_drawing, typeset

LOOK = Path(__file__).with_name("letter.typ")
QR_MM = 55
# From the upper edge: a folded A4 sheet shows nothing of its lower half, where the link is.
FOLD_MM = 155
WORDS = {
    "title": "Surat akun Suara Loket",
    "heading": "Akun Suara Loket Anda",
    "first": (
        "Akun Suara Loket dibuat untuk Anda. Di sana Anda mengisi rencana dan kegiatan kerja Anda "
        "dan membaca hasil penilaian Anda sendiri."
    ),
    "english": (
        "Scan the code or type the address, choose a password, then sign in with your number."
    ),
}
HELLO = "Kepada {name}"
STEPS = (
    "Pindai kode di bawah, atau ketik alamatnya di peramban.",
    "Pilih kata sandi yang hanya Anda ketahui.",
    "Masuk dengan NIP Anda: {number}",
)
LAST = (
    "Berlaku sampai {day} dan hanya sekali. Siapa pun yang memegang surat ini dapat memakainya: "
    "jangan difoto atau diteruskan. Hilang atau sudah lewat? Minta surat baru kepada pengelola "
    "portal."
)


@dataclass(frozen=True, slots=True)
class LinkLetter:
    """What stands in one letter.

    :ivar number: the staff number, in its normal form.
    :ivar day: the last day of the link, as it is printed.
    """

    name: str
    number: str
    place: str
    url: str
    day: str


def letters_pdf(letters: Sequence[LinkLetter], *, city: str) -> bytes:
    """Return a PDF of A4 pages, one letter each, tagged and in Indonesian.

    Letters that the font has not become question marks.
    """
    content = {
        **WORDS,
        "city": city,
        "fold": FOLD_MM,
        "code": QR_MM,
        "letters": [_content(letter) for letter in letters],
    }
    return typeset(LOOK, content)


def _content(letter: LinkLetter) -> dict[str, Any]:
    number = in_groups(letter.number)
    return {
        "place": letter.place,
        "hello": HELLO.format(name=letter.name),
        "steps": [step.format(number=number) for step in STEPS],
        "code": code_drawing(letter.url),
        "url": letter.url,
        "last": LAST.format(day=letter.day),
    }
