"""A plan and its annex in the layout of the official forms, as sheets."""

from collections.abc import Sequence

from portal.evaluation.official.domain import OfficialIndicator, OfficialPlan, OfficialResult
from portal.evaluation.official.fixed_words import APPENDIX, ASPECTS, KINDS, NOTHING
from portal.evaluation.official.spans import written_span
from portal.evaluation.official_forms.form_parts import (
    FOR_HEADS,
    FOR_STAFF,
    FormHead,
    behaviour_block,
    head_block,
    signatures,
)
from portal.evaluation.official_forms.layout import Layout, numbered
from portal.evaluation.plans.domain import Approach
from portal.evaluation.rules.planning import ResultKind
from portal.storage.spreadsheets.writing import Look, WrittenSheet

STAFF_HEADS = (
    "NO",
    "RENCANA HASIL KERJA PIMPINAN YANG DIINTERVENSI",
    "RENCANA HASIL KERJA",
    "ASPEK",
    "INDIKATOR KINERJA INDIVIDU",
    "TARGET",
)
HEAD_HEADS = (
    "NO",
    "RENCANA HASIL KERJA",
    "INDIKATOR KINERJA INDIVIDU",
    "TARGET",
    "PERSPEKTIF",
    "",
)
MEASURES = "Ukuran keberhasilan / Indikator Kinerja Individu, dan Target:"
_WIDTHS = (5, 26, 26, 12, 28, 20)
_GROUPS = {ResultKind.MAIN: "A", ResultKind.ADDITIONAL: "B"}


def plan_forms(plan: OfficialPlan, head: FormHead) -> Sequence[WrittenSheet]:
    """Return the plan's form and its annex."""
    return (_plan(plan, head), _annex(plan, head))


def group_lines(
    results: Sequence[OfficialResult],
) -> Sequence[tuple[str, Sequence[OfficialResult]]]:
    """Return the group lines of a form, each with its results."""
    return [
        (
            f"{letter}. {KINDS[kind].upper()}",
            [each for each in results if each.kind is kind],
        )
        for kind, letter in _GROUPS.items()
    ]


def result_cells(
    result: OfficialResult, each: OfficialIndicator | None, *, number: int, is_head: bool
) -> list[str]:
    """Return the cells of one indicator; of the result only with its first one (``number``)."""
    first = bool(number)
    target = (each.target if each else "") or NOTHING
    indicator = each.text if each else NOTHING
    own = [f"{number}" if first else "", result.text if first else ""]
    if is_head:
        return [*own, indicator, target, NOTHING if first else "", ""]
    serves = (result.serves or NOTHING) if first else ""
    aspect = ASPECTS[each.aspect] if each and each.aspect else NOTHING
    return [own[0], serves, own[1], aspect, indicator, target]


def _plan(plan: OfficialPlan, head: FormHead) -> WrittenSheet:
    is_qualitative = plan.approach is Approach.QUALITATIVE
    layout = Layout("SKP", len(STAFF_HEADS), _WIDTHS)
    kind = "KUALITATIF" if is_qualitative else "KUANTITATIF"
    layout.line("SASARAN KINERJA PEGAWAI", look=Look.TITLE)
    layout.line(f"PENDEKATAN HASIL KERJA {kind}", look=Look.TITLE)
    layout.line(FOR_HEADS if head.is_head else FOR_STAFF, look=Look.TITLE)
    layout.blank()
    head_block(layout, head)
    layout.line("HASIL KERJA")
    if is_qualitative:
        _blocks(layout, plan)
    else:
        _table(layout, plan, is_head=head.is_head)
    behaviour_block(layout, plan.expectations)
    signatures(layout, head, is_person_signing=True)
    return layout.sheet()


def _table(layout: Layout, plan: OfficialPlan, *, is_head: bool) -> None:
    heads = HEAD_HEADS if is_head else STAFF_HEADS
    layout.row(heads, look=Look.HEAD)
    layout.row(numbered(len([each for each in heads if each])), look=Look.HEAD)
    for group, results in group_lines(plan.results):
        layout.line(group)
        if not results:
            layout.line(NOTHING, look=Look.PLAIN)
        for number, result in enumerate(results, start=1):
            for at, each in enumerate(result.indicators or (None,)):
                layout.row(result_cells(result, each, number=0 if at else number, is_head=is_head))
            height = max(1, len(result.indicators))
            for column in (0, 1) if is_head else (0, 1, 2):
                layout.merge(column, column, height=height)


def _blocks(layout: Layout, plan: OfficialPlan) -> None:
    for group, results in group_lines(plan.results):
        layout.line(group)
        for number, result in enumerate(results, start=1):
            _block(layout, result, number=number)


def _block(layout: Layout, result: OfficialResult, *, number: int) -> None:
    blanks = [""] * (layout.width - 2)
    layout.row([f"{number}", _one_line(result.text), *blanks])
    if result.assigned_by:
        layout.row(["", f"(Penugasan Dari: {_one_line(result.assigned_by)})", *blanks])
    layout.row(["", MEASURES, *blanks])
    for each in result.indicators:
        layout.row(["", f"- {_one_line(each.text)}", *blanks])


def _annex(plan: OfficialPlan, head: FormHead) -> WrittenSheet:
    layout = Layout("LAMPIRAN", 4, (5, 45, 25, 25))
    layout.line("LAMPIRAN SASARAN KINERJA PEGAWAI", look=Look.TITLE)
    layout.blank()
    period = written_span(head.starts_on, head.ends_on)
    layout.line(f"{head.institution}   PERIODE PENILAIAN: {period}", look=Look.PLAIN)
    for kind, title in APPENDIX.items():
        layout.line(title)
        lines = [each for each in plan.appendix.get(kind, "").splitlines() if each.strip()]
        for number, text in enumerate(lines, start=1):
            layout.row([f"{number}", text, "", ""])
            layout.merge(1, 3)
        if not lines:
            layout.row([NOTHING, "", "", ""])
    signatures(layout, head, is_person_signing=True)
    return layout.sheet()


def _one_line(text: str) -> str:
    return " ".join(text.split())
