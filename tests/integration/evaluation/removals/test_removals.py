"""Taking evidence away: the database asks for two hands, keeps the trace, forgets the reason."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.evaluation.realisations import realising, removal_service
from portal.evaluation.realisations.domain import IndicatorPeriod
from portal.evaluation.realisations.evidence import EvidenceKind
from portal.evaluation.realisations.evidence_models import EvidenceRemoval
from portal.evaluation.realisations.file_service import forget_removals
from portal.evaluation.realisations.realised_queries import evidence_days, evidence_of
from portal.evaluation.realisations.removal_service import EvidencePiece
from tests.factories.plans import PlanScene, make_plan_scene
from tests.factories.realisations import SUPERIOR, TODAY, held, make_place, move, report

LINK = "https://drive.example/1"
PIECE = EvidencePiece(EvidenceKind.LINK, 1)


@pytest.fixture
def scene(session: Session) -> PlanScene:
    return make_plan_scene(session)


@pytest.fixture
def place(session: Session, scene: PlanScene) -> IndicatorPeriod:
    place = make_place(session, scene)
    report(session, place, links=(LINK,))
    return place


@pytest.fixture
def answered(session: Session, scene: PlanScene, place: IndicatorPeriod) -> IndicatorPeriod:
    realising.verify(session, move(place, scene.superior, revision=1), by=SUPERIOR)
    return place


def row(session: Session, place: IndicatorPeriod, **changed: Any) -> EvidenceRemoval:
    fields: dict[str, Any] = {
        "realisation_id": held(session, place).id,
        "link_id": 1,
        "sha256": "0" * 64,
        "reason": b"sealed",
        "asked_by": place.person_id,
        "asked_on": TODAY,
    }
    return EvidenceRemoval(**(fields | changed))


@pytest.mark.parametrize("hands", ["superior superior", "person person", "superior leader"])
def test_the_database_takes_no_removal_after_the_answer_without_both_sides(
    session: Session, scene: PlanScene, answered: IndicatorPeriod, hands: str
) -> None:
    first, second = (getattr(scene, name) for name in hands.split())
    one = row(session, answered, asked_by=first, removed_by=second, removed_on=TODAY)
    session.add(one)

    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()
    session.add(row(session, answered, asked_by=first))
    session.flush()
    statement = text("UPDATE evidence_removal SET removed_by = :by, removed_on = :on")
    with pytest.raises(IntegrityError):
        session.execute(statement, {"by": second, "on": TODAY})
    session.rollback()


@pytest.mark.parametrize(
    "wrong", [{"reason": None}, {"realisation_id": 99}, {"link_id": None}, {"figure_id": 1}]
)
def test_the_database_takes_no_removal_without_reason_or_of_another_realisation(
    session: Session, place: IndicatorPeriod, wrong: dict[str, Any]
) -> None:
    session.add(row(session, place, **wrong))

    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE realisation_link SET link = 'https://drive.example/2'",
        "UPDATE realisation_link SET link = 'https://removed.invalid/1'",
        "DELETE FROM evidence_removal",
        "UPDATE evidence_removal SET asked_by = asked_by + 1",
        "UPDATE evidence_removal SET sha256 = 'x'",
    ],
)
def test_an_address_goes_only_with_its_trace_and_the_trace_stays(
    session: Session, scene: PlanScene, answered: IndicatorPeriod, statement: str
) -> None:
    asking = move(answered, scene.person, reason=b"sealed")
    assert not removal_service.take_evidence_away(session, asking, piece=PIECE)

    with pytest.raises(IntegrityError):
        session.execute(text(statement))
    session.rollback()


def test_what_is_away_stays_away_and_counts_no_more(
    session: Session, scene: PlanScene, answered: IndicatorPeriod
) -> None:
    before = evidence_of(session, [1])[1][0]
    removal_service.take_evidence_away(
        session, move(answered, scene.superior, reason=b"sealed"), piece=PIECE
    )
    assert evidence_days(session, [answered.plan_id])[answered.plan_id] == [TODAY]

    removal_service.agree_removal(session, move(answered, scene.person), removal_id=1)

    (after,) = evidence_of(session, [1])[1]
    # The digest of what it said stays, so that a document of before still fits.
    assert (after.digest, after.removed_on) == (before.digest, TODAY)
    assert LINK not in after.shown
    assert evidence_days(session, [answered.plan_id]) == {}
    for again in (removal_service.agree_removal, removal_service.end_removal):
        with pytest.raises(removal_service.NoSuchEvidence):
            again(session, move(answered, scene.person), removal_id=1)
    with pytest.raises(IntegrityError):
        session.execute(text("UPDATE evidence_removal SET removed_by = NULL, removed_on = NULL"))
    session.rollback()
    with pytest.raises(removal_service.NoSuchEvidence):
        removal_service.take_evidence_away(
            session, move(answered, scene.superior, reason=b"sealed"), piece=PIECE
        )


def test_nobody_agrees_for_the_own_side(
    session: Session, scene: PlanScene, answered: IndicatorPeriod
) -> None:
    asking = move(answered, scene.superior, reason=b"sealed")
    removal_service.take_evidence_away(session, asking, piece=PIECE)

    for by in (scene.superior, scene.leader):
        with pytest.raises(removal_service.NotBothSides):
            removal_service.agree_removal(session, move(answered, by), removal_id=1)


def test_the_reason_is_forgotten_two_years_after_the_plan_and_not_before(
    session: Session, scene: PlanScene, place: IndicatorPeriod
) -> None:
    removal_service.take_evidence_away(
        session, move(place, scene.person, reason=b"sealed"), piece=PIECE
    )
    last_day = scene.cycle.ends_on

    assert forget_removals(session, ended_before=last_day) == 0
    assert forget_removals(session, ended_before=date(2027, 1, 1)) == 1

    session.expire_all()
    (removal,) = session.query(EvidenceRemoval).all()
    assert (removal.reason, removal.removed_on) == (None, TODAY)
    assert forget_removals(session, ended_before=date(2027, 1, 1)) == 0
