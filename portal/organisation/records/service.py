"""Carries out what records ask for, whole or not at all."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from portal.organisation.places.arrangement import Effect, effect_of
from portal.organisation.places.catalogue import RecordKind
from portal.organisation.places.service import begin_change
from portal.organisation.records.carrying_out import Dates, carry_out
from portal.organisation.records.plan import ChangePlan, RecordChange, RecordLine, planned
from portal.organisation.records.queries import structure
from portal.organisation.records.record_types import CodedRecord, PlaceRecord, Record
from portal.storage.spreadsheets.table import RowFault


class RecordUnknown(LookupError):
    """There is nothing of that kind with that code."""


class OrganisationRefused(ValueError):
    """Records were refused as a whole; ``faults`` says everything that is wrong with them."""

    def __init__(self, faults: Sequence[RowFault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = tuple(faults)


def change_records(
    session: Session,
    records: Sequence[Record],
    *,
    today: date,
    are_new: bool = False,
    named_since: date | None = None,
    effect: Effect | None = None,
) -> tuple[RecordChange, ...]:
    """Create, change or retire what ``records`` say, and return what that changed.

    :param today: the city's date; a retirement on or before it can no longer be moved.
    :param are_new: refuse records that are already there.
    :param named_since: the day from which a new name is carried (None: ``today``).
    :param effect: from when on what is dated changes (None: from the next month).
    :raises OrganisationRefused: when anything is wrong; then nothing is changed.
    """
    lines = [RecordLine(0, record) for record in records]
    return carried_out(
        session, lines, today=today, are_new=are_new, named_since=named_since, effect=effect
    )


def cancel_retirement(
    session: Session, kind: RecordKind, *, code: str, today: date
) -> tuple[RecordChange, ...]:
    """Let a place or an officer whose retirement is still to come go on without end.

    Postings that the retirement shortened stay as they are.

    :raises RecordUnknown: when there is nothing with that code.
    :raises OrganisationRefused: when the retirement has happened, or the agency ends.
    """
    record = structure(session).get((kind, code))
    if not isinstance(record, CodedRecord):
        raise RecordUnknown(code)
    nothing: dict[str, Any] = {"retired_on": None}
    if isinstance(record, PlaceRecord):
        nothing["successor"] = None
    whole = replace(record, **nothing)
    return carried_out(session, [RecordLine(0, whole, is_whole=True)], today=today)


def carried_out(
    session: Session,
    lines: Sequence[RecordLine],
    *,
    today: date,
    are_new: bool = False,
    named_since: date | None = None,
    effect: Effect | None = None,
) -> tuple[RecordChange, ...]:
    """Carry out the records of a file's lines; see ``change_records``."""
    effect = effect or effect_of(today)
    begin_change(session)
    existing = structure(session, month=effect.month)
    plan = planned(existing, lines, today=today, are_new=are_new, effect=effect)
    if plan.faults:
        session.rollback()
        raise OrganisationRefused(plan.faults)
    carry_out(session, plan, dates=Dates(named_since or today, effect.month, today))
    session.commit()
    return plan.changes


def preview(session: Session, records: Sequence[Record], *, today: date) -> ChangePlan:
    """Return what ``records`` would change, faults included; nothing is changed."""
    lines = [RecordLine(0, record) for record in records]
    return planned(structure(session), lines, today=today)
