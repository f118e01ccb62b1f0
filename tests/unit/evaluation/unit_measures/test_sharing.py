"""What a unit shares is told from five people on, never of fewer, and never a private cause."""

from datetime import date

import pytest

from portal.evaluation.development.strengths import FindingKind, Findings, StrengthFinding
from portal.evaluation.unit_measures.domain import SharedPoint, UnitPlace
from portal.evaluation.unit_measures.sharing import points_of, shared_points

UNIT, OTHER = UnitPlace(1, 2), UnitPlace(1, 0)
WEAK = SharedPoint(FindingKind.INDICATOR, "berkas tepat waktu", is_strength=False)
STRONG = SharedPoint(FindingKind.INDICATOR, "berkas tepat waktu", is_strength=True)


def finding(key: str, *, kind: FindingKind = FindingKind.INDICATOR) -> StrengthFinding:
    return StrengthFinding(kind, key, is_strength=False, known_on=date(2026, 6, 30))


@pytest.mark.parametrize(("sharing", "told"), [(4, False), (5, True), (6, True)])
def test_five_share_something_and_four_do_not(sharing: int, told: bool) -> None:
    places = dict.fromkeys(range(8), UNIT)
    known = [(each, frozenset({WEAK})) for each in range(sharing)]

    assert ((UNIT, WEAK) in shared_points(places, known=known)) is told


def test_people_of_two_units_and_of_both_kinds_are_not_counted_together() -> None:
    places = {each: UNIT if each < 4 else OTHER for each in range(8)}
    everybody = [(each, frozenset({WEAK})) for each in places]
    assert shared_points(places, known=everybody) == frozenset()
    mixed = [(each, frozenset({WEAK if each % 2 else STRONG})) for each in range(8)]
    assert shared_points(dict.fromkeys(range(8), UNIT), known=mixed) == frozenset()


def test_nobody_is_counted_twice() -> None:
    known = [(each % 4, frozenset({WEAK})) for each in range(8)]
    assert shared_points(dict.fromkeys(range(4), UNIT), known=known) == frozenset()


def test_the_same_words_are_the_same_point_and_a_private_cause_is_none() -> None:
    found = Findings(
        (),
        (
            finding("Berkas  tepat Waktu"),
            finding("personal", kind=FindingKind.CAUSE),
            finding("tools", kind=FindingKind.CAUSE),
        ),
    )

    tools = SharedPoint(FindingKind.CAUSE, "tools", is_strength=False)
    assert points_of(found) == {WEAK, tools}
