"""Context of the pages of realisations: remarks, reasons, names, what happened."""

from collections.abc import Mapping, Sequence
from typing import Any

from portal.evaluation.plans.forms import RevisionForm
from portal.evaluation.realisations import draft_service
from portal.evaluation.realisations.domain import answer_until
from portal.evaluation.realisations.forms import ReportForm
from portal.evaluation.realisations.queries import events_of
from portal.evaluation.realisations.realised import Realised, ShownPeriod
from portal.evaluation.realisations.realising import Move
from portal.organisation.people import queries as people
from portal.organisation.people.domain import Person
from portal.web.extensions import db, moment, today, unlocked, vault


def move_of(shown: ShownPeriod, form: RevisionForm, *, item: Realised, reason: str = "") -> Move:
    """Return an act of the viewer on an indicator as the page showed it."""
    return Move(
        shown.place(item.indicator.key),
        form.shown_revision,
        shown.viewer_id or 0,
        moment(),
        today(),
        vault().lock(reason) if reason else None,
    )


def about_items(items: Sequence[Realised], *, with_events: bool = False) -> dict[str, Any]:
    """Return what stands beside indicators: remarks, reasons for dropping out, what happened."""
    held = [each.realisation for each in items if each.realisation is not None]
    ids = [each.id for each in held]
    events = events_of(db.session(), ids)
    disputes = {each.realisation_id: unlocked(each.reason) for each in events if each.reason}
    return {
        "remarks": {each.id: unlocked(each.remark) for each in held},
        "drop_reasons": {each.id: unlocked(each.drop_reason) for each in held},
        "reasons": disputes,
        "events": [(each, unlocked(each.reason)) for each in reversed(events)]
        if with_events
        else [],
    }


def names(shown: ShownPeriod, *, with_events_of: Realised | None = None) -> Mapping[int, Person]:
    """Return the people that a page names, by number."""
    ids = {shown.plan.person_id}
    for each in shown.items:
        if each.realisation is not None and each.realisation.proposed_by is not None:
            ids.add(each.realisation.proposed_by)
    if with_events_of is not None and with_events_of.realisation is not None:
        ids |= {
            each.person_id
            for each in events_of(db.session(), [with_events_of.realisation.id])
            if each.person_id is not None
        }
    return people.persons(db.session(), ids)


def answers_until(shown: ShownPeriod, item: Realised) -> Any:
    """Return the last day on which the superior answers, or None where nothing waits."""
    held = item.realisation
    if held is None or held.reported_on is None or not held.waits_for_answer:
        return None
    return answer_until(held.reported_on, days=shown.by.days)


def kept_draft(shown: ShownPeriod, item: Realised) -> tuple[int, str] | None:
    """Return the revision of the person's draft and what was typed, or None."""
    kept = draft_service.draft_of(db.session(), shown.place(item.indicator.key))
    return None if kept is None else (kept.revision, unlocked(kept.fields))


def drafted(shown: ShownPeriod, form: ReportForm, *, item: Realised) -> int | None:
    """Save the draft and return its revision; None when it was saved elsewhere meanwhile."""
    try:
        return draft_service.save_draft(
            db.session(),
            shown.place(item.indicator.key),
            revision=form.shown_draft,
            fields=vault().lock(form.drafted()),
            now=moment(),
        )
    except draft_service.DraftChanged:
        return None
