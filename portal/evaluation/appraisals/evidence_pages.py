"""Evidence beside a quarter's form: indicators, the reading aid, the quarter before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portal.evaluation.appraisals.blueprint import ShownQuarter
from portal.evaluation.appraisals.domain import Periodic, SaidIn
from portal.evaluation.appraisals.queries import periodics_of_year
from portal.evaluation.appraisals.result_gathering import by_indicator
from portal.evaluation.appraisals.year_values import aid_of, quarter_measure, target_in
from portal.evaluation.cycles.queries import AdoptedRules, rules_of
from portal.evaluation.plans.domain import Indicator
from portal.evaluation.realisations.domain import Realisation
from portal.evaluation.realisations.queries import realisations_of
from portal.evaluation.rules.levels import ExpectationLevel
from portal.evaluation.rules.result_aid import ResultAid
from portal.web.extensions import db, vault


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """An indicator beside a quarter's form: this quarter, the one before, and the target."""

    indicator: Indicator
    target: Decimal | None
    now: Realisation | None
    before: Realisation | None


def texts_in(quarter: Periodic | None) -> dict[SaidIn, str]:
    """Return a quarter's texts in plain words."""
    held: Mapping[SaidIn, bytes] = {} if quarter is None else quarter.texts
    return {each: vault().unlock(text) for each, text in held.items()}


def evidence_of(shown: ShownQuarter) -> dict[str, Any]:
    """Return what stands beside the appraiser's form."""
    number = shown.period.number
    quarters = periodics_of_year(
        db.session(), shown.around.plan.person_id, cycle_id=shown.around.cycle.id
    )
    before = [each for each in quarters if each.period_number < number and each.is_shown]
    reported = realisations_of(db.session(), shown.around.plan.id)
    adopted = rules_of(db.session(), shown.around.cycle)
    aid = _aid(shown, reported=reported, adopted=adopted)
    return {
        "lines": _lines(shown, reported=reported),
        "aid": aid,
        "suggested": None if aid is None else adopted.rules.result.cuts.level(aid.score),
        "before": before[-1] if before else None,
        "before_texts": texts_in(before[-1] if before else None),
        "report": texts_in(shown.quarter).get(SaidIn.SELF_REPORT, ""),
    }


def quarter_aid(shown: ShownQuarter) -> ResultAid | None:
    """Return the reading aid of the quarter's results, or None while one is undecided."""
    adopted = rules_of(db.session(), shown.around.cycle)
    reported = realisations_of(db.session(), shown.around.plan.id)
    return _aid(shown, reported=reported, adopted=adopted)


def _aid(
    shown: ShownQuarter, *, reported: Sequence[Realisation], adopted: AdoptedRules
) -> ResultAid | None:
    found, number = by_indicator(reported), shown.period.number
    measures = [
        quarter_measure(each, period=number, found=found.get(each.key, {}).get(number))
        for each in shown.around.version.indicators()
    ]
    return aid_of(measures, rules=adopted.rules.result)


def suggested_level(shown: ShownQuarter) -> ExpectationLevel | None:
    """Return the level that the quarter's aid suggests, or None without an aid."""
    aid = quarter_aid(shown)
    cuts = rules_of(db.session(), shown.around.cycle).rules.result.cuts
    return None if aid is None else cuts.level(aid.score)


def _lines(shown: ShownQuarter, *, reported: Sequence[Realisation]) -> list[EvidenceLine]:
    found, number = by_indicator(reported), shown.period.number
    return [
        EvidenceLine(
            each,
            target_in(each, number),
            found.get(each.key, {}).get(number),
            found.get(each.key, {}).get(number - 1),
        )
        for each in shown.around.version.indicators()
    ]
