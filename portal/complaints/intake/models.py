"""The table of complaints and the triggers that allow only the transitions of the rules."""

from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Connection,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    event,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.complaints.intake.kinds import (
    TRANSITIONS,
    Concern,
    Happened,
    Kind,
    Queue,
    State,
    TextDecision,
)
from portal.storage.database import Base, one_of
from portal.storage.row_rules import EncryptedText

SP4N_NUMBER_LENGTH = 30


class Complaint(Base):
    """What a citizen wrote about a desk or an agency; ``version`` grows with every change.

    ``promised_on`` is the day by which the agency's next step is due; ``since`` the day on
    which the present state began; ``is_in_time`` whether every answer kept its promise.
    ``code_hash`` and ``text`` become None when the text is purged. ``signature`` is a keyed value
    drawn from the text; 0 where there is none yet, or no text any more.
    """

    __tablename__ = "complaint"
    __table_args__ = (
        one_of("kind", Kind, name="kind"),
        one_of("happened", Happened, name="happened"),
        one_of("concern", Concern, name="concern"),
        one_of("queue", Queue, name="queue"),
        one_of("state", State, name="state"),
        one_of("decision", TextDecision, name="decision"),
        CheckConstraint("code_hash IS NULL OR length(code_hash) = 32", name="code_hash"),
        CheckConstraint(
            "state NOT IN ('postponed', 'elsewhere', 'archived') OR state_reason IS NOT NULL",
            name="state_reason",
        ),
        CheckConstraint(
            "decision <> 'hidden' OR decision_reason IS NOT NULL", name="decision_reason"
        ),
        CheckConstraint(
            "decision NOT IN ('published', 'redacted') "
            "OR (may_publish AND public_text IS NOT NULL)",
            name="public_text",
        ),
        CheckConstraint("helped IS NULL OR helped BETWEEN 1 AND 4", name="helped"),
        CheckConstraint(
            "concern NOT IN ('head', 'levy') OR queue = 'inspectorate'", name="inspectorate"
        ),
        CheckConstraint("version >= 1", name="version"),
        Index("ix_complaint_promise", "promised_on", "id"),
        Index("ix_complaint_agency", "agency_id", "promised_on", "id"),
        Index("ix_complaint_received", "received_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code_hash: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    kind: Mapped[str] = mapped_column(String(12))
    concern: Mapped[str] = mapped_column(String(10))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    desk_id: Mapped[int | None] = mapped_column(ForeignKey("desk.id"), index=True)
    happened: Mapped[str] = mapped_column(String(12))
    text: Mapped[bytes | None] = mapped_column(EncryptedText(signature="signature"))
    signature: Mapped[int] = mapped_column(BigInteger)
    may_publish: Mapped[bool] = mapped_column(Boolean(name="may_publish"))
    received_on: Mapped[date]
    queue: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12))
    state_reason: Mapped[str | None] = mapped_column(String(30))
    since: Mapped[date]
    promised_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    is_in_time: Mapped[bool | None] = mapped_column(Boolean(name="is_in_time"))
    closed_on: Mapped[date | None]
    decision: Mapped[str] = mapped_column(String(10))
    decision_reason: Mapped[str | None] = mapped_column(String(30))
    public_text: Mapped[str | None] = mapped_column(Text)
    helped: Mapped[int | None]
    sp4n_number: Mapped[str | None] = mapped_column(String(SP4N_NUMBER_LENGTH))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("complaint.id"), index=True)
    version: Mapped[int]
    former: Mapped[list["FormerPlace"]] = relationship(order_by="FormerPlace.agency_id")


class FormerPlace(Base):
    """What an item was about before it was passed on to another agency, so that nobody is freed.

    Passed back, the desk that was named returns from here to the item.
    """

    __tablename__ = "complaint_former_place"

    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), primary_key=True)
    desk_id: Mapped[int | None] = mapped_column(ForeignKey("desk.id"))


def allowed_moves(old: str, new: str) -> str:
    """Return the SQL condition under which a state may change from ``old`` to ``new``."""
    ways = [
        f"({old} = '{state}' AND {new} IN ({', '.join(repr(str(to)) for to in sorted(targets))}))"
        for state, targets in TRANSITIONS.items()
        if targets
    ]
    return " OR ".join((f"{old} = {new}", *ways))


SQLITE_MOVES = f"""
CREATE TRIGGER complaint_moves BEFORE UPDATE OF state ON complaint
WHEN NOT ({allowed_moves("OLD.state", "NEW.state")})
BEGIN SELECT RAISE(ABORT, 'a complaint cannot move like this'); END
"""
POSTGRESQL_MOVES = (
    f"""
CREATE FUNCTION complaint_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT ({allowed_moves("OLD.state", "NEW.state")}) THEN
    RAISE EXCEPTION 'a complaint cannot move like this' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$
""",
    """
CREATE TRIGGER complaint_moves BEFORE UPDATE OF state ON complaint
FOR EACH ROW EXECUTE FUNCTION complaint_moves()
""",
)


SQLITE_STAYS = """
CREATE TRIGGER complaint_stays BEFORE UPDATE OF agency_id ON complaint
WHEN OLD.queue = 'inspectorate' AND NEW.agency_id <> OLD.agency_id
BEGIN SELECT RAISE(ABORT, 'what lies with the inspectorate is not passed on'); END
"""
POSTGRESQL_STAYS = (
    """
CREATE FUNCTION complaint_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.queue = 'inspectorate' AND NEW.agency_id <> OLD.agency_id THEN
    RAISE EXCEPTION 'what lies with the inspectorate is not passed on'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$
""",
    """
CREATE TRIGGER complaint_stays BEFORE UPDATE OF agency_id ON complaint
FOR EACH ROW EXECUTE FUNCTION complaint_stays()
""",
)


@event.listens_for(Complaint.__table__, "after_create")
def _guard_moves(table: Any, connection: Connection, **_: Any) -> None:
    """Create the triggers together with the table, on either database."""
    is_sqlite = connection.dialect.name == "sqlite"
    sqlite, postgresql = (SQLITE_MOVES, SQLITE_STAYS), (*POSTGRESQL_MOVES, *POSTGRESQL_STAYS)
    for statement in sqlite if is_sqlite else postgresql:
        connection.exec_driver_sql(statement)
