"""The encrypted texts, wherever they stand."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.intake.course_models import Appeal, Message
from portal.complaints.intake.models import Complaint


def newest_text(session: Session) -> bytes | None:
    """Return a text that was encrypted, of the newest there are, or None when there is none."""
    found = session.scalar(
        select(Complaint.text)
        .where(Complaint.text.is_not(None))
        .order_by(Complaint.id.desc())
        .limit(1)
    )
    if found is None:
        found = session.scalar(select(Message.text).limit(1))
    if found is None:
        found = session.scalar(select(Appeal.text).where(Appeal.text != b"").limit(1))
    return found
