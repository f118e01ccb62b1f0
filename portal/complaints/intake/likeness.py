"""Computes the signatures of texts that have none, such as those a migration took away."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.complaints.intake.models import Complaint
from portal.storage.database import begin_write
from portal.storage.texts.cleaning import NO_SIGNATURE
from portal.storage.texts.key_file import TextUnreadable, Vault

PORTION = 200


def sign_texts(session: Session, *, vault: Vault) -> int:
    """Give every text without a signature its own, in portions; return how many got one. Commits.

    What does not open is left as it is: other work says so.
    """
    signed, after = 0, 0
    while rows := _portion(session, after=after):
        begin_write(session)
        for number, locked in rows:
            signed += _sign(session, number, locked=locked, vault=vault)
        session.commit()
        after = rows[-1][0]
    return signed


def _portion(session: Session, *, after: int) -> list[tuple[int, bytes]]:
    query = select(Complaint.id, Complaint.text).where(
        Complaint.signature == NO_SIGNATURE, Complaint.text.is_not(None), Complaint.id > after
    )
    rows = session.execute(query.order_by(Complaint.id).limit(PORTION)).all()
    session.rollback()
    return [(number, locked) for number, locked in rows if locked is not None]


def _sign(session: Session, number: int, *, locked: bytes, vault: Vault) -> bool:
    try:
        found = vault.signature(vault.unlock(locked))
    except TextUnreadable:
        return False
    # A text that was deleted or locked anew in the meantime keeps what it has.
    is_same = Complaint.text == locked
    session.execute(
        update(Complaint).where(Complaint.id == number, is_same).values(signature=found)
    )
    return found != NO_SIGNATURE
