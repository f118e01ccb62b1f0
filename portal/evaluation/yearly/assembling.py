"""Everything that a confirmed result is made of, as one document with its texts in the clear."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from portal.evaluation.advice.domain import Recommendation
from portal.evaluation.appraisals.canonical import Document
from portal.evaluation.appraisals.citizens_queries import ServicesComparison
from portal.evaluation.appraisals.domain import Periodic, Rating, SecondLook, Yearly
from portal.evaluation.appraisals.gathering import YearSources
from portal.evaluation.cycles.rule_text import frozen_text
from portal.evaluation.heads.queries import HeadedOrganisation
from portal.evaluation.plans.domain import Version
from portal.evaluation.rules.behaviour import BehaviourAid
from portal.evaluation.rules.weighting import LeftOutPart

# 2: citizens' figure stands with what it is compared with, realisations with their evidence.
# 3: what advisers recommended; whether signs at the desks were being looked into.
# 4: of the head of an agency the organisation's predicate.
FORMAT = 4
# Opens an encrypted text.
Unlock = Callable[[bytes], str]


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What a snapshot says beside the sources: who confirmed what, and who looked before.

    :ivar names: of people, by their internal numbers.
    """

    year: Yearly
    aid: BehaviourAid
    looks: Sequence[SecondLook]
    names: Mapping[int, str]
    confirmed_by: int
    confirmed_at: datetime
    advice: Sequence[Recommendation] = ()


def year_document(sources: YearSources, confirmation: Confirmation, *, unlock: Unlock) -> Document:
    """Return everything that a result is made of, with every text in the clear."""
    year = confirmation.year
    return {
        "format": FORMAT,
        "evaluation": year.id,
        "person": year.person_id,
        "names": confirmation.names,
        "cycle": {"id": sources.cycle.id, "year": sources.cycle.year},
        "rules": {
            "version": sources.rules_version,
            "values": json.loads(frozen_text(sources.rules)),
        },
        "plan": _plan(sources),
        "result": _result(sources),
        "organisation": organisation_said(sources.result.organisation),
        "quarters": [_quarter(each, unlock=unlock) for each in sources.quarters],
        "ratings": [_rating(each, unlock=unlock) for each in year.ratings],
        "advice": [_advice(each, unlock=unlock) for each in confirmation.advice],
        "colleagues": _colleagues(sources),
        "citizens": _citizens(sources),
        "behaviour": _behaviour(confirmation.aid),
        "levels": {
            "result": year.result_level,
            "behaviour": year.behaviour_level,
            "predicate": year.predicate,
            "by_first_targets": year.first_level,
            "by_last_targets": year.last_level,
        },
        "looks": {
            "unit": year.reviewed_by,
            "targets": year.targets_confirmed_by,
            "second": [_look(each, unlock=unlock) for each in confirmation.looks],
        },
        "confirmed": {"by": confirmation.confirmed_by, "at": confirmation.confirmed_at},
    }


def _plan(sources: YearSources) -> Document:
    plan, version = sources.plan, sources.result.version
    return {
        "id": plan.id,
        "version": version.number,
        "post": plan.post,
        "unit": plan.unit,
        "approach": plan.approach,
        "official_number": plan.official_number,
        "starts_on": plan.starts_on,
        "ends_on": plan.ends_on,
        "indicators": _indicators(version),
        "first_targets": {each.name: each.target for each in plan.versions[0].indicators()},
    }


def _indicators(version: Version) -> list[Document]:
    return [
        {
            "name": each.name,
            "text": each.text,
            "target": each.target,
            "target_text": each.target_text,
            "unit": each.unit,
            "direction": each.direction,
            "weight": each.weight,
            "quarters": each.quarters,
            "source": each.source,
        }
        for each in version.indicators()
    ]


def _result(sources: YearSources) -> Document:
    result = sources.result
    aid = result.aid
    return {
        "realisations": [
            {
                "indicator": f"i{key}",
                "period": period,
                "state": each.state,
                "value": each.value,
                "appraiser_value": each.appraiser_value,
                "cause": each.cause,
                "late": each.is_late,
                "reported_on": each.reported_on,
                "evidence": {
                    f"{shown.kind}:{shown.number}": shown.digest
                    for shown in result.evidence.get(each.id, ())
                },
            }
            for key, periods in sorted(result.found.items())
            for period, each in sorted(periods.items())
        ],
        "measures": [
            {
                "indicator": each.key,
                "target": Fraction(each.target),
                "realisation": None if each.realisation is None else Fraction(each.realisation),
                "state": each.state,
            }
            for each in result.measures
            if each is not None
        ],
        "score": None if aid is None else aid.score,
        "weights": None if aid is None else aid.weights,
        "attainments": {} if aid is None else aid.attainments,
        "left_out": [] if aid is None else _left_out(aid.left_out),
        "level": result.level,
    }


