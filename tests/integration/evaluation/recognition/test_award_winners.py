"""What a winner says holds at once, a certificate is found by its code, and an award may end."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.orm import Session

from portal.evaluation.awards.domain import SchemeFault
from portal.evaluation.awards.scheme_service import NotYet
from portal.evaluation.recognition import award_service, winner_service
from portal.evaluation.recognition import queries as awards
from portal.evaluation.recognition.certificates import hashes_of
from portal.evaluation.recognition.domain import AwardCertificate, Consent, NotTheWinner
from portal.evaluation.rules.states import AwardState, SchemeState
from tests.factories import awards as made
from tests.factories.awards import VAULT, AwardScene
from tests.refusals import is_refused

DAY = made.ANNOUNCED
MIGRATION_BEFORE = "0058"


@pytest.fixture
def scene(session: Session) -> AwardScene:
    return made.make_award_scene(session)


def certify(session: Session, person: int) -> AwardCertificate:
    return winner_service.issue_certificate(
        session, made.award(session).id, person_id=person, vault=VAULT, today=DAY
    )


def consent(session: Session, person: int, *, name: bool, photo: bool = False) -> None:
    said = Consent(name, photo)
    winner_service.say_consent(
        session, made.award(session).id, person_id=person, consent=said, today=DAY
    )


def test_a_winner_has_fourteen_days_to_say_something_about_the_name(
    session: Session, scene: AwardScene
) -> None:
    made.make_scheme(session, scene, state=SchemeState.DECIDED)
    with pytest.raises(NotYet) as refusal:
        award_service.announce(session, made.act(session, date(2027, 4, 3)), agencies={})
    assert refusal.value.faults == (SchemeFault.CONSENT_OPEN,)
    with pytest.raises(NotTheWinner):
        certify(session, scene.ayu)
    consent(session, scene.ayu, name=True)
    award_service.announce(session, made.act(session, made.DECIDED), agencies={1: True})

    award = made.award(session)
    assert (award.consent.name, award.consent.photo, award.names_agency) == (True, False, True)


def test_a_consent_taken_back_holds_at_once_and_never_leaves_the_agency_behind(
    session: Session, scene: AwardScene
) -> None:
    made.make_scheme(session, scene, state=SchemeState.DECIDED)
    award_service.announce(session, made.act(session, DAY), agencies={1: True})
    consent(session, scene.ayu, name=False, photo=True)
    award = made.award(session)
    assert (award.is_named, award.consent.photo, award.says_agency) == (False, False, True)
    consent(session, scene.ayu, name=True, photo=True)
    assert made.award(session).is_named
    consent(session, scene.ayu, name=False)

    award = made.award(session)
    assert (award.is_named, award.was_named, award.says_agency) == (False, True, False)
    with pytest.raises(NotTheWinner):
        consent(session, scene.budi, name=True)
    assert is_refused(session, "UPDATE award SET photo_consent = TRUE")
    assert is_refused(session, "UPDATE award SET person_id = :other", other=scene.budi)
    assert is_refused(session, "DELETE FROM award")


def test_one_certificate_an_award_found_by_its_code_until_it_is_ended(
    session: Session, scene: AwardScene
) -> None:
    made.make_scheme(session, scene, state=SchemeState.ANNOUNCED)
    held = certify(session, scene.ayu)
    assert held.number == "2026/001/01"
    again = certify(session, scene.ayu)
    code = VAULT.unlock(again.code)
    assert code == VAULT.unlock(held.code)
    assert len(code) == 16

    def behind(typed: str) -> int | None:
        session.rollback()
        award = awards.award_behind(session, hashes_of(typed, keys=VAULT.code_keys))
        return None if award is None else award.person_id

    assert behind(code.lower()) == scene.ayu
    for wrong in (held.number, "", "0" * 16, code[:-1], "x" * 999):
        assert behind(wrong) is None
    assert is_refused(session, "UPDATE award_certificate SET number = 'other'")
    assert is_refused(session, "DELETE FROM award_certificate")
    with pytest.raises(NotTheWinner):
        winner_service.end_check_page(session, 1, person_id=scene.budi, today=DAY)
    for _ in range(2):
        winner_service.end_check_page(session, 1, person_id=scene.ayu, today=DAY)
    assert behind(code) is None


def test_the_check_page_of_an_award_without_certificate_cannot_be_ended(
    session: Session, scene: AwardScene
) -> None:
    made.make_scheme(session, scene, state=SchemeState.ANNOUNCED)
    with pytest.raises(NotTheWinner):
        winner_service.end_check_page(session, 1, person_id=scene.ayu, today=DAY)


def test_an_award_taken_back_is_known_nowhere(session: Session, scene: AwardScene) -> None:
    made.make_scheme(session, scene, state=SchemeState.ANNOUNCED)
    consent(session, scene.ayu, name=True)
    code = VAULT.unlock(certify(session, scene.ayu).code)
    reason = VAULT.lock("Hasil berubah.")
    award_service.look_again(session, 1, is_kept=True, reason=reason, today=DAY)
    assert made.award(session).is_named
    assert is_refused(session, "UPDATE award SET state = 'taken_back', taken_back_on = NULL")
    award_service.look_again(session, 1, is_kept=False, reason=reason, today=DAY)

    award = made.award(session)
    assert (award.state, award.is_named) == (AwardState.TAKEN_BACK, False)
    # Its name was public: as after a consent taken back, no agency is left behind.
    assert not replace(award, names_agency=True).says_agency
    assert awards.award_behind(session, hashes_of(code, keys=VAULT.code_keys)) is None
    assert is_refused(session, "UPDATE award SET state = 'given'")
    for late in (
        lambda: award_service.look_again(session, 1, is_kept=True, reason=reason, today=DAY),
        lambda: consent(session, scene.ayu, name=True),
    ):
        with pytest.raises(NotTheWinner):
            late()
