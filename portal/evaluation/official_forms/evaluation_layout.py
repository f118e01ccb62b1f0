"""An evaluation of a quarter or a year in the layout of the official forms; plain values in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from portal.evaluation.official.domain import APPROACHES, NOTHING, OfficialPerson, OfficialPlan
from portal.evaluation.official.spans import written_day, written_span
from portal.evaluation.official_forms.curve import curve_rows
from portal.evaluation.official_forms.layout import Layout, numbered
from portal.evaluation.official_forms.plan_layout import (
    FOR_HEADS,
    FOR_STAFF,
    HEAD_HEADS,
    MEASURES,
    STAFF_HEADS,
    FormHead,
    behaviour_block,
    group_lines,
    head_block,
    result_cells,
    signatures,
)
from portal.evaluation.plans.domain import Approach, BehaviourValue
from portal.storage.spreadsheets.writing import Look, WrittenSheet

REALISATION = "REALISASI BERDASARKAN BUKTI DUKUNG"
FEEDBACK = "UMPAN BALIK BERKELANJUTAN BERDASARKAN BUKTI DUKUNG"
QUARTERS = ("I", "II", "III", "IV")
_WIDTHS = (5, 24, 24, 11, 24, 16, 26, 26)
_PERSON_LABELS = ("NAMA", "NIP", "PANGKAT/GOL RUANG", "JABATAN", "UNIT KERJA")


@dataclass(frozen=True, slots=True)
class PeriodValues:
    """What an evaluation says beside the plan; empty where nothing was said.

    :ivar quarter: 1 to 4; None for the year, which the forms call AKHIR.
    :ivar realised: of each result in order, of each of its indicators, value and feedback.
    :ivar result_level: with ``behaviour_level`` and ``predicate`` the words of the forms.
    """

    quarter: int | None
    organisation: str = ""
    realised: Sequence[Sequence[tuple[str, str]]] = ()
    feedback: Mapping[BehaviourValue, str] = field(default_factory=dict)
    result_level: str = ""
    behaviour_level: str = ""
    predicate: str = ""


@dataclass(frozen=True, slots=True)
class DocumentValues:
    """What the *dokumen evaluasi* says beside its two people; two days, which may differ."""

    superior: OfficialPerson
    organisation: str
    predicate: str
    notes: str = ""
    person_signed_on: date | None = None
    appraiser_signed_on: date | None = None


def periodic_form(plan: OfficialPlan, head: FormHead, *, values: PeriodValues) -> WrittenSheet:
    """Return the evaluation of a quarter, or of the year, with eight columns."""
    layout = Layout("EVALUASI", len(_WIDTHS), _WIDTHS, is_wide=True)
    layout.line("EVALUASI KINERJA PEGAWAI", look=Look.TITLE)
    approach = plan.approach or Approach.QUANTITATIVE
    layout.line(f"PENDEKATAN HASIL KERJA {APPROACHES[approach].upper()}", look=Look.TITLE)
    layout.line(FOR_HEADS if head.is_head else FOR_STAFF, look=Look.TITLE)
    layout.line(f"PERIODE: {period_name(values.quarter)}", look=Look.TITLE)
    layout.blank()
    head_block(layout, head)
    layout.line(f"CAPAIAN KINERJA ORGANISASI*: {_upper(values.organisation)}")
    layout.line(f"POLA DISTRIBUSI: {_upper(values.organisation)}")
    curve_rows(layout, values.organisation)
    layout.line("HASIL KERJA")
    if approach is Approach.QUALITATIVE:
        _blocks(layout, plan, values=values)
    else:
        _table(layout, plan, is_head=head.is_head, values=values)
    layout.line(f"RATING HASIL KERJA*: {_upper(values.result_level)}")
    behaviour_block(layout, plan.expectations, feedback=values.feedback)
    layout.line(f"RATING PERILAKU KERJA*: {_upper(values.behaviour_level)}")
    layout.line(f"PREDIKAT KINERJA PEGAWAI*: {_upper(values.predicate)}")
    layout.line("*diisi oleh pimpinan", look=Look.BARE)
    signatures(layout, head, is_person_signing=False)
    return layout.sheet()


def document_form(head: FormHead, *, values: DocumentValues, quarter: int | None) -> WrittenSheet:
    """Return the *dokumen evaluasi*: five numbered boxes; the emblem's place stays empty."""
    layout = Layout("DOKUMEN", 4, (5, 34, 30, 31))
    layout.blank()
    layout.line("DOKUMEN EVALUASI KINERJA PEGAWAI", look=Look.TITLE)
    layout.line(f"PERIODE: {period_name(quarter)}", look=Look.TITLE)
    period = written_span(head.starts_on, head.ends_on)
    layout.line(f"{head.institution}   PERIODE PENILAIAN: {period}", look=Look.PLAIN)
    people = (
        ("PEGAWAI YANG DINILAI", head.person),
        ("PEJABAT PENILAI KINERJA", head.appraiser),
        ("ATASAN PEJABAT PENILAI KINERJA", values.superior),
    )
    for number, (title, person) in enumerate(people, start=1):
        _box(layout, number, title=title)
        said = (person.name, person.number, person.rank, person.post, person.unit)
        for label, text in zip(_PERSON_LABELS, said, strict=True):
            _pair(layout, label, text=text)
    _box(layout, 4, title="EVALUASI KINERJA")
    _pair(layout, "CAPAIAN KINERJA ORGANISASI", text=_upper(values.organisation))
    _pair(layout, "PREDIKAT KINERJA PEGAWAI", text=_upper(values.predicate))
    _box(layout, 5, title="CATATAN/REKOMENDASI")
    layout.row(["", values.notes or NOTHING, "", ""])
    layout.merge(1, 3)
    _two_days(layout, head, values=values)
    return layout.sheet()


