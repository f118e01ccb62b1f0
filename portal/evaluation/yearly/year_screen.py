"""Page of a year for person and appraiser, and the first values of its form."""

import json
from typing import Any

from portal.evaluation.advice.queries import recommendations_on
from portal.evaluation.appraisals.blueprint import ShownYear
from portal.evaluation.appraisals.domain import GivenStep, Rating
from portal.evaluation.appraisals.evidence_pages import texts_in
from portal.evaluation.appraisals.queries import periodics_of_year
from portal.evaluation.appraisals.yearly_queries import draft_of
from portal.evaluation.heads.queries import headed_organisation
from portal.evaluation.plans.domain import BehaviourValue
from portal.evaluation.plans.forms import RevisionForm
from portal.evaluation.yearly.rating_forms import RatingForm
from portal.evaluation.yearly.year_context import RatedYear, names_in, sources_of, with_sources
from portal.web.extensions import db, unlocked, vault


def page_of_year(shown: ShownYear) -> dict[str, Any]:
    """Return what the page of a year that is not confirmed shows.

    The person reads where it stands, nothing that the appraiser wrote. The appraiser reads
    colleagues' outcome once a first rating is set, never before.
    """
    plan, year = shown.around.plan, shown.year
    found: dict[str, Any] = {
        "shown": shown,
        "year": year,
        "button": RevisionForm(),
        "headed": headed_organisation(
            db.session(), plan.person_id, on=plan.ends_on, year=shown.around.cycle.year
        ),
        "owner": names_in(plan.person_id)[plan.person_id].name,
        "report": unlocked(year.self_report) if year and shows_report(shown) else "",
    }
    if not shown.around.viewer.is_appraiser:
        return found
    rated = None
    if year is not None and year.latest is not None:
        rated = with_sources(shown, year)
    found |= {
        "rated": rated,
        "advice": advice_on(shown),
        "sources": rated.sources if rated else sources_of(shown),
        "quarters": quarters_of(shown),
        "ratings": [] if year is None else [(each, texts_of(each)) for each in year.ratings],
        "looks": [(each, unlocked(each.reason)) for each in rated.looks] if rated else [],
        "people": names_in(*(each.reader_id for each in rated.looks)) if rated else {},
    }
    return found


def page_of_reader(rated: RatedYear, *, is_reader: bool) -> dict[str, Any]:
    """Return what a second reader, or the one above, sees of one evaluation."""
    year = rated.year
    return {
        "year": year,
        "rated": rated,
        "advice": advice_on(rated.shown),
        "sources": rated.sources,
        "quarters": quarters_of(rated.shown),
        "report": unlocked(year.self_report),
        "ratings": [(each, texts_of(each)) for each in year.ratings[-1:]],
        "examples": {
            value: unlocked(each.example) for value, each in year.ratings[-1].steps.items()
        },
        "is_reader": is_reader,
        "button": RevisionForm(),
    }


def shows_report(shown: ShownYear) -> bool:
    """Return whether the person's own report is shown: a draft to the person only."""
    is_sent = shown.year is not None and shown.year.state != "not_started"
    return is_sent or shown.around.viewer.is_person


def quarters_of(shown: ShownYear) -> list[tuple[Any, dict[Any, str]]]:
    """Return the quarters of the year that were shown, with their texts."""
    plan = shown.around.plan
    found = periodics_of_year(db.session(), plan.person_id, cycle_id=plan.cycle_id)
    return [(each, texts_in(each)) for each in found if each.is_shown]


def advice_on(shown: ShownYear) -> list[tuple[Any, str, str]]:
    """Return what advisers recommended, each with the adviser's name and the text in the clear."""
    given = recommendations_on(db.session(), shown.around.plan.id)
    names = names_in(*(each.adviser_id for each in given))
    return [(each, names[each.adviser_id].name, unlocked(each.text)) for each in given]


def texts_of(rating: Rating) -> dict[str, str]:
    """Return the texts of a rating in plain words."""
    return {
        "result_reason": unlocked(rating.result_reason),
        "behaviour_reason": unlocked(rating.behaviour_reason),
        "change_reason": unlocked(rating.change_reason),
    }


def kept_report(shown: ShownYear) -> dict[str, str]:
    """Return what the form of the own report begins with."""
    return {"text": unlocked(shown.year.self_report) if shown.year else ""}


def kept_values(shown: ShownYear) -> dict[str, Any]:
    """Return what a rating's form begins with: the draft, else the rating set last."""
    year = shown.year
    if year is None:
        return {}
    draft = draft_of(db.session(), year.id, person_id=shown.around.viewer.id or 0)
    if draft is not None:
        kept: dict[str, Any] = json.loads(unlocked(draft.text))
        return kept
    rating = year.latest
    if rating is None:
        return {}
    values: dict[str, Any] = {"result": rating.result, "behaviour": rating.behaviour}
    values |= texts_of(rating) | {"change_reason": ""}
    for value, each in rating.steps.items():
        values |= {f"step_{value}": each.step, f"example_{value}": unlocked(each.example)}
    return values


def steps_of(form: RatingForm) -> dict[BehaviourValue, GivenStep]:
    """Return the steps of a form with their examples encrypted."""
    found = {}
    for value, step in form.steps().items():
        example = form.example(value)
        found[value] = GivenStep(step, vault().lock(example) if example else None)
    return found


def locked(text: str | None) -> bytes | None:
    """Return a text encrypted, or None for nothing."""
    return vault().lock(text) if text else None
