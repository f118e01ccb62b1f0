"""Carries out what a form asks for, with its line in the audit log."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from portal.organisation.records import service as records_service
from portal.organisation.records.closed_months import effect_now
from portal.organisation.records.form_fields import add_faults
from portal.organisation.records.record_types import Record
from portal.time.months import Month
from portal.web.extensions import db, record_act, today


def is_carried_out(
    form: Any,
    records: Sequence[Record],
    *,
    action: str,
    subject: str,
    are_new: bool = False,
    named_since: date | None = None,
    since: Month | None = None,
) -> bool:
    """Return whether ``records`` were carried out; else the form says why not.

    :param action: what the audit log calls the act, such as ``organisation.change``.
    :param subject: what it calls the thing, such as ``desk:disdukcapil-2``.
    :param since: the month from which on a change of what is dated holds; None for the next.
    """
    record_act(action, subject)
    effect = effect_now(db.session(), today=today(), since=since)
    dates: dict[str, Any] = {"named_since": named_since, "effect": effect}
    try:
        records_service.change_records(
            db.session(), records, today=today(), are_new=are_new, **dates
        )
    except records_service.OrganisationRefused as error:
        add_faults(form, error.faults)
        return False
    return True