def period_name(quarter: int | None) -> str:
    """Return what the forms call a period: ``TRIWULAN III``; the year is ``AKHIR``."""
    if quarter is None:
        return "AKHIR"
    # A cycle may have other periods than quarters; the forms have no word for them.
    is_quarter = quarter <= len(QUARTERS)
    return f"TRIWULAN {QUARTERS[quarter - 1]}" if is_quarter else f"PERIODE {quarter}"


def _table(layout: Layout, plan: OfficialPlan, *, is_head: bool, values: PeriodValues) -> None:
    heads = (*(HEAD_HEADS if is_head else STAFF_HEADS), REALISATION, FEEDBACK)
    layout.row(heads, look=Look.HEAD)
    layout.row(numbered(len(heads)), look=Look.HEAD)
    said = {id(result): at for at, result in enumerate(plan.results)}
    for group, results in group_lines(plan.results):
        layout.line(group)
        for number, result in enumerate(results, start=1):
            at = said[id(result)]
            own = values.realised[at] if at < len(values.realised) else ()
            for index, each in enumerate(result.indicators or (None,)):
                shown = 0 if index else number
                cells = result_cells(result, each, number=shown, is_head=is_head)
                value, feedback = own[index] if index < len(own) else ("", "")
                layout.row([*cells, value or NOTHING, feedback or NOTHING])
            for column in (0, 1) if is_head else (0, 1, 2):
                layout.merge(column, column, height=max(1, len(result.indicators)))


def _blocks(layout: Layout, plan: OfficialPlan, *, values: PeriodValues) -> None:
    """Add the results of the qualitative approach: one row a measure, its result in the first."""
    middle = layout.width - 3
    heads = ["NO", "HASIL KERJA", *[""] * (middle - 1), REALISATION, FEEDBACK]
    layout.row(heads, look=Look.HEAD)
    layout.merge(1, middle)
    said = {id(result): at for at, result in enumerate(plan.results)}
    for group, results in group_lines(plan.results):
        layout.line(group)
        for number, result in enumerate(results, start=1):
            at = said[id(result)]
            own = values.realised[at] if at < len(values.realised) else ()
            for index, each in enumerate(result.indicators):
                words = f"- {each.text}" if index else f"{result.text}\n{MEASURES}\n- {each.text}"
                value, feedback = own[index] if index < len(own) else ("", "")
                left = ["" if index else f"{number}", words, *[""] * (middle - 1)]
                layout.row([*left, value or NOTHING, feedback or NOTHING])
                layout.merge(1, middle)


def _box(layout: Layout, number: int, *, title: str) -> None:
    layout.row([f"{number}", title, "", ""], look=Look.HEAD)
    layout.merge(1, 3)


def _pair(layout: Layout, label: str, *, text: str) -> None:
    layout.row(["", label, text or NOTHING, ""])
    layout.merge(2, 3)


def _two_days(layout: Layout, head: FormHead, *, values: DocumentValues) -> None:
    days = (values.person_signed_on, values.appraiser_signed_on)
    left, right = (f"{head.place}, {written_day(day)}" if day else "..." for day in days)
    for own, other in (
        (left, right),
        ("Pegawai yang Dinilai", "Pejabat Penilai Kinerja"),
        (head.person.name, head.appraiser.name),
        (f"NIP {head.person.number or NOTHING}", f"NIP {head.appraiser.number or NOTHING}"),
    ):
        layout.row(["", own, other, ""], look=Look.BARE)


def _upper(text: str) -> str:
    return text.upper() or NOTHING
