"""Use cases of winners: being named by consent, the certificate, the end of its check page."""

from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.awards.domain import ANNOUNCED
from portal.evaluation.awards.queries import locked_scheme
from portal.evaluation.recognition.certificates import (
    certificate_hash,
    certificate_number,
    new_certificate_code,
)
from portal.evaluation.recognition.domain import AwardCertificate, Consent, NotTheWinner
from portal.evaluation.recognition.models import AwardRow, CertificateRow
from portal.evaluation.recognition.queries import award_of_row, certificate_of, locked_award
from portal.storage.database import begin_write
from portal.storage.texts.key_file import Vault


def say_consent(
    session: Session, award_id: int, *, person_id: int, consent: Consent, today: date
) -> None:
    """Keep what a winner says about being named, also when it is taken back later; commits.

    :param consent: a photo is shown with the name only.
    :raises NotTheWinner: for an award of somebody else, or one that was taken back.
    """
    row = _own_award(session, award_id, person_id=person_id)
    scheme = locked_scheme(session, row.scheme_id)
    is_public = scheme is not None and scheme.state in ANNOUNCED
    row.was_named = row.was_named or (is_public and bool(row.name_consent))
    row.name_consent = bool(consent.name)
    row.photo_consent = bool(consent.name and consent.photo)
    row.consent_on = today
    session.commit()


def issue_certificate(
    session: Session, award_id: int, *, person_id: int, vault: Vault, today: date
) -> AwardCertificate:
    """Return the certificate of an award, made once, when its winner asks for it; commits.

    :raises NotTheWinner: for an award of somebody else, taken back or not announced.
    """
    row = _own_award(session, award_id, person_id=person_id)
    held = certificate_of(session, award_id)
    if held is not None:
        session.rollback()
        return held
    scheme = locked_scheme(session, row.scheme_id)
    if scheme is None or scheme.state not in ANNOUNCED:
        session.rollback()
        raise NotTheWinner(f"{award_id}")
    code = new_certificate_code()
    session.add(
        CertificateRow(
            award_id=award_id,
            number=certificate_number(year=scheme.year, scheme_id=scheme.id, place=row.place),
            code_hash=certificate_hash(code, key=vault.code_keys[0]),
            code=vault.lock(code),
            issued_on=today,
        )
    )
    session.commit()
    return AwardCertificate(
        award_id,
        certificate_number(year=scheme.year, scheme_id=scheme.id, place=row.place),
        vault.lock(code),
        today,
        None,
    )


def end_check_page(session: Session, award_id: int, *, person_id: int, today: date) -> None:
    """Remove a certificate from the check page, because its winner wants it; commits.

    :raises NotTheWinner: for an award of somebody else, or without a certificate.
    """
    _own_award(session, award_id, person_id=person_id)
    found = session.get(CertificateRow, award_id)
    if found is None:
        session.rollback()
        raise NotTheWinner(f"{award_id}")
    if found.ended_on is None:
        found.ended_on = today
    session.commit()


def _own_award(session: Session, award_id: int, *, person_id: int) -> AwardRow:
    begin_write(session)
    row = locked_award(session, award_id)
    if row is None or row.person_id != person_id or not award_of_row(row).is_standing:
        session.rollback()
        raise NotTheWinner(f"{award_id}")
    return row
