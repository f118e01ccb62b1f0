"""Whoever changes one value, and all digests and the ledger with it, is found out by name."""

import re
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from portal.publication.building.charts import draw
from portal.publication.releases.models import Document
from portal.publication.releases.staff_models import StaffDocument
from portal.publication.releases.verifying import differences, figures_only
from portal.rating.mixing.anomaly_models import AnomalyExclusion
from tests.factories.tampering import reseal, tamper
from tests.factories.verified_city import MONTHS

OCTOBER, NOVEMBER, DECEMBER = MONTHS


def first(session: Session) -> str:
    return str(next(differences(session, draw=draw)))


PUBLIC = [
    ("city", OCTOBER, "headline.interval.lower", 25),
    ("desks/", OCTOBER, "comparison.band", "far_above"),
    ("agencies/", OCTOBER, "comparison.adjusted", 99),
    ("desks/", OCTOBER, "response.value", 99),
    ("city", OCTOBER, "shares.0.percent", 1),
    ("desks/", OCTOBER, "headline.grade.upper", 99),
    ("city", NOVEMBER, "trend.0.value", 99),
    ("desks/", OCTOBER, "headline.suppressed", "no_visits"),
    ("charts/city", OCTOBER, "trend.data.0.y.0", 99.5),
    ("city", NOVEMBER, "previous.n", 7),
    ("agencies/", DECEMBER, "answers.0.percent", 99),
    ("city", DECEMBER, "officers.suppressed", "too_few"),
    ("units/", OCTOBER, "place.name", "Unit Lain"),
    ("city", OCTOBER, "notes.0.text", "Banjir"),
    ("city", OCTOBER, "counts.0.n", 95),
    ("agencies/dinas-0", OCTOBER, "earlier.0.ikm", "99.12"),
    ("city", NOVEMBER, "exclusions.0.reason", "device_fault: lain"),
]


@pytest.mark.parametrize(("address", "month", "path", "value"), PUBLIC)
def test_names_what_was_changed_in_a_public_document(
    session: Session, address: str, month: str, path: str, value: Any
) -> None:
    where, was = tamper(session, Document, address=address, month=month, path=path, value=value)

    found = first(session)

    assert found.startswith(f"{where}, ")
    last = re.escape(path.rpartition(".")[2])
    told = rf"{last}\]?, {month}: {re.escape(str(value))}, but it should be {re.escape(str(was))}$"
    assert re.search(told, found), found


def test_names_what_was_changed_in_the_table_of_all_figures(session: Session) -> None:
    spot = {"address": "data/figures", "month": OCTOBER, "path": "rows.0.6"}
    _, was = tamper(session, Document, **spot, value=7)

    assert first(session) == f"data/figures, rows[city].n, 2026-10: 7, but it should be {was}"


STAFF = [
    ("officers/", "comparison.suppressed", "low_response"),
    ("officers/", "headline.value", 99),
    ("officers/", "year.interval.upper", 99),
    ("agencies/", "headline.n", 999),
    ("funnel", "standing.position", "far_below"),
    ("funnel", "funnel.limits.0.inner.lower", 26),
]


@pytest.mark.parametrize(("address", "path", "value"), STAFF)
def test_names_what_was_changed_in_a_document_for_staff(
    session: Session, address: str, path: str, value: Any
) -> None:
    where, was = tamper(
        session, StaffDocument, address=address, month=OCTOBER, path=path, value=value
    )

    found = first(session)

    assert found.startswith(f"{where}, ")
    last = path.rpartition(".")[2]
    assert found.endswith(f"{last}, {OCTOBER}: {value}, but it should be {was}")


def change_inputs(session: Session, *, path: str, value: Any, month: str = OCTOBER) -> None:
    tamper(session, StaffDocument, address="inputs", month=month, path=path, value=value)


def test_names_inputs_that_are_not_those_of_the_ledger(session: Session) -> None:
    session.execute(
        update(StaffDocument)
        .where(StaffDocument.address == "inputs", StaffDocument.period == NOVEMBER)
        .values(body=StaffDocument.body + " ")
    )

    assert re.match(rf"inputs of monthly {NOVEMBER}: \w+, but it should be \w+$", first(session))


def test_inputs_that_were_changed_and_sealed_anew_give_other_documents(session: Session) -> None:
    change_inputs(session, path="visits.Antrean.2026-10.1", value=90_000)

    assert re.match(r"\S+, (rows\S+)?response.value, 2026-10: \d+, but it", first(session))


def test_counts_of_respondents_that_were_changed_are_named(session: Session) -> None:
    change_inputs(session, path="profile.0.respondents", value=62, month=DECEMBER)

    expected = f"inputs of monthly {DECEMBER}, dinas-0, sex female: 62, but it should be 61"
    assert first(session) == expected


def test_inputs_that_nothing_can_be_built_from_are_named(session: Session) -> None:
    session.execute(
        update(StaffDocument).where(StaffDocument.address == "inputs").values(body="{}")
    )
    reseal(session)

    assert first(session) == (
        "monthly 2026-10: not built (Unreadable: KeyError: 'period'), "
        "but it should be built from its inputs"
    )


def test_a_decision_that_was_applied_and_deleted_is_named(session: Session) -> None:
    session.execute(delete(AnomalyExclusion))

    assert first(session).startswith(
        "monthly 2026-10: not built (ExclusionGone: exclusion 1 is gone)"
    )


def test_inputs_that_are_missing_between_others_are_named_even_if_sealed(session: Session) -> None:
    here = StaffDocument.address == "inputs", StaffDocument.period == NOVEMBER
    session.execute(delete(StaffDocument).where(*here))
    reseal(session)

    assert first(session) == (
        f"inputs of monthly {NOVEMBER}: missing, but it should be sealed in the ledger"
    )
    assert figures_only(session) == 1


def test_a_document_that_nothing_calls_for_and_one_that_is_gone_are_named(
    session: Session,
) -> None:
    session.execute(
        update(Document).where(Document.address == "desks/loket-0-1").values(address="desks/lain")
    )
    reseal(session)

    found = [str(each) for each in differences(session, draw=draw)]

    assert "desks/loket-0-1, document, 2026-10: missing, but it should be published" in found
    assert "desks/lain, document, 2026-10: published, but it should be missing" in found


def test_a_release_of_other_code_is_told_of_and_its_figures_are_recomputed(
    session: Session,
) -> None:
    """An update may word or round something else: what is out stays as it was made."""
    change_inputs(session, path="made_by.code", value="0123456789ab")
    tamper(session, Document, address="city", month=OCTOBER, path="headline.n", value=7)
    told: list[str] = []

    found = list(differences(session, draw=draw, on_other_code=lambda each: told.append(str(each))))

    assert found == []
    assert len(told) == 1
    assert told[0].startswith("city, headline.n, 2026-10 (made by code 0123456789ab): 7, but it")


def test_a_figure_of_other_code_that_its_ratings_do_not_give_is_named(session: Session) -> None:
    change_inputs(session, path="made_by.code", value="0123456789ab")
    spot = {"address": "data/figures", "month": OCTOBER, "path": "rows.0.6"}
    _, was = tamper(session, Document, **spot, value=7)

    assert first(session).startswith("city 2026-10: ")
    assert first(session).endswith(f"(n {was})")
