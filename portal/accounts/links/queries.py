"""Whom a one-time link belongs to, and which requests for one wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from portal.accounts.links.domain import LINK_LASTS, LinkPurpose
from portal.accounts.links.models import AskedLink, OneTimeLink
from portal.accounts.staff.queries import with_open_account
from portal.storage.validity import is_running


@dataclass(frozen=True, slots=True)
class LiveLink:
    """A link that may still be used, and the person it is for."""

    account_id: int
    name: str
    contact: str
    purpose: LinkPurpose


def is_link_running(now: datetime) -> ColumnElement[bool]:
    """Return the condition that a link is not over and was not issued in the future."""
    return or_(
        *(
            and_(
                OneTimeLink.purpose == purpose,
                is_running(OneTimeLink.expires_at, lasts=lasts, now=now),
            )
            for purpose, lasts in LINK_LASTS.items()
        )
    )


def live_link(session: Session, token_hash: bytes, *, now: datetime) -> LiveLink | None:
    """Return the link whose token has this hash, unless it was used, is over or its account."""
    row = session.execute(
        with_open_account(select(OneTimeLink), OneTimeLink.account_id).where(
            OneTimeLink.token_hash == token_hash, is_link_running(now)
        )
    ).first()
    if row is None:
        return None
    link, account = row
    contact = account.email or account.staff_number or ""
    return LiveLink(account.id, account.name, contact, LinkPurpose(link.purpose))


def latest_expiry(session: Session, account_id: int, *, purpose: LinkPurpose) -> datetime | None:
    """Return when the account's newest link for ``purpose`` ends, or None without one."""
    return session.scalar(
        select(OneTimeLink.expires_at)
        .where(OneTimeLink.account_id == account_id, OneTimeLink.purpose == purpose)
        .order_by(OneTimeLink.expires_at.desc())
        .limit(1)
    )


def waiting_links(session: Session) -> Sequence[int]:
    """Return the numbers of the requests that wait, the earliest first."""
    return session.scalars(select(AskedLink.id).order_by(AskedLink.id)).all()
