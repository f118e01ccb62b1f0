"""Which officers a head sees at once, which are folded, and how they are looked for."""

import pytest

from portal.organisation.people.officer_queries import OfficerLine
from portal.publication.staff_figures.reading import OfficerFigures, listed_officers


def officer(name: str, band: str | None) -> OfficerFigures:
    line = OfficerLine(1, "1", name, badge_name="", badge_number="", retired_on=None)
    return OfficerFigures(line, {"comparison": {"band": band}})


EVERYBODY = (
    officer("Ayu Lestari", "above"),
    officer("Budi Santoso", None),
    officer("Citra Lestari", None),
    officer("Dewi Anggraini", "not_distinguishable"),
)


@pytest.mark.parametrize(
    ("words", "compared", "seen", "folded"),
    [
        ("", "", "AD", "BC"),
        ("", "yes", "AD", ""),
        ("", "no", "BC", ""),
        ("", "below", "AD", "BC"),
        ("lestari", "", "AC", ""),
        ("LESTARI ayu", "", "A", ""),
        ("lestari", "no", "C", ""),
        ("nobody", "", "", ""),
    ],
)
def test_officers_who_are_compared_are_seen_and_the_others_folded(
    words: str, compared: str, seen: str, folded: str
) -> None:
    listed = listed_officers(EVERYBODY, words=words, compared=compared)

    assert "".join(each.officer.name[0] for each in listed.seen) == seen
    assert "".join(each.officer.name[0] for each in listed.folded) == folded


def test_nobody_is_folded_while_nobody_is_compared() -> None:
    listed = listed_officers(EVERYBODY[1:3])

    assert (len(listed.seen), len(listed.folded)) == (2, 0)
