"""Texts of a case lie under its own key: the key of texts may change, and expiry destroys it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.evaluation.objections import hearing_service
from portal.evaluation.objections.case_models import ObjectionFile, ObjectionKey
from portal.evaluation.objections.file_service import (
    TEXTS,
    forget_cases,
    give_cases_keys,
)
from portal.evaluation.objections.queries import evidence_of, meetings_of
from portal.evaluation.plans.domain import Plan
from portal.evaluation.rules.states import ObjectionState, PlanState
from portal.storage.database import Base
from portal.storage.files.contents import FileStore
from portal.storage.texts.columns import EncryptedText
from portal.storage.texts.key_file import Vault, open_vault
from portal.storage.texts.own_keys import OwnTexts, new_key
from portal.storage.texts.rotation import rotate_text_key
from tests.factories import objections as made
from tests.factories import years
from tests.factories.plans import PlanScene, make_plan, make_plan_scene

STORE = FileStore(Path("/"))
SAID = "228 dari 240 adalah 95"
TODAY = date(2033, 1, 3)
CASES = ("objection", "objection_")


@pytest.fixture
def scene(session: Session) -> PlanScene:
    return make_plan_scene(session)


@pytest.fixture
def vault(session: Session, tmp_path: Path) -> Vault:
    return open_vault(session, tmp_path)


@pytest.fixture
def plan(session: Session, scene: PlanScene, vault: Vault) -> Iterator[Plan]:
    plan = make_plan(session, scene, state=PlanState.RUNNING)
    made.received_year(session, scene, plan, vault=vault, text=vault.lock("x"))
    return plan


def in_state(
    session: Session, scene: PlanScene, plan: Plan, *, state: ObjectionState, texts: OwnTexts
) -> int:
    """Bring a case into a state whose every text says the same; return its number."""
    locked = {number: texts.lock(SAID) for number in (1, 2)}
    found = made.make_objection(
        session, scene, plan, state=state, texts=locked, wrapped_key=texts.wrapped
    )
    return found.id


def expire_result(session: Session) -> None:
    session.execute(
        text("UPDATE appraisal_snapshot SET wrapped_key = NULL, expired_on = :day"), {"day": TODAY}
    )
    session.commit()


def test_every_encrypted_column_of_a_case_is_known() -> None:
    named = {(column.class_.__tablename__, name) for column, names in TEXTS for name in names}
    there = {
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if table.name.startswith("objection") and isinstance(column.type, EncryptedText)
    }

    assert named == there - {("objection_key", "wrapped_key"), ("objection_file", "file_key")}


def test_a_case_from_before_gets_a_key_and_says_the_same(
    session: Session, scene: PlanScene, plan: Plan, vault: Vault
) -> None:
    plain = OwnTexts(vault, None)
    in_state(session, scene, plan, state=ObjectionState.ADMITTED, texts=plain)
    year = years.held(session, plan)
    hearing_service.add_evidence(
        session,
        made.act_of(session, year, scene.person),
        title=vault.lock("Surat"),
        link=vault.lock("https://contoh.example"),
    )
    hearing_service.record_meeting(
        session,
        made.act_of(session, year, scene.leader),
        held_on=years.TODAY,
        notes=vault.lock("Keduanya hadir"),
    )

    assert give_cases_keys(session, vault=vault) == 1
    assert give_cases_keys(session, vault=vault) == 0

    case = made.held(session, year)
    texts = OwnTexts(vault, case.wrapped_key)
    claim = case.points[0].claim
    assert claim is not None
    assert texts.said(claim) == SAID
    assert SAID not in vault.unlock(claim)
    (evidence,), (meeting,) = evidence_of(session, case.id), meetings_of(session, case.id)
    assert (texts.said(evidence.title), texts.said(evidence.link)) == (
        "Surat",
        "https://contoh.example",
    )
    assert texts.said(meeting.notes) == "Keduanya hadir"


def test_a_new_key_of_texts_opens_every_case(
    session: Session, scene: PlanScene, plan: Plan, vault: Vault, tmp_path: Path
) -> None:
    texts = OwnTexts(vault, new_key(vault))
    in_state(session, scene, plan, state=ObjectionState.ADMITTED, texts=texts)
    before = made.held(session, years.held(session, plan))
    session.rollback()

    rotate_text_key(session, tmp_path)

    case = made.held(session, years.held(session, plan))
    fresh = open_vault(session, tmp_path)
    assert case.wrapped_key != before.wrapped_key
    assert OwnTexts(fresh, case.wrapped_key).said(case.points[0].claim) == SAID


def test_a_case_expires_with_its_result_and_a_copy_of_the_key_of_texts_opens_nothing(
    session: Session, scene: PlanScene, plan: Plan, vault: Vault
) -> None:
    texts = OwnTexts(vault, new_key(vault))
    in_state(session, scene, plan, state=ObjectionState.DECIDED, texts=texts)

    assert forget_cases(session, store=STORE, today=TODAY) == 0
    expire_result(session)
    assert forget_cases(session, store=STORE, today=TODAY) == 1
    assert forget_cases(session, store=STORE, today=TODAY) == 0

    case = made.held(session, years.held(session, plan))
    assert (case.wrapped_key, case.expired_on) == (None, TODAY)
    claim = case.points[0].claim
    assert claim is not None
    assert SAID not in vault.unlock(claim)
    assert case.state is ObjectionState.DECIDED


def test_what_waits_for_a_decision_is_kept(
    session: Session, scene: PlanScene, plan: Plan, vault: Vault
) -> None:
    texts = OwnTexts(vault, new_key(vault))
    in_state(session, scene, plan, state=ObjectionState.ADMITTED, texts=texts)
    expire_result(session)

    assert forget_cases(session, store=STORE, today=TODAY) == 0
    assert refused(
        session, "UPDATE objection_key SET wrapped_key = NULL, expired_on = '2033-01-03'"
    )


def test_the_database_gives_no_destroyed_key_back(
    session: Session, scene: PlanScene, plan: Plan, vault: Vault
) -> None:
    texts = OwnTexts(vault, new_key(vault))
    in_state(session, scene, plan, state=ObjectionState.DECIDED, texts=texts)
    assert refused(session, "UPDATE objection_key SET wrapped_key = NULL")
    assert refused(session, "DELETE FROM objection_key")
    expire_result(session)
    forget_cases(session, store=STORE, today=TODAY)

    assert session.scalars(select(ObjectionKey.wrapped_key)).all() == [None]
    assert refused(session, "UPDATE objection_key SET wrapped_key = 'x', expired_on = NULL")
    assert session.scalars(select(ObjectionFile)).all() == []


def refused(session: Session, statement: str) -> bool:
    try:
        session.execute(text(statement))
    except IntegrityError:
        return True
    finally:
        session.rollback()
    return False
