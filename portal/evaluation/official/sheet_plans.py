"""A file read sheet by sheet: each is a form, a report, or named as something else."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from portal.evaluation.official.domain import OfficialFault, OfficialPlan
from portal.evaluation.official.forms_known import OLDER, PLANS, REPORTS, Form, form_of
from portal.evaluation.official.plan_report import plans_of_report
from portal.evaluation.official.plan_rows import HEADINGS, long_cells
from portal.evaluation.official.plan_sheets import annex_number, annex_on, plan_on
from portal.evaluation.official.staff_numbers import staff_number
from portal.storage.spreadsheets.table import Grid, RowFault, Sheets


@dataclass(frozen=True, slots=True)
class SheetPlans:
    """The plans on the sheets of a file, what is wrong, and which forms were found, each once."""

    plans: tuple[OfficialPlan, ...]
    faults: tuple[RowFault, ...]
    kinds: tuple[Form, ...]


def plans_on_sheets(sheets: Sheets) -> SheetPlans:
    """Return the plans of a file that is no table; hidden sheets are named and not read."""
    found = [(grid, form_of(grid)) for grid in sheets.grids if grid.rows]
    kinds = tuple(dict.fromkeys(form for _, form in found if form is not None))
    hidden = [RowFault(0, "", OfficialFault.HIDDEN_SHEET, sheet=name) for name in sheets.hidden]
    plans, faults = _of_sheets(found)
    return SheetPlans(plans, tuple(sorted([*hidden, *faults])), kinds)


def _of_sheets(
    found: Sequence[tuple[Grid, Form | None]],
) -> tuple[tuple[OfficialPlan, ...], list[RowFault]]:
    plans: list[OfficialPlan] = []
    faults: list[RowFault] = []
    reports = {form for _, form in found if form in REPORTS}
    # Where both reports are in one file, that of plans says more of them.
    report = Form.PLAN_REPORT if Form.PLAN_REPORT in reports else Form.RESULT_REPORT
    for grid, form in found:
        if form is report:
            read, wrong = plans_of_report(grid)
            faults += wrong
            plans += read
        elif form in PLANS:
            plan, wrong = _checked(plan_on(grid, form))
            faults += wrong
            plans += [plan] if plan is not None else []
        elif form is Form.ANNEX:
            _annex(grid, plans)
        elif form is None or form not in REPORTS:
            kind = _other(form)
            faults.append(RowFault(grid.rows[0].line, "", kind, form or "", sheet=grid.sheet))
    kept, twins = without_twins(plans)
    return kept, [*faults, *twins]


def _annex(grid: Grid, plans: list[OfficialPlan]) -> None:
    number = staff_number(annex_number(grid))[0]
    plans[:] = [
        replace(plan, appendix=annex_on(grid)) if plan.number == number else plan for plan in plans
    ]


def _other(form: Form | None) -> OfficialFault:
    if form is None:
        return OfficialFault.UNKNOWN_FORM
    return OfficialFault.OLDER_FORM if form in OLDER else OfficialFault.OTHER_FORM


def _checked(plan: OfficialPlan) -> tuple[OfficialPlan | None, list[RowFault]]:
    number, kind = staff_number(plan.number)
    faults = [_about(plan, kind, column=HEADINGS["number"])] if kind else []
    if plan.starts_on is None:
        faults.append(_about(plan, OfficialFault.PERIOD_UNREADABLE))
    if not plan.results:
        faults.append(_about(plan, OfficialFault.NO_RESULTS))
    for result in plan.results:
        said = {"result": result.text, "serves": result.serves, "assigned_by": result.assigned_by}
        faults += long_cells(result.line, said, sheet=plan.place.sheet)
        for each in result.indicators:
            said = {"indicator": each.text, "target": each.target}
            faults += long_cells(each.line, said, sheet=plan.place.sheet)
    return (None if faults else replace(plan, number=number)), faults


def without_twins(
    plans: Sequence[OfficialPlan],
) -> tuple[tuple[OfficialPlan, ...], list[RowFault]]:
    """Return the plans without those of the same person for the same days as one before."""
    kept: dict[str, list[OfficialPlan]] = {}
    twins: list[RowFault] = []
    for plan in plans:
        before = kept.setdefault(plan.number, [])
        if any(_shares_days(plan, each) for each in before):
            twins.append(_about(plan, OfficialFault.TWICE))
        else:
            before.append(plan)
    return tuple(plan for each in kept.values() for plan in each), twins


def _shares_days(one: OfficialPlan, other: OfficialPlan) -> bool:
    if one.starts_on is None or other.starts_on is None:
        return True
    one_ends, other_ends = one.ends_on or date.max, other.ends_on or date.max
    return one.starts_on <= other_ends and other.starts_on <= one_ends


def _about(plan: OfficialPlan, kind: OfficialFault, *, column: str = "") -> RowFault:
    return RowFault(plan.place.line, column, kind, plan.name or plan.number, plan.place.sheet)
