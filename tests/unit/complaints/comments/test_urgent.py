"""Which comments are read first once their month is over."""

import pytest

from portal.complaints.comments.urgent import is_urgent


@pytest.mark.parametrize(
    "text",
    [
        "Saya akan BUNUH petugas itu",
        "Petugas mengancam saya",
        "Diperas lima ratus ribu",
        "Ada bom di loket 2",
        "I will kill myself",
    ],
)
def test_what_may_tell_of_danger_is_read_first(text: str) -> None:
    assert is_urgent(text)


@pytest.mark.parametrize("text", ["", "Pelayanan ramah dan cepat", "Antre lama, kursi kurang"])
def test_what_does_not_waits_its_turn(text: str) -> None:
    assert not is_urgent(text)
