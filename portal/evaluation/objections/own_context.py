"""The own result to which somebody may object, with what was written so far."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort

from portal.evaluation.appraisals.blueprint import ShownYear, found_year
from portal.evaluation.appraisals.domain import Yearly
from portal.evaluation.appraisals.forms import chosen_level
from portal.evaluation.cycles.queries import rules_of
from portal.evaluation.objections import filing_service as filing
from portal.evaluation.objections.blueprint import texts_of
from portal.evaluation.objections.domain import ENDED_WITHOUT, MOST_POINTS, Objection
from portal.evaluation.objections.forms import ClaimForm
from portal.evaluation.objections.queries import objections_of
from portal.evaluation.rules.deadlines import days_left, moved_later
from portal.evaluation.yearly.delivering import clock_of
from portal.web.extensions import db, today


@dataclass(frozen=True, slots=True)
class OwnResult:
    """The own result to which somebody may object.

    :ivar until: last day, inclusive, by the calendar as it is now.
    :ivar draft: what was begun; None while nothing was.
    """

    shown: ShownYear
    year: Yearly
    until: date
    draft: Objection | None

    @property
    def may_worsen(self) -> bool:
        """Whether the rules of the cycle let a decision lower the result."""
        return rules_of(db.session(), self.shown.around.cycle).rules.objection.may_worsen

    @property
    def left(self) -> int:
        """How many days are left, today included."""
        return days_left(self.until, on=today())

    @property
    def is_late(self) -> bool:
        """Whether the last day is over."""
        return self.left == 0


def own_result(plan_id: int) -> OwnResult:
    """Return the own result that was received, with what was begun against it.

    :raises werkzeug.exceptions.NotFound: for everybody else, and before the receipt.
    """
    shown = found_year(plan_id)
    year = shown.year
    if year is None or not shown.around.viewer.is_person or year.received_on is None:
        abort(404)
    until = last_day_to_object(year, received_on=year.received_on)
    held = objections_of(db.session(), year.id)
    latest = held[-1] if held and held[-1].state not in ENDED_WITHOUT else None
    if latest is None and year.state not in filing.OBJECTED:
        abort(404)
    return OwnResult(shown, year, until, latest)


def last_day_to_object(year: Yearly, *, received_on: date) -> date:
    """Return the last day, inclusive, to object to a result, by the calendar as it is now."""
    computed = clock_of(db.session(), year, today=today()).object_until(received_on)
    return moved_later(year.object_until or computed, computed=computed)


def fields_of(form: ClaimForm, *, draft: Objection | None, may_worsen: bool) -> filing.DraftFields:
    """Return what the form says; texts are encrypted under the key of the draft, or a new one."""
    texts = texts_of(draft)
    return filing.DraftFields(
        {number: texts.lock(text) for number, text in form.point_texts().items()},
        (chosen_level(form.asked_result), chosen_level(form.asked_behaviour)),
        texts.locked(form.late_reason.data),
        may_worsen=may_worsen,
        wrapped_key=texts.wrapped,
    )


def stored_in(draft: Objection) -> dict[str, Any]:
    """Return what a draft holds by the names of the form's fields, in plain words."""
    said = texts_of(draft).said
    claims = {point.number: said(point.claim) for point in draft.points}
    found: dict[str, Any] = {
        f"claim_{number}": claims.get(number, "") for number in range(1, MOST_POINTS + 1)
    }
    result, behaviour = draft.asked
    return found | {
        "asked_result": result,
        "asked_behaviour": behaviour,
        "late_reason": said(draft.late_reason),
    }
