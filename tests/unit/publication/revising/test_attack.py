"""An adversary subtracts a revised year from its months, place by place and channel by channel.

Like the attack on months it is written anew from the JSON that readers get, with whole numbers.
"""

import json
import math
import random
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from portal.publication.disclosure_audit.auditor import Exposure
from portal.publication.disclosure_audit.published_constraints import constraints_of_rows
from portal.publication.revising import cells, deciding
from portal.publication.revising import disclosure_audit as auditing
from portal.publication.revising.cells import Candidates
from portal.publication.revising.disclosure_audit import RevisionAuditor
from portal.publication.revising.whole_readers import WholeReader
from tests.factories.released_city import released_city
from tests.factories.revised_city import RevisedCity, change_at_random, revise
from tests.unit.publication.disclosure_audit.test_counting_attack import (
    CELLS,
    LEAST_WIDTH,
    Adversary,
    Atom,
)

pytestmark = pytest.mark.slow

Hidden = tuple[str, str, str]
PAPER_MONTH = "2026-12"
OUT = {"verified": "verified_out", "open": "open_out"}


class Subtractor(Adversary):
    """Knows every monthly document and, unless told otherwise, every document of the revision."""

    def __init__(self, city: RevisedCity, *, with_revision: bool = True) -> None:
        self.revised_city = city
        self.is_revised = False
        super().__init__(city.released)
        self.say_what_is_gone()
        if with_revision:
            self.is_revised = True
            self.read_revision()

    def unknowns(self, months: list[str]) -> Iterator[Atom]:
        yield from super().unknowns(months)
        for desk in self.city.catalogue.desks.values():
            for service in sorted(desk.service_ids):
                yield PAPER_MONTH, desk.id, service, "paper"
                for month in months:
                    for group, channels in CELLS.items():
                        if any(self.is_excluded(desk.id, each, month) for each in channels):
                            yield month, desk.id, service, OUT[group]

    def is_excluded(self, desk: int, channel: str, month: str) -> bool:
        return (desk, channel, month) in {
            (each, str(way), when) for each, way, when in self.revised_city.excluded
        }

    def counted(self, groups: list[str]) -> list[str]:
        if self.is_revised:
            return groups
        return groups + [OUT[group] for group in groups if group in OUT]

    def read_revision(self) -> None:
        documents = self.revised_city.documents
        whole = documents["revisions/2026"]
        for said in whole["places"]:
            address = said["place"]["address"]
            for figure in (said["headline"], said["open"]):
                if figure is not None:
                    self.say(address, figure, least=30)
            if said["open"] is None and said["headline"]["n"] is not None:
                self.say_nobody(address, said["headline"])
            self.say_paper(address, said["paper"])
        named = {said["place"]["address"] for said in (*whole["places"], *whole["left_out"])}
        for address in named:
            self.rows.append((self.columns(address, {*OUT.values(), "paper"}), 10.0, math.inf))

    def say_paper(self, address: str, figure: dict[str, Any] | None) -> None:
        columns = self.columns(address, {"paper"})
        if figure is None:
            self.rows.append((columns, 0.0, 0.0))
        elif figure["n"] is not None:
            self.rows.append((columns, max(30.0, figure["n"] - 2), figure["n"] + 2.0))
        else:
            most = 29.0 if figure["suppressed"] == "too_few" else math.inf
            self.rows.append((columns, 1.0, most))

    def say_what_is_gone(self) -> None:
        """An excluded channel that was the only one of its group leaves nothing behind."""
        for desk, channel, month in self.revised_city.excluded:
            group = "open" if channel == "open" else "verified"
            if self.has_others(desk, month, group):
                continue
            columns = frozenset(
                position
                for position, atom in enumerate(self.atoms)
                if (atom[0], atom[1], atom[3]) == (month, desk, group)
            )
            self.rows.append((columns, 0.0, 0.0))

    def has_others(self, desk: int | None, month: str, group: str) -> bool:
        """Whether another channel of the group has ratings, as the documents say."""
        return any(
            (each.desk, each.month) == (desk, month)
            and each.channel in CELLS[group]
            and not self.is_excluded(each.desk, each.channel, each.month)
            for each in self.city.ratings
        )

    def places(self) -> list[str]:
        catalogue = self.city.catalogue
        folders = {
            "agencies": catalogue.agencies_by_code,
            "units": catalogue.units_by_code,
            "services": catalogue.services_by_code,
            "desks": catalogue.desks_by_code,
        }
        return [
            "city",
            *(f"{folder}/{code}" for folder, codes in folders.items() for code in codes),
        ]

    def columns(self, address: str, groups: set[str]) -> frozenset[int]:
        return frozenset(
            position
            for position, atom in enumerate(self.atoms)
            if atom[3] in groups and self.holds(address, atom)
        )

    def truth(self) -> Counter[Atom]:
        gone = {id(each) for each in self.revised_city.taken_out()}
        found = Counter[Atom]()
        for each in self.city.ratings:
            group = "open" if each.channel == "open" else "verified"
            found[
                each.month, each.desk, each.service, OUT[group] if id(each) in gone else group
            ] += 1
        for each in self.revised_city.paper:
            found[PAPER_MONTH, each.desk, each.service, "paper"] += 1
        return found

    def hidden(self) -> Iterator[tuple[Hidden, frozenset[int]]]:
        """Give what nobody may learn: removals, what is left of their months, hidden paper."""
        shown = {
            said["place"]["address"]
            for said in self.revised_city.documents["revisions/2026"]["places"]
            if said["paper"] and said["paper"]["n"] is not None
        }
        # Where there is one agency, what it shows is the city's as well.
        is_one = len(self.city.catalogue.agencies) == 1
        for address in self.places()[is_one:]:
            for group in OUT.values():
                yield (address, "year", group), self.columns(address, {group})
            if address not in shown:
                yield (address, "year", "paper"), self.columns(address, {"paper"})
            for month in sorted(self.city.documents):
                for group in CELLS:
                    both = self.columns(address, {group, OUT[group]})
                    of_month = {position for position in both if self.atoms[position][0] == month}
                    if not self.is_shown(address, month, group):
                        yield (address, month, group), frozenset(of_month)

    def is_shown(self, address: str, month: str, group: str) -> bool:
        document = self.city.documents[month].get(address)
        return any(
            figure
            and figure["n"] is not None
            and figure["period"] == month
            and (figure["channels"] == ["open"]) == (group == "open")
            and (group == "open") == ("open" in figure["channels"])
            for figure in ((document["headline"], document["open"]) if document else ())
        )


