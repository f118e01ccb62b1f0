"""Queries on the sources of a result in their own tables, in the words of a document."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from portal.evaluation.advice.queries import recommendations_on
from portal.evaluation.appraisals.domain import Rating, Yearly
from portal.evaluation.appraisals.queries import periodics_of_year
from portal.evaluation.appraisals.yearly_queries import looks_of
from portal.evaluation.cycles import queries as cycles
from portal.evaluation.cycles.rule_text import frozen_text
from portal.evaluation.plans import queries as plans
from portal.evaluation.realisations.queries import events_of, realisations_of
from portal.evaluation.realisations.realised_queries import evidence_of
from portal.evaluation.verifying.domain import Json

# Opens an encrypted text; None for none.
Unlock = Callable[[bytes | None], str | None]

# What a document holds of an indicator.
INDICATOR = (
    "name",
    "text",
    "target",
    "target_text",
    "unit",
    "direction",
    "weight",
    "quarters",
    "source",
)


class SourceMissing(ValueError):
    """A plan, version or cycle that a document names is not there."""


def cycle_said(session: Session, cycle_id: int) -> Json:
    """Return number, year and rules of a cycle."""
    cycle = cycles.cycle_with(session, cycle_id)
    if cycle is None:
        raise SourceMissing(f"cycle {cycle_id}")
    adopted = cycles.rules_of(session, cycle)
    rules = {"version": adopted.version, "values": json.loads(frozen_text(adopted.rules))}
    return {"cycle": {"id": cycle.id, "year": cycle.year}, "rules": rules}


def plan_said(session: Session, plan_id: int, *, version: int) -> Json:
    """Return a plan with the indicators of one version and the first targets."""
    plan = plans.plan_with(session, plan_id)
    found = {} if plan is None else {each.number: each for each in plan.versions}
    if plan is None or version not in found:
        raise SourceMissing(f"plan {plan_id}, version {version}")
    first = plan.versions[0]
    return {
        "id": plan.id,
        "post": plan.post,
        "unit": plan.unit,
        "approach": plan.approach,
        "starts_on": plan.starts_on,
        "ends_on": plan.ends_on,
        "version": version,
        "indicators": {
            each.name: {name: getattr(each, name) for name in INDICATOR}
            for each in found[version].indicators()
        },
        "first_targets": {each.name: each.target for each in first.indicators()},
        "uses_citizens": any(each.uses_citizens for each in found[version].indicators()),
    }


def realisations_said(session: Session, plan_id: int, *, until: datetime) -> Mapping[str, Json]:
    """Return the realisations of a plan that nobody touched after a moment, with evidence."""
    rows = realisations_of(session, plan_id)
    ids = [row.id for row in rows]
    later = {each.realisation_id for each in events_of(session, ids) if each.happened_at > until}
    evidence = evidence_of(session, ids)
    return {
        f"i{row.place.indicator_key}:{row.place.period_number}": {
            "indicator": f"i{row.place.indicator_key}",
            "period": row.place.period_number,
            "state": row.state,
            "value": row.value,
            "appraiser_value": row.appraiser_value,
            "cause": row.cause,
            "late": row.is_late,
            "reported_on": row.reported_on,
            "evidence": {f"{each.kind}:{each.number}": each.digest for each in evidence[row.id]}
            if row.id in evidence
            else {},
        }
        for row in rows
        if row.id not in later
    }


def quarters_said(session: Session, year: Yearly, *, unlock: Unlock) -> Mapping[str, Json]:
    """Return what was shown of the quarters of a person's cycle, by period and day."""
    return {
        f"{each.period_number}:{each.shown_on}": {
            "period": each.period_number,
            "appraiser": each.appraiser_id,
            "result": each.result_level,
            "behaviour": each.behaviour_level,
            "shown_on": each.shown_on,
            "texts": {name: unlock(text) for name, text in each.texts.items()},
        }
        for each in periodics_of_year(session, year.person_id, cycle_id=year.cycle_id)
        if each.is_shown
    }


def rating_said(rating: Rating, *, unlock: Unlock) -> Json:
    """Return a rating with its steps and reasons."""
    return {
        "number": rating.number,
        "appraiser": rating.appraiser_id,
        "at": rating.made_at,
        "result": rating.result,
        "behaviour": rating.behaviour,
        "aid_result": rating.aid_result,
        "aid_behaviour": rating.aid_behaviour,
        "result_reason": unlock(rating.result_reason),
        "behaviour_reason": unlock(rating.behaviour_reason),
        "change_reason": unlock(rating.change_reason),
        "steps": {
            value: {"step": each.step, "example": unlock(each.example)}
            for value, each in rating.steps.items()
        },
    }


def advice_said(session: Session, plan_id: int, *, unlock: Unlock) -> list[Json]:
    """Return what advisers recommended on a plan's owner."""
    return [
        {
            "adviser": each.adviser_id,
            "kind": each.kind,
            "text": unlock(each.text),
            "given_on": each.given_on,
        }
        for each in recommendations_on(session, plan_id)
    ]


def looks_said(session: Session, year: Yearly, *, unlock: Unlock) -> Json:
    """Return who looked at a result before it was confirmed."""
    return {
        "unit": year.reviewed_by,
        "targets": year.targets_confirmed_by,
        "second": [
            {
                "reader": each.reader_id,
                "drawn_on": each.drawn_on,
                "opinion": each.opinion,
                "reason": unlock(each.reason),
            }
            for each in looks_of(session, year.id)
        ],
    }
