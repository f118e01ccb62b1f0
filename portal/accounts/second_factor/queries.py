"""Which recovery codes an account has left."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts.second_factor.models import RecoveryCode


def recovery_codes_left(session: Session, account_id: int) -> int:
    """Return how many unused recovery codes the account has."""
    counted = session.scalar(
        select(func.count()).select_from(RecoveryCode).where(RecoveryCode.account_id == account_id)
    )
    return counted or 0


def has_recovery_code(session: Session, account_id: int, *, hashed: bytes) -> bool:
    """Return whether the account has an unused recovery code with this hash."""
    found = select(RecoveryCode.account_id).where(
        RecoveryCode.code_hash == hashed, RecoveryCode.account_id == account_id
    )
    return session.scalar(found) is not None