def organisation_said(headed: HeadedOrganisation | None) -> Document | None:
    """Return what a document says of the agency that somebody heads; None for everybody else."""
    if headed is None:
        return None
    return {
        "agency": headed.agency_id,
        "predicate": headed.predicate,
        "decree_number": headed.decree_number,
        "decree_date": headed.decree_date,
        "level": headed.level,
    }


def _left_out(parts: Sequence[LeftOutPart]) -> list[Document]:
    return [{"key": each.key, "weight": each.weight, "because": each.because} for each in parts]


def _behaviour(aid: BehaviourAid) -> Document:
    return {
        "score": aid.score,
        "weights": aid.weights,
        "left_out": _left_out(aid.left_out),
        "level": aid.level,
        "near_border": aid.is_near_border,
    }


def _quarter(quarter: Periodic, *, unlock: Unlock) -> Document:
    return {
        "period": quarter.period_number,
        "state": quarter.state,
        "appraiser": quarter.appraiser_id,
        "result": quarter.result_level,
        "behaviour": quarter.behaviour_level,
        "answer": quarter.answer,
        "shown_on": quarter.shown_on,
        "texts": {each: unlock(text) for each, text in quarter.texts.items()}
        if quarter.is_shown
        else {},
    }


def _rating(rating: Rating, *, unlock: Unlock) -> Document:
    def said(text: bytes | None) -> str | None:
        return None if text is None else unlock(text)

    return {
        "number": rating.number,
        "appraiser": rating.appraiser_id,
        "at": rating.made_at,
        "result": rating.result,
        "behaviour": rating.behaviour,
        "aid_result": rating.aid_result,
        "aid_behaviour": rating.aid_behaviour,
        "result_reason": said(rating.result_reason),
        "behaviour_reason": said(rating.behaviour_reason),
        "change_reason": said(rating.change_reason),
        "steps": {
            value: {"step": each.step, "example": said(each.example)}
            for value, each in rating.steps.items()
        },
    }


def _colleagues(sources: YearSources) -> Document:
    outcome = sources.colleagues
    return {
        "value": None if outcome is None else outcome.value,
        "at_least": None if outcome is None else outcome.told_at_least,
        "because": None if outcome is None else outcome.because,
        "strengths": () if outcome is None else outcome.strengths,
        "wishes": () if outcome is None else outcome.wishes,
    }


def _citizens(sources: YearSources) -> Document:
    source = sources.citizens
    released, voice = source.released, source.voice
    return {
        "release": None if released is None else released.release,
        "months": None if released is None else str(released.months),
        "mean": None if released is None else released.mean,
        "answers": None if released is None else released.answers,
        "interval": None if released is None else released.interval,
        "reliability": voice.reliability,
        "value": voice.value,
        "weight": voice.weight,
        "because": voice.because,
        "compared": _compared(source.compared),
        "used_by_indicator": source.is_used_by_indicator,
        "under_review": source.is_under_review,
        "asked_on": sources.asked_on,
    }


def _compared(compared: ServicesComparison | None) -> Document | None:
    if compared is None:
        return None
    return {
        "release": compared.release,
        "expected": compared.expected,
        "city": compared.city,
        "icc": compared.icc,
        "others": compared.others,
        "answers": compared.answers,
        "response": compared.response,
        "withheld": compared.is_withheld,
    }


def _advice(given: Recommendation, *, unlock: Unlock) -> Document:
    return {
        "adviser": given.adviser_id,
        "kind": given.kind,
        "text": unlock(given.text),
        "given_on": given.given_on,
    }


def _look(look: SecondLook, *, unlock: Unlock) -> Document:
    return {
        "reader": look.reader_id,
        "drawn_on": look.drawn_on,
        "opinion": look.opinion,
        "reason": None if look.reason is None else unlock(look.reason),
    }
