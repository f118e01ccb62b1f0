"""Queries on awards and certificates."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.evaluation.recognition.domain import AwardCertificate, Consent, GivenAward
from portal.evaluation.recognition.models import AwardRow, CertificateRow
from portal.evaluation.rules.states import AwardState
from portal.storage.joint_reading import Question, asked


def awards_of(session: Session, *scheme_ids: int) -> Sequence[GivenAward]:
    """Return the awards of these schemes, by scheme and place."""
    return _awards(session, AwardRow.scheme_id.in_(scheme_ids))


def award_with(session: Session, award_id: int) -> GivenAward | None:
    """Return an award, or None."""
    found = _awards(session, AwardRow.id == award_id)
    return found[0] if found else None


def locked_award(session: Session, award_id: int) -> AwardRow | None:
    """Return the row of an award and keep others from changing it, or None."""
    query = select(AwardRow).where(AwardRow.id == award_id)
    return session.scalar(query.with_for_update().execution_options(populate_existing=True))


def certificate_of(session: Session, award_id: int) -> AwardCertificate | None:
    """Return the certificate of an award, or None."""
    row = session.get(CertificateRow, award_id)
    return None if row is None else certificate_of_row(row)


def award_behind(session: Session, hashes: Collection[bytes]) -> GivenAward | None:
    """Return the award of a certificate's code, given the code's hashes under all keys.

    None, too, where the award was taken back or its winner ended the check page.
    """
    query = select(CertificateRow.award_id).where(
        CertificateRow.code_hash.in_(hashes), CertificateRow.ended_on.is_(None)
    )
    award_id = session.scalar(query)
    found = None if award_id is None else award_with(session, award_id)
    return found if found is not None and found.state is AwardState.GIVEN else None


@asked()
def own_awards(person_id: Any) -> Question:
    """Return the query for the awards that somebody won."""
    return select(AwardRow.id, AwardRow.name_consent, AwardRow.decided_on).where(
        AwardRow.person_id == person_id, AwardRow.state == AwardState.GIVEN
    )


def award_of_row(row: AwardRow) -> GivenAward:
    """Return the award of a row."""
    return GivenAward(
        row.id,
        row.scheme_id,
        row.place,
        row.person_id,
        AwardState(row.state),
        row.decided_on,
        row.reason,
        Consent(row.name_consent, row.photo_consent, row.consent_on),
        row.agency_id,
        row.names_agency,
        row.was_named,
        row.reviewed_on,
    )


def certificate_of_row(row: CertificateRow) -> AwardCertificate:
    """Return the certificate of a row."""
    return AwardCertificate(row.award_id, row.number, row.code, row.issued_on, row.ended_on)


def _awards(session: Session, condition: ColumnElement[bool]) -> Sequence[GivenAward]:
    query = select(AwardRow).where(condition).order_by(AwardRow.scheme_id, AwardRow.place)
    return [award_of_row(row) for row in session.scalars(query)]
