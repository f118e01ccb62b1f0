"""A second reader that is drawn, and a result that is signed, kept and delivered."""

import secrets

from portal.evaluation.advice.queries import recommendations_on
from portal.evaluation.appraisals.confirming_service import Signing, confirm
from portal.evaluation.appraisals.periodic_service import EvaluationChanged
from portal.evaluation.appraisals.quarter_pages import CHANGED
from portal.evaluation.plans.forms import RevisionForm
from portal.evaluation.rules.states import TransitionRefused
from portal.evaluation.yearly.assembling import Confirmation, year_document
from portal.evaluation.yearly.delivering import deliver_confirmed
from portal.evaluation.yearly.reader_queries import possible_readers
from portal.evaluation.yearly.year_context import RatedYear, names_in
from portal.web.extensions import current_staff, db, moment, record_act, today, vault

SEALED = "appraisal.confirm"


def signed(rated: RatedYear, form: RevisionForm) -> bool:
    """Confirm a rated year and deliver it; else the form says why not.

    When the process ends between the two, the nightly job delivers what was confirmed.
    """
    act = rated.shown.act(form.shown_revision)
    try:
        confirm(db.session(), act, signing=signing_of(rated), vault=vault())
    except (EvaluationChanged, TransitionRefused):
        form.form_errors.append(CHANGED)
        return False
    deliver_confirmed(db.session(), rated.year.person_id, now=moment(), today=today())
    return True


def drawn_reader(rated: RatedYear) -> int | None:
    """Return a second reader drawn by lot from heads of other units, or None without one.

    Who gave it back looks again, while possible: no other reader is found by giving it back and
    drawing once more. Else it is nobody who was drawn for it before.
    """
    viewer, cycle = rated.shown.around.viewer, rated.shown.around.cycle
    pool = possible_readers(
        db.session(),
        rated.year.person_id,
        on=cycle.opened_on or cycle.starts_on,
        today=today(),
        outside={viewer.id, viewer.decider_id},
    )
    last = rated.looks[-1] if rated.looks else None
    if last is not None and last.opinion == "returns" and last.reader_id in pool:
        return last.reader_id
    fresh = [each for each in pool if each not in {look.reader_id for look in rated.looks}]
    return secrets.choice(fresh) if fresh else None


def signing_of(rated: RatedYear) -> Signing:
    """Return what is signed: everything that the result is made of, as it stands."""
    staff, year = current_staff(), rated.year
    advice = recommendations_on(db.session(), year.plan_id)
    ids = {
        year.person_id,
        year.appraiser_id,
        year.reviewed_by,
        year.targets_confirmed_by,
        staff.officer_id,
        *(each.reader_id for each in rated.looks),
        *(each.adviser_id for each in advice),
        *(each.appraiser_id for each in rated.sources.quarters),
        *(each.appraiser_id for each in year.ratings),
    }
    confirmation = Confirmation(
        year,
        rated.aid,
        rated.looks,
        names={each.id: each.name for each in names_in(*ids).values()},
        confirmed_by=staff.officer_id or 0,
        confirmed_at=moment(),
        advice=advice,
    )
    document = year_document(rated.sources, confirmation, unlock=vault().unlock)
    return Signing(
        document,
        rated.sources.rules_version,
        seal=lambda digest, number: record_act(
            SEALED, f"appraisal:{year.id}", digest=digest.hex(), number=number
        ),
    )
