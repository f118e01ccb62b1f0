"""Likely personal data is marked for the moderator; ordinary words are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.complaints.intake.personal_data import PersonalKind, passages, redacted


@pytest.mark.parametrize(
    ("text", "kind", "passage"),
    [
        ("NIK saya 3201011503900001 tolong dicek", "identity_number", "3201011503900001"),
        ("NIK istri 3201015503900001", "identity_number", "3201015503900001"),
        ("hubungi 0812-3456-7890 ya", "phone", "0812-3456-7890"),
        ("atau +62 812 3456 7890", "phone", "+62 812 3456 7890"),
        ("kantor 021 555 1234", "phone", "021 555 1234"),
        ("surel budi.s@contoh.co.id, terima kasih", "email", "budi.s@contoh.co.id"),
        ("mobil B 1234 XYZ parkir di depan", "plate", "B 1234 XYZ"),
        ("transfer ke rekening BCA 123-456-7890", "account", "123-456-7890"),
        ("dilayani oleh Pak Budi Santoso kemarin", "name", "Budi Santoso"),
        ("Ibu Sri marah", "name", "Sri"),
    ],
)
def test_marks(text: str, kind: str, passage: str) -> None:
    found = [(p.kind, text[p.start : p.end]) for p in passages(text)]

    assert (PersonalKind(kind), passage) in found
    assert passage not in redacted(text)


@pytest.mark.parametrize(
    "text",
    [
        "Antre 3 jam di loket 2, nomor A-001, padahal hanya 15 orang.",
        "Biayanya Rp 150.000 dan tidak ada kuitansi.",
        "Nomor berkas 1234567890123456 tidak ditemukan",
        "Bapak petugas sangat ramah.",
    ],
)
def test_leaves_ordinary_words_alone(text: str) -> None:
    assert redacted(text) == text


def test_of_passages_that_overlap_the_first_counts() -> None:
    text = "Hubungi Pak Budi@contoh.id sekarang"

    assert [(text[p.start : p.end], p.kind) for p in passages(text)] == [
        ("Budi@contoh.id", PersonalKind.EMAIL)
    ]


@given(st.text(max_size=300))
def test_passages_lie_in_order_inside_the_text(text: str) -> None:
    found = passages(text)

    ends = [0, *(passage.end for passage in found)]
    assert all(end <= p.start < p.end <= len(text) for end, p in zip(ends, found, strict=False))


@given(st.text("ab 0123456789", max_size=60))
def test_a_redacted_text_holds_nothing_left_to_redact(text: str) -> None:
    once = redacted(text)

    assert redacted(once) == once
