"""A month in code is a `Month`, a range a `MonthRange`: a bare text is named here, with why.

Only what is named may be a text, so that the list only ever becomes shorter.
"""

import ast
import re
from collections.abc import Iterator, Mapping

from tests.architecture.source_files import nodes, parsed, sources

# What parameters and fields are called that hold months or periods of the calendar.
NAME = re.compile(r"(^|_)(months?|periods?)$")
# By reason: which parameters and fields may be texts.
BARE: Mapping[str, str] = {
    "turns the text into a month or a range, or refuses it": """
        evaluation.official_forms.reading_back: _quarter(period)
        time.months: _later(month)
        time.months: covering(months)
        time.months: days_in(month)
        time.months: first_day(month)
        time.months: month_after(month)
        time.months: month_bounds(month)
        time.months: months_back(month)
        time.months: ordinal(month)
    """,
    "what somebody typed at the command line, read in the first lines": """
        cli.contradictions: contradictions(month)
        cli.paper: import_questionnaires(period)
        cli.releases: hold(period)
        cli.releases: prepare(period)
        cli.releases: publish(period)
    """,
    "of a published document, which is JSON: a month or a range as it is written there": """
        disclosure.complaints: __init__(period)
        disclosure.documents: _of_estimate(period)
        disclosure.documents: estimated(period)
        disclosure.figures: Count.period
        evaluation.appraisals.citizens_queries: is_served(months)
        publication.figures.documents: EarlierResult.period
        publication.figures.review: ReviewLine.period
        publication.figures.staff_figures: ServicesDocument.period
        publication.reports.content: TrendPoint.period
        publication.reports.content: month(period)
        transparency.domain.findings: _of_period(period)
        transparency.domain.place_page: Estimated.period
        web.formatting: month(period)
    """,
    "a year, half, quarter or month (2026-H1) as tables and addresses hold it": """
        complaints.published.models: CountedHalfYear.period
        publication.earlier_results.models: EarlierTotal.period
        publication.earlier_results.queries: EarlierPublication.period
        publication.report_finishing.forms: to_plan(period)
        publication.report_finishing.routes: _shown(period)
        publication.report_finishing.routes: plan(period)
        publication.report_plans.domain: ReportPlan.period
        publication.report_plans.models: ReportPlanRow.period
        publication.report_plans.queries: plan_row(period)
        publication.report_plans.queries: report_plan(period)
        publication.report_plans.service: PlanOutcome.period
        publication.reports.routes: _official(period)
        publication.reports.routes: city_recap(period)
        publication.reports.routes: official(period)
        publication.reports.routes: span_over(period)
        transparency.routes.reports: _drawn(period)
        transparency.routes.reports: _report(period)
        transparency.routes.reports: report_json(period)
        transparency.routes.reports: report_pdf(period)
    """,
}


def annotated(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """Yield what has a type and is called a month: ``due_on(period)``, ``Release.period``."""
    for node in nodes(tree, ast.FunctionDef):
        for each in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs):
            if each.annotation is not None and NAME.search(each.arg):
                yield f"{node.name}({each.arg})", each.annotation
    for holder in nodes(tree, ast.ClassDef):
        for part in holder.body:
            name = getattr(part.target, "id", "") if isinstance(part, ast.AnnAssign) else ""
            if isinstance(part, ast.AnnAssign) and NAME.search(name):
                yield f"{holder.name}.{name}", part.annotation


def is_text(annotation: ast.expr) -> bool:
    """Return whether a type is text or holds text; what text is the key of may be anything."""
    return any(isinstance(node, ast.Name) and node.id == "str" for node in ast.walk(annotation))


def bare_in(tree: ast.Module) -> set[str]:
    return {name for name, annotation in annotated(tree) if is_text(annotation)}


def test_only_what_is_named_holds_a_month_as_text() -> None:
    named = {line.strip() for lines in BARE.values() for line in lines.strip().splitlines()}
    bare = {
        f"{module.removeprefix('portal.')}: {name}"
        for module, path in sources().items()
        for name in bare_in(parsed(path))
    }

    assert bare == named


def test_a_bare_month_is_found() -> None:
    text = (
        "def f(period: str, last_month: str | None, *, months: tuple[str, ...], day: str): ...\n"
        "class C:\n    first_period: Mapped[str]\n    month: Month\n    address: str\n"
    )

    found = {"f(period)", "f(last_month)", "f(months)", "C.first_period"}
    assert bare_in(ast.parse(text)) == found
