"""`flask evaluation verify` finds every field of a document that its sources say otherwise."""

import copy
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.evaluation.appraisals.canonical import canonical, digest_of
from portal.evaluation.appraisals.snapshot_models import AppraisalSnapshot
from portal.evaluation.appraisals.yearly_queries import yearly_with
from portal.evaluation.plans.domain import Plan
from portal.evaluation.rules.states import PeriodicState, PlanState
from portal.evaluation.verifying.compared_queries import LEVELS, Held, with_one_before
from portal.evaluation.verifying.domain import Field
from portal.evaluation.verifying.kept_queries import KeptDocument, kept_documents
from portal.evaluation.verifying.service import held_fields, opening, verify_results
from portal.time import clock
from portal.web.extensions import db, vault
from tests.factories import appraisals as made
from tests.factories import plans as made_plans
from tests.factories.plans import PlanScene
from tests.factories.staff_figures import publish_for_staff
from tests.web.evaluation.forms import send
from tests.web.evaluation.yearly.test_year_pages import YEAR, signed_year_pages

# What stands in a document and in no source: its own format, names as they were, what may be
# entered or answered later.
ONLY_SEALED = ("format", "names.", "plan.official_number")
ANSWERED_LATER = (".state", ".answer")


@pytest.fixture(autouse=True)
def next_january(monkeypatch: pytest.MonkeyPatch, january: None) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 1, 12, 3, tzinfo=UTC))


@pytest.fixture
def signed(app: Flask, scene: PlanScene, person: FlaskClient, superior: FlaskClient) -> Plan:
    """A confirmed result with a quarter, a link that shows something, and citizens' figure."""
    with app.app_context():
        session = db.session()
        plan = made_plans.make_plan(session, scene, state=PlanState.RUNNING)
        made.verify_all(session, scene, plan, value=96, links=("https://contoh.test/bukti",))
        words = vault().lock("Ditulis sendiri")
        made.make_periodic(session, scene, plan, state=PeriodicState.SHOWN, text=words)
        months = "2026-01/2026-11"
        year = {"period": months, "value": 80, "n": 90, "interval": {"lower": 76, "upper": 84}}
        publish_for_staff(session, {f"officers/{scene.person}": json.dumps({"year": year})})
        services = {
            "period": months,
            "expected": 3.5,
            "city": 3.4,
            "icc": 0.05,
            "others": 5,
            "answers": 200,
            "response": 40,
            "withheld": False,
        }
        body = json.dumps(services)
        publish_for_staff(session, {f"services-of/{scene.person}": body}, period="2026-12")
    send(person, f"{YEAR}/self-report", text="Target saya capai.", act="send")
    signed_year_pages(superior)
    return plan


def leaves(part: Any, path: str = "") -> Iterator[tuple[str, list[Any]]]:
    """Give every field of a document with the way to it; an empty part is one."""
    members: list[tuple[Any, Any]] = []
    if isinstance(part, dict):
        members = list(part.items())
    elif isinstance(part, list):
        members = list(enumerate(part))
    if not members:
        yield path, []
    for key, value in members:
        for below, way in leaves(value, f"{path}.{key}".strip(".")):
            yield below, [key, *way]


def tampered(document: Any, way: list[Any]) -> Any:
    """Return a document with one field that says something else."""
    changed = copy.deepcopy(document)
    part = changed
    for key in way[:-1]:
        part = part[key]
    part[way[-1]] = other(part[way[-1]])
    return changed


def other(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    words = {"meets": "above", "above": "meets", "good": "poor", "verified": "not_measurable"}
    if isinstance(value, str):
        fallback = f"{value}1" if value[-1:].isdigit() else f"{value} x"
        return words.get(value, fallback)
    return ["x"] if isinstance(value, list) else {"x": 1} if isinstance(value, dict) else "1"


def test_every_field_that_was_tampered_with_is_found(app: Flask, signed: Plan) -> None:
    said = app.test_cli_runner().invoke(args=["evaluation", "verify"])
    assert (said.exit_code, "1 documents agree" in said.output) == (0, True), said.output
    with app.app_context():
        session = db.session()
        (kept,) = kept_documents(session, vault=vault())
        document: Any = kept.document
        year = yearly_with(session, 1)
        assert year is not None
        assert document["citizens"]["weight"] != "0"
        assert document["result"]["realisations"][0]["evidence"]

        def faults(found: Any) -> list[Any]:
            held = Held(session, kept, year, found, opening(vault()))
            return list(held_fields(held, before=None))

        assert faults(document) == []
        missed = [
            path
            for path, way in leaves(document)
            if not path.startswith(ONLY_SEALED)
            and not (path.startswith("quarters") and path.endswith(ANSWERED_LATER))
            and not faults(tampered(document, way))
        ]
        assert missed == []


def test_a_document_without_a_seal_fails_the_command_and_an_expired_one_does_not(
    app: Flask, signed: Plan
) -> None:
    with app.app_context():
        session = db.session()
        first = session.query(AppraisalSnapshot).one()
        fields = {
            name: getattr(first, name)
            for name in ("evaluation_id", "rules_version", "made_at", "content")
        }
        key = vault().lock("00" * 32)
        session.add(AppraisalSnapshot(number=2, digest=bytes(32), wrapped_key=key, **fields))
        session.commit()
    said = app.test_cli_runner().invoke(args=["evaluation", "verify"])

    assert said.exit_code == 1
    assert "result 1, document 2, seal" in said.output
    assert "result 1, document 2, content: other words" in said.output
    assert "document 1" not in said.output
    with app.app_context():
        session = db.session()
        second = session.query(AppraisalSnapshot).filter_by(number=2).one()
        second.wrapped_key, second.expired_on = None, date(2032, 1, 1)
        session.flush()
        found = verify_results(session, vault=vault())
        assert (found.read, found.expired) == (1, 1)
        assert [each.where for each in found.faults] == ["result 1, document 2, seal"]


@pytest.mark.parametrize("content", [None, b"other bytes", bytes(32) + b"no document"])
def test_other_bytes_than_were_sealed_are_no_document(content: bytes | None) -> None:
    sealed = canonical({"x": 1}, salt=bytes(32))
    digest = digest_of(content if content and content.endswith(b"document") else sealed)
    kept = KeptDocument(1, 1, 1, datetime(2027, 1, 12, tzinfo=UTC), digest, content, False, True)

    assert kept.document is None
    assert replace(kept, content=sealed, digest=digest_of(sealed)).document == {"x": 1}


def test_a_later_document_without_a_decision_or_a_correction_is_found() -> None:
    first = {"plan": {"id": 1}, "names": {}, "levels": dict.fromkeys(LEVELS, "meets")}
    held: Any = SimpleNamespace(document=first)

    assert [each.path for each in with_one_before(held, first)] == ["decision"]


def test_a_fault_tells_no_words_about_anybody() -> None:
    level = Field("levels.result", "meets", None).fault("result 1, document 1")
    words = Field("ratings[0].result_reason", "kata orang", "lain kata").fault("x")
    several = Field("looks.second", [1, 2], []).fault("x")

    assert str(level) == "result 1, document 1, levels.result: meets, but it should be nothing"
    assert str(words) == "x, ratings[0].result_reason: other words, but it should be other words"
    assert str(several) == "x, looks.second: 2 entries, but it should be 0 entries"
