"""A form of an activity on its way in: filled, offered choices, checked, stored."""

from dataclasses import dataclass, replace
from typing import Any, cast
from uuid import uuid4

from flask import request

from portal.evaluation.plans.queries import ResultInForce, results_in_force
from portal.evaluation.rules.states import TransitionRefused
from portal.evaluation.work import service
from portal.evaluation.work.blueprint import own_person, work_days
from portal.evaluation.work.domain import (
    LATER,
    Activity,
    ActivityPurpose,
    DayCheck,
    Purpose,
    WorkDays,
)
from portal.evaluation.work.forms import ActivityForm
from portal.evaluation.work.labels import DAY_FAULTS
from portal.evaluation.work.standing import day_check
from portal.web.extensions import db, moment, record_act

SENT, KEPT = "sent", "kept"


@dataclass(frozen=True, slots=True)
class Entry:
    """An activity's form with everything around it.

    :ivar held: the activity that is mended; None for a new one.
    """

    form: ActivityForm
    person_id: int
    days: WorkDays
    results: tuple[ResultInForce, ...]
    held: Activity | None = None

    @property
    def is_sent(self) -> bool:
        """Whether the button that sends was pressed, not the one that keeps a draft."""
        return request.form.get("act") != KEPT

    @property
    def check(self) -> DayCheck:
        """Why work of a day cannot be entered."""
        return day_check(db.session(), self.person_id, days=self.days)

    def around(self) -> dict[str, Any]:
        """Return what a page shows around the form."""
        days = self.days.open_days()
        return {
            "form": self.form,
            "days": days,
            "off": {day for day in days if not self.days.is_working_day(day)},
            "today": self.days.today,
            "held": self.held,
        }

    def stored(self) -> bool:
        """Store a new activity; else the form says beside the field why not."""
        if not self.form.check(self.results):
            return False
        record_act("performance.activity", f"person:{self.person_id}")
        command = service.EnterActivity(
            self.person_id,
            str(self.form.key.data),
            self.form.to_fields(),
            is_sent=self.is_sent,
            now=moment(),
            today=self.days.today,
        )
        try:
            service.enter_activity(db.session(), command, day_fault=self.check)
        except service.DayNotOpen as error:
            self.form.done_on.errors = [DAY_FAULTS[error.fault]]
            return False
        return True

    def mended(self) -> bool:
        """Store a change of an activity; else the form says why not.

        :raises portal.evaluation.work.service.ActivityChanged: when it changed meanwhile.
        """
        if not self.form.check(self.results):
            return False
        record_act("performance.activity", f"person:{self.person_id}", mended=cast_id(self.held))
        try:
            service.mend_activity(
                db.session(),
                edit_of(self.form.shown_revision, held=self.held),
                fields=self.form.to_fields(),
                is_sent=self.is_sent,
                day_fault=self.check,
            )
        except service.DayNotOpen as error:
            self.form.done_on.errors = [DAY_FAULTS[error.fault]]
            return False
        except TransitionRefused as error:
            raise service.ActivityChanged(f"{cast_id(self.held)}") from error
        return True


def new_entry(
    *, last: Activity | None = None, like: Activity | None = None, is_blank: bool = False
) -> Entry:
    """Return the form of a new activity; what the last one served is chosen first.

    :param like: fills the form with an earlier activity, for today and without its link.
    :param is_blank: without anything of the person's plans, for a phone to keep.
    """
    entry = _entry(None)
    if is_blank:
        entry.form.served.offer(())
    form = entry.form
    if not form.is_submitted():
        if like is not None:
            form.show(replace(like.fields, link=""), done_on=entry.days.today)
        form.done_on.data = entry.days.today
        form.served.show(LATER if is_blank else _usual(entry.results, last=like or last))
    if not form.key.data:
        form.key.data = str(uuid4())
    return entry


def entry_to_mend(held: Activity) -> Entry:
    """Return the form of an activity that the person may change."""
    entry = _entry(held)
    if not entry.form.is_submitted():
        entry.form.show(held.fields, done_on=held.fields.done_on)
    if not entry.form.key.data:
        entry.form.key.data = str(uuid4())
    return entry


def edit_of(revision: int, *, held: Activity | None) -> service.ActivityEdit:
    """Return an edit of an activity by its person."""
    return service.ActivityEdit(cast_id(held), revision, own_person(), moment(), work_days().today)


def cast_id(held: Activity | None) -> int:
    """Return the number of an activity that is there."""
    return cast(Activity, held).id


def _entry(held: Activity | None) -> Entry:
    form, person_id = ActivityForm(), own_person()
    results = results_in_force(db.session(), person_id)
    form.served.offer(results)
    return Entry(form, person_id, work_days(), results, held)


def _usual(results: tuple[ResultInForce, ...], *, last: Activity | None) -> ActivityPurpose:
    """Return what the last activity served, if it is still offered; else the first result."""
    offered = {(each.plan_id, each.key) for each in results}
    if last is not None:
        served = last.fields.served
        if served.purpose is not Purpose.RESULT or (served.plan_id, served.result_key) in offered:
            return served
    if results:
        return ActivityPurpose(Purpose.RESULT, results[0].plan_id, results[0].key)
    return LATER