def told(city: RevisedCity, *, with_revision: bool = True) -> dict[Hidden, tuple[float, float]]:
    """Return the hidden counts above 0 that are bracketed within fewer than five."""
    adversary = Subtractor(city, with_revision=with_revision)
    truth = adversary.truth()
    found = {}
    for name, columns in adversary.hidden():
        if sum(truth[adversary.atoms[position]] for position in columns):
            lowest, highest = adversary.interval(columns)
            if highest - lowest < LEAST_WIDTH:
                found[name] = (lowest, highest)
    return found


def newly_told(city: RevisedCity) -> dict[Hidden, tuple[float, float]]:
    """Return what the revision tells that its months alone did not tell as closely.

    One that shows nothing is never published.
    """
    assert city.draft is not None
    if not city.draft.revised:
        return {}
    now = told(city)
    before = told(city, with_revision=False) if now else {}
    return {name: ends for name, ends in now.items() if before.get(name) != ends}


@cache
def random_revision(seed: int) -> RevisedCity:
    dice = random.Random(seed)
    return revise(change_at_random(dice, released_city(dice, agencies=2, desks=4)))


@pytest.mark.parametrize("seed", [0, 4, 5, 31, 42, 48])
def test_subtracting_months_from_a_revised_year_tells_no_hidden_count(seed: int) -> None:
    city = random_revision(seed)

    assert city.taken_out()
    assert newly_told(city) == {}


