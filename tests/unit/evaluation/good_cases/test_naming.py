"""A good case names nobody: no number, no full name, no part of the own name."""

import pytest

from portal.evaluation.good_cases.naming import names_somebody

PERSON, OTHERS = "Siti Rahmawati Contoh", ["Budi Santoso", "Agus"]


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        ("Antrean ditata ulang, berkas selesai 92 dari 100.", False),
        ("Rahmawati menata antrean.", True),
        ("rahmawati, menata antrean", True),
        ("Siti menata antrean.", True),
        ("Budi membantu, dan seorang bernama Santoso juga.", False),
        ("Dibantu BUDI  SANTOSO.", True),
        ("Dibantu Budi-Santoso.", True),
        ("Agus ikut membantu.", False),
        ("NIP 198501012010012001", True),
        ("NIP 19850101 201001 2 001", True),
        ("Pada 12 Januari 2026 ada 1.250 berkas.", False),
        ("", False),
    ],
)
def test_names_and_numbers_are_found(text: str, is_named: bool) -> None:
    assert names_somebody(["Judul", text], person=PERSON, others=OTHERS) is is_named


def test_a_short_part_of_the_own_name_is_a_word_like_others() -> None:
    assert not names_somebody(["Ayu dan rapi"], person="Ayu Dwi", others=[])
    assert names_somebody(["Oleh Ayu Dwi"], person="Ayu Dwi", others=["Ayu Dwi"])


def test_a_part_that_many_are_called_by_points_at_nobody() -> None:
    many = ["Ani Contoh", "Budi Contoh"]
    assert names_somebody(["Sebuah contoh"], person="Rini Contoh", others=many[:1])
    assert not names_somebody(["Sebuah contoh"], person="Rini Contoh", others=many)
    assert names_somebody(["Oleh Rini"], person="Rini Contoh", others=many)
