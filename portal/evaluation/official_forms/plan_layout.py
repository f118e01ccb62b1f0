"""A plan and its annex in the layout of the official forms, as sheets."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.evaluation.official.domain import (
    APPENDIX,
    ASPECTS,
    EXPECTATION,
    GUIDES,
    KINDS,
    NOTHING,
    VALUES,
    OfficialIndicator,
    OfficialPerson,
    OfficialPlan,
    OfficialResult,
)
from portal.evaluation.official.spans import written_day, written_span
from portal.evaluation.official_forms.layout import Layout, numbered
from portal.evaluation.plans.domain import Approach, BehaviourValue
from portal.evaluation.rules.planning import ResultKind
from portal.storage.spreadsheets.writing import Look, WrittenSheet

_LABELS = ("NAMA", "NIP", "PANGKAT/GOL. RUANG", "JABATAN", "UNIT KERJA")
FOR_STAFF = "BAGI PEJABAT ADMINISTRASI DAN PEJABAT FUNGSIONAL"
FOR_HEADS = "BAGI PEJABAT PIMPINAN TINGGI DAN PIMPINAN UNIT KERJA MANDIRI"


@dataclass(frozen=True, slots=True)
class FormHead:
    """What stands above and below every form.

    :ivar institution: such as PEMERINTAH KOTA CONTOH.
    :ivar starts_on: with ``ends_on`` the days that the form is about, both inclusive.
    :ivar signed_on: beside the place of signing; None while nobody agreed.
    :ivar is_head: whether it is the form of heads.
    """

    institution: str
    place: str
    starts_on: date
    ends_on: date
    person: OfficialPerson
    appraiser: OfficialPerson
    signed_on: date | None = None
    is_head: bool = False


def head_block(layout: Layout, head: FormHead) -> None:
    """Add institution and period, then both people side by side."""
    middle = layout.width // 2
    blanks = layout.width - middle - 1
    period = f"PERIODE PENILAIAN: {written_span(head.starts_on, head.ends_on)}"
    layout.row([head.institution, *[""] * (middle - 1), period, *[""] * blanks], look=Look.BOLD)
    _halves(layout, middle)
    names = ["NO", "PEGAWAI YANG DINILAI", *[""] * (middle - 2)]
    names += ["NO", "PEJABAT PENILAI KINERJA", *[""] * (layout.width - middle - 2)]
    layout.row(names, look=Look.HEAD)
    layout.merge(1, middle - 1)
    layout.merge(middle + 1, layout.width - 1)
    for number, label in enumerate(_LABELS, start=1):
        own = _value(head.person, number)
        other = _value(head.appraiser, number)
        right = "INSTANSI" if head.is_head and label == "UNIT KERJA" else label
        left_cells = [f"{number}", label, own, *[""] * (middle - 3)]
        right_cells = [f"{number}", right, other, *[""] * (layout.width - middle - 3)]
        layout.row(left_cells + right_cells)
        layout.merge(2, middle - 1)
        layout.merge(middle + 2, layout.width - 1)


def behaviour_block(
    layout: Layout,
    expectations: Mapping[BehaviourValue, str],
    *,
    feedback: Mapping[BehaviourValue, str] | None = None,
) -> None:
    """Add the seven values with the leader's expectations, and feedback where there is any."""
    layout.line("PERILAKU KERJA")
    for number, (value, word) in enumerate(VALUES.items(), start=1):
        texts = [f"{number}", word, *[""] * (layout.width - 2)]
        said = expectations.get(value, "")
        at = layout.width - (2 if feedback is None else 3)
        texts[2] = "\n".join(f"- {each}" for each in GUIDES[value])
        texts[at] = f"{EXPECTATION}\n{said}"
        if feedback is not None:
            texts[-1] = feedback.get(value, "") or NOTHING
        layout.row(texts)
        layout.merge(2, at - 1)
        last = layout.width - (1 if feedback is None else 2)
        layout.merge(at, last)


def signatures(layout: Layout, head: FormHead, *, is_person_signing: bool) -> None:
    """Add place and day, and who signs: the person only where the form asks for it."""
    middle = layout.width // 2
    day = written_day(head.signed_on) if head.signed_on else "..."
    put = _putter(layout, middle)
    layout.blank()
    put("", f"{head.place}, {day}")
    put("Pegawai yang Dinilai" if is_person_signing else "", "Pejabat Penilai Kinerja")
    layout.blank()
    put(head.person.name if is_person_signing else "", head.appraiser.name)
    own = f"NIP {head.person.number or NOTHING}"
    put(own if is_person_signing else "", f"NIP {head.appraiser.number or NOTHING}")


def _putter(layout: Layout, middle: int) -> Callable[[str, str], None]:
    def put(left: str, right: str) -> None:
        blanks = [""] * (layout.width - middle - 1)
        layout.row([left, *[""] * (middle - 1), right, *blanks], look=Look.BARE)
        _halves(layout, middle)

    return put


def _halves(layout: Layout, middle: int) -> None:
    layout.merge(0, middle - 1)
    layout.merge(middle, layout.width - 1)


def _value(person: OfficialPerson, number: int) -> str:
    values = (person.name, person.number, person.rank, person.post, person.unit)
    return values[number - 1] or NOTHING


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
