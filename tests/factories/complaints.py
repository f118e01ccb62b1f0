"""Makers of offices and complaints with plain defaults."""

import secrets
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.intake.course_models import PromisedAction
from portal.complaints.intake.history import CaseContext
from portal.complaints.intake.kinds import Concern, Happened, Kind
from portal.complaints.intake.models import Complaint
from portal.complaints.intake.scope_queries import Scope
from portal.complaints.intake.writing import WriteComplaint, write_complaint
from portal.storage.lasting_keys.keys import make_key_file
from portal.storage.texts.key_file import KEY_FILE, Vault

FRIDAY = date(2026, 11, 20)
CITY = Scope(is_city=True, agency_id=None)
KEY = b"k" * 32
TEXT = "Antrean di loket dua sangat lama, saya menunggu tiga jam tanpa penjelasan."


def make_office(today: date = FRIDAY) -> CaseContext:
    return CaseContext(vault=Vault(KEY), today=today)


def store_key(keys_dir: Path) -> None:
    """Store the key of ``make_office()`` where the portal looks for the key of texts."""
    make_key_file(keys_dir / KEY_FILE, KEY)


def on(context: CaseContext, day: date) -> CaseContext:
    return replace(context, today=day)


def make_promise(session: Session, agency_id: int, **fields: Any) -> PromisedAction:
    """Note a promise of an agency."""
    defaults: dict[str, Any] = {
        "agency_id": agency_id,
        "theme": "cost",
        "said": "Biaya tidak jelas",
        "text": "Papan biaya dipasang",
        "promised_on": date(2026, 10, 1),
        "due_on": date(2031, 12, 1),
        "is_withdrawn": False,
    }
    action = PromisedAction(**(defaults | fields))
    session.add(action)
    session.commit()
    return action


# What the form's choices are answered with where a test is about something else.
CHOICES = {"kind": "complaint", "concern": "service", "happened": "this_week"}


def make_complaint(
    session: Session, agency_id: int, *, context: CaseContext, **fields: Any
) -> tuple[Complaint, str]:
    """Write a complaint; return it with its code."""
    defaults: dict[str, Any] = {
        "form_key": secrets.token_hex(16),
        "kind": Kind.COMPLAINT,
        "concern": Concern.SERVICE,
        "agency_id": agency_id,
        "desk_id": None,
        "happened": Happened.THIS_WEEK,
        "text": TEXT,
        "may_publish": True,
    }
    code = write_complaint(session, WriteComplaint(**(defaults | fields)), context=context)
    newest = select(Complaint).order_by(Complaint.id.desc()).limit(1)
    return session.scalars(newest).one(), code
