"""Whoever has every document, and knows what can be known beside, brackets no hidden count."""

from collections.abc import Iterator
from typing import Any

import pytest

from portal.disclosure.documents import constraints_of
from portal.disclosure.figures import Constraint, Count
from portal.disclosure.unknowns import Unknown, Unknowns
from portal.publication.building import deciding
from portal.publication.disclosure_audit import auditor
from portal.publication.disclosure_audit.auditor import Auditor
from portal.publication.disclosure_audit.published_constraints import constraints_of_rows
from tests.attacks import VERIFIED, Attack, Told
from tests.factories.mixed_city import (
    MixedCity,
    Plan,
    hidden_truths,
    mixed_city,
    truth_of,
    unknowns_of,
)
from tests.json_reader import read

pytestmark = pytest.mark.slow

# Cities in which an earlier audit let counts be told come first.
PLANS = (
    Plan(1, months=6),
    Plan(2, months=3),
    Plan(3, agencies=1, desks=3, months=12),
    Plan(4, agencies=3, desks=2, months=3),
    Plan(5, agencies=2, desks=4, months=2),
    Plan(6, agencies=1, desks=4, months=4, has_small_services=False),
    Plan(7, agencies=2, desks=3, months=3, has_small_services=False),
    Plan(8, agencies=1, desks=6, months=3, has_small_services=False),
    Plan(9, agencies=2, desks=2, months=4),
    Plan(10, agencies=1, desks=2, months=8),
)
BLIND = Plan(1, months=3)
# Of a small service "too few in January and February" told both months.
CARRIED = Plan(1177027803, agencies=3, desks=5, months=3)
KIR, FIRST, SECOND = "agencies/kir", "desks/dishub-1", "desks/dishub-2"


def attacked(city: MixedCity) -> Iterator[Told]:
    """Give what is told by all months together."""
    unknowns = unknowns_of(city)
    attack = Attack(unknowns, city.documents, truth=truth_of(city, unknowns))
    hidden = list(hidden_truths(city, unknowns))
    assert hidden
    yield from attack.told(hidden)
    assert attack.undecided == []


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: f"seed {plan.seed}")
def test_no_hidden_count_is_told_to_a_reader_who_knows_the_batches(plan: Plan) -> None:
    assert list(attacked(mixed_city(plan))) == []


def test_silence_about_a_span_tells_nothing_of_its_months(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert list(attacked(mixed_city(CARRIED))) == []

    monkeypatch.setattr(deciding, "begin_anew", lambda *_, **__: False)

    assert {each.count.period for each in attacked(mixed_city(CARRIED))} == {"2026-01", "2026-02"}


@pytest.mark.parametrize("plan", [Plan(1, months=1), Plan(2, months=3)], ids=str)
def test_without_the_audit_the_same_attack_succeeds(
    monkeypatch: pytest.MonkeyPatch, plan: Plan
) -> None:
    monkeypatch.setattr(Auditor, "exposures", lambda *_, **__: [])

    assert any(attacked(mixed_city(plan)))


def test_without_knowing_the_batches_the_audit_is_blind_to_a_desk_of_ten_to_twelve(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    strict = Auditor.exposures

    def lenient(auditor: Auditor, *args: Any, **more: Any) -> Any:
        auditor._is_lenient = True
        return strict(auditor, *args, **more)

    monkeypatch.setattr(Auditor, "exposures", lenient)
    monkeypatch.setattr(
        auditor, "constraints_of_rows", lambda inputs, rows, **_: constraints_of_rows(inputs, rows)
    )

    assert any(attacked(mixed_city(BLIND)))


def test_without_covering_neighbours_and_audit_subtraction_succeeds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Auditor, "exposures", lambda *_, **__: [])
    monkeypatch.setattr(deciding, "suppress_secondary", lambda *_: None)

    told = list(attacked(mixed_city(Plan(1, months=1))))

    assert any(each.upper - each.lower < 5 for each in told)


def document(figure: dict[str, Any]) -> dict[str, Any]:
    return {
        "headline": figure,
        "open": None,
        "elements": [],
        "distributions": [],
        "breakdowns": [],
        "moderation": None,
    }


def figure(n: int | None, **more: Any) -> dict[str, Any]:
    return {
        "value": None if n is None else 80,
        "n": n,
        "period": "2026-03",
        "channels": [] if n is None else ["ticket"],
        "verified": n is not None,
        "few_answers": False,
        "suppressed": "too_few" if n is None else None,
        **more,
    }


@pytest.mark.parametrize(("knows_batches", "ends"), [(True, (10, 12)), (False, (6, 12))])
def test_an_agency_less_its_desk_in_batches_of_ten_tells_the_other_desk(
    *, knows_batches: bool, ends: tuple[int, int]
) -> None:
    documents = {
        "2026-03": {
            KIR: document(figure(40)),
            FIRST: document(figure(30)),
            SECOND: document(figure(None)),
        }
    }
    unknowns = Unknowns(
        [Unknown("2026-03", "ticket", KIR, desk=desk) for desk in (FIRST, SECOND)],
        asks=lambda *_: True,
    )
    attack = Attack(unknowns, documents, knows_batches=knows_batches)
    count = Count((SECOND,), "2026-03", VERIFIED)

    assert attack.interval(count) == ends
    assert bool(list(attack.told([(count, 11)]))) is knows_batches


def test_the_attack_finds_the_same_without_looking_near_the_truth() -> None:
    city = mixed_city(Plan(2, months=1))
    unknowns = unknowns_of(city)
    hidden = list(hidden_truths(city, unknowns))
    blind, near = (
        Attack(unknowns, city.documents, truth=truth) for truth in (None, truth_of(city, unknowns))
    )

    assert [blind.interval(count) for count, _ in hidden] == [
        near.interval(count) for count, _ in hidden
    ]
    assert list(blind.told(hidden)) == list(near.told(hidden)) == []


def test_the_audit_reads_no_less_than_the_attack_and_no_more() -> None:
    for plan in (Plan(2, months=3), Plan(10, agencies=1, desks=2, months=12)):
        documents = mixed_city(plan).documents
        audit = {
            said(constraint)
            for month in documents.values()
            for address, document in month.items()
            for constraint in constraints_of(document, address=address)
            if constraint.count.table == "ratings"
        }

        assert {said(constraint) for constraint in read(documents)} == audit


def said(constraint: Constraint) -> tuple[object, ...]:
    ((count, weight),) = constraint.terms
    places = frozenset(count.addresses)
    ends = constraint.lower, constraint.upper
    return places, count.period, count.channels, count.cell, weight, *ends


# What the month told of a count before: a batch of which the service is not known, at whose
# desks some were asked an element and others not.
UNKNOWN_SERVICE = Plan(27, agencies=1, desks=4, months=3, demands=(8, 14, 22, 35))


def test_who_was_asked_an_element_tells_no_service_beside_ratings_of_an_unknown_one() -> None:
    assert list(attacked(mixed_city(UNKNOWN_SERVICE))) == []