@given(seed=st.integers(min_value=0, max_value=2**32))
@example(seed=214)
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_random_city_is_told_by_its_revision(seed: int) -> None:
    dice = random.Random(seed)
    released = released_city(dice, agencies=1, desks=4, busy=(0, 8, 20, 45, 90))

    assert newly_told(revise(change_at_random(dice, released))) == {}


def test_without_the_checks_the_same_attack_succeeds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RevisionAuditor, "exposures", lambda *_: [])
    monkeypatch.setattr(deciding, "suppress_secondary", lambda *_: None)
    monkeypatch.setattr(cells, "_telling", lambda *_, **__: None)

    assert any(newly_told(random_revision.__wrapped__(seed)) for seed in range(4))


def test_without_a_look_at_all_agencies_at_once_two_of_them_tell_a_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    strict = RevisionAuditor.exposures

    def lenient(auditor: RevisionAuditor, found: Candidates) -> list[Exposure]:
        auditor.lenient = {"agencies/dinas-1", "agencies/dinas-2"}
        return strict(auditor, found)

    # Readers who know the batches are kept off by more than this look.
    monkeypatch.setattr(RevisionAuditor, "exposures", lenient)
    monkeypatch.setattr(
        auditing,
        "known_to_readers",
        lambda inputs, rows, *, truth: truth.fitted(constraints_of_rows(inputs, rows)),
    )
    monkeypatch.setattr(auditing, "MOST_TOGETHER", 0)
    # Nor does anybody ask for readers who know that there are batches, and not which.
    monkeypatch.setattr(WholeReader, "newly_told", lambda *_: iter(()))

    assert newly_told(random_revision.__wrapped__(32))
    monkeypatch.undo()
    assert newly_told(random_revision.__wrapped__(32)) == {}


@pytest.mark.parametrize("seed", [0, 5])
def test_what_was_taken_out_or_added_is_never_a_few_ratings_that_subtraction_finds(
    seed: int,
) -> None:
    city = random_revision(seed)
    assert city.draft is not None
    adversary = Subtractor(city)
    truth = adversary.truth()

    def behind(place: str, group: str) -> int:
        columns = adversary.columns(place, {group})
        return sum(truth[adversary.atoms[position]] for position in columns)

    for said in city.documents["revisions/2026"]["places"]:
        place = said["place"]["address"]
        for figure, group in ((said["headline"], "verified"), (said["open"], "open")):
            if figure is not None and figure["n"] is not None:
                assert not 0 < behind(place, OUT[group]) < 10, place
        if said["paper"] and said["paper"]["n"] is not None:
            assert behind(place, "paper") >= 30, place


def test_no_format_of_a_revision_tells_more_than_another() -> None:
    documents = random_revision(0).documents
    whole, table = documents["revisions/2026"], documents["revisions/2026/figures"]
    rows = [dict(zip(table["columns"], values, strict=True)) for values in table["rows"]]
    told = []
    for said in whole["places"]:
        address = said["place"]["address"]
        assert documents[f"revisions/2026/{address}"]["figures"] == said
        figures = [said[each] for each in ("headline", "open", "paper") if said[each]]
        told += [(address, each["n"], each["value"], each["suppressed"]) for each in figures]

    assert told == [(row["address"], row["n"], row["ikm"], row["suppressed"]) for row in rows]


def test_a_revision_says_nothing_of_single_elements_or_exact_numbers() -> None:
    whole = random_revision(0).documents["revisions/2026"]

    assert "elements" not in json.dumps(whole)
    for said in whole["places"]:
        for figure in (said["headline"], said["open"], said["paper"]):
            if figure and figure["value"] is not None:
                assert figure["n"] % 5 == 0
                assert figure["value"] % figure["step"] == 0
