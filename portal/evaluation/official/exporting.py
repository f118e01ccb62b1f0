"""A plan that is here as the official record writes it: rows of the table for many people."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from portal.evaluation.official.domain import (
    APPROACHES,
    ASPECTS,
    DIRECTIONS,
    KINDS,
    FilePlace,
    OfficialIndicator,
    OfficialPlan,
    OfficialResult,
)
from portal.evaluation.official.merging import shown_target_of
from portal.evaluation.official.plan_rows import QUARTERS, written_row
from portal.evaluation.official.targets import written_number
from portal.evaluation.plans.domain import Indicator, Plan, Result, Version


@dataclass(frozen=True, slots=True)
class Named:
    """Whose plan it is: as the record has the person.

    :ivar number: empty for somebody without a staff number.
    """

    name: str
    number: str


def official_of(
    plan: Plan,
    version: Version,
    *,
    whose: Named,
    served: Mapping[int, str],
    unlock: Callable[[bytes], str],
) -> OfficialPlan:
    """Return what a version of a plan says, as the official record would.

    :param served: texts of the leaders' results by their numbers.
    :param unlock: opens an encrypted text.
    """
    return OfficialPlan(
        FilePlace(0),
        whose.number,
        whose.name,
        plan.starts_on,
        plan.ends_on,
        plan.approach,
        plan.official_number,
        results=tuple(_result(each, served) for each in version.results),
        expectations={value: unlock(text) for value, text in version.expectations.items()},
        appendix={kind: text for kind, text in version.appendix.items() if text},
    )


def rows_of(official: OfficialPlan) -> Iterator[Sequence[str]]:
    """Yield a plan's rows, one an indicator, in the order of the table's headings.

    What is the same in all rows of the plan, or of a result, stands in the first of them only.
    """
    head = {
        "number": official.number,
        "name": official.name,
        "starts_on": official.starts_on.isoformat() if official.starts_on else "",
        "ends_on": official.ends_on.isoformat() if official.ends_on else "",
        "approach": APPROACHES[official.approach] if official.approach else "",
        "official_number": official.official_number,
    }
    for number, result in enumerate(official.results, start=1):
        own = {
            "result_number": f"{number}",
            "kind": KINDS[result.kind],
            "serves": result.serves or "",
            "assigned_by": result.assigned_by or "",
            "result": result.text,
        }
        for each in result.indicators or (None,):
            yield written_row({**head, **own, **({} if each is None else _cells(each))})
            head = {"number": official.number}
            own = {name: own[name] for name in ("result_number", "result")}


def _result(result: Result, served: Mapping[int, str]) -> OfficialResult:
    linked = served.get(result.serves_id, "") if result.serves_id is not None else ""
    return OfficialResult(
        result.text,
        result.kind,
        linked or result.serves_text or None,
        result.assigned_by or None,
        tuple(map(_indicator, result.indicators)),
    )


def _indicator(each: Indicator) -> OfficialIndicator:
    return OfficialIndicator(
        each.text,
        shown_target_of(each),
        each.aspect,
        each.direction,
        each.method or None,
        each.source or None,
        each.weight,
        each.quarters or None,
    )


def _cells(each: OfficialIndicator) -> dict[str, str]:
    quarters = dict(zip(QUARTERS, map(written_number, each.quarters or ()), strict=False))
    return {
        "indicator": each.text,
        "target": each.target,
        "aspect": ASPECTS[each.aspect] if each.aspect else "",
        "direction": DIRECTIONS[each.direction] if each.direction else "",
        "method": each.method or "",
        "source": each.source or "",
        "weight": "" if each.weight is None else f"{each.weight}",
        **quarters,
    }
