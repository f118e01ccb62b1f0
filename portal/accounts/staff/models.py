"""Tables of staff accounts and of the roles they were given."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts.staff.domain import NAME_LENGTH
from portal.accounts.staff.staff_numbers import is_normal_form
from portal.storage.database import Base, UtcDateTime, one_of
from portal.web.access import CITY_ROLES, Role

EMAIL_LENGTH = 254
STAFF_NUMBER_LENGTH = 20


def _scope_matches_role() -> CheckConstraint:
    city = ", ".join(f"'{role}'" for role in sorted(CITY_ROLES))
    return CheckConstraint(f"(role IN ({city})) = (agency_id IS NULL)", name="scope")


class Account(Base):
    """A member of staff; signs in by e-mail or staff number and is never deleted.

    Without a password the person has not used their invitation yet. The authenticator's
    secret is encrypted; its counter refuses a code that was used before.
    """

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("email IS NOT NULL OR staff_number IS NOT NULL", name="identity"),
        CheckConstraint("email = lower(email) AND email LIKE '%_@_%'", name="email"),
        CheckConstraint("length(staff_number) BETWEEN 1 AND 20", name="staff_number"),
        CheckConstraint(is_normal_form("staff_number"), name="staff_number_form"),
        CheckConstraint("length(name) > 0", name="name"),
        CheckConstraint("password_hash LIKE '$argon2id$%'", name="password_hash"),
        CheckConstraint("totp_counter IS NULL OR totp_secret IS NOT NULL", name="totp_counter"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    email: Mapped[str | None] = mapped_column(String(EMAIL_LENGTH), unique=True)
    staff_number: Mapped[str | None] = mapped_column(String(STAFF_NUMBER_LENGTH), unique=True)
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"), unique=True)
    is_active: Mapped[bool] = mapped_column(Boolean(name="is_active"), default=True)
    password_hash: Mapped[str | None] = mapped_column(String(255))
    totp_secret: Mapped[str | None] = mapped_column(Text)
    totp_counter: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RoleGrant(Base):
    """A role of an account; heads, supervisors and officers hold theirs in one agency."""

    __tablename__ = "role_grant"
    __table_args__ = (one_of("role", Role, name="role"), _scope_matches_role())

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(30), primary_key=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"), index=True)
