"""A release that cannot be made safe is refused, with the place that stood in the way."""

import random

import pytest

from portal.publication.building import deciding
from portal.publication.building.repairing import CannotProtect
from portal.publication.disclosure_audit.bounds import Bracket
from portal.publication.disclosure_audit.brackets import Exposure, Linter
from portal.publication.disclosure_audit.component import Target
from portal.publication.figures.groups import Group
from tests.factories.released_city import released_city

pytestmark = pytest.mark.slow

CITY = {"agencies": 2, "desks": 4}


def test_a_repair_that_does_not_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deciding, "MOST_ROUNDS", 1)

    with pytest.raises(CannotProtect, match=r"after 1 rounds: \w+/"):
        released_city(random.Random(117), **CITY)


def test_what_is_told_although_nothing_is_shown_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    target = Target("desks/loket-101", ("2026-10",), Group.VERIFIED, 3)
    told = Exposure(target, Bracket(1, 4), told_by=())
    monkeypatch.setattr(Linter, "exposures", lambda *_, **__: [told])

    with pytest.raises(CannotProtect, match="nothing is left to hide for desks/loket-101"):
        released_city(random.Random(117), **CITY)
