"""Parts that all official forms share: titles, the two people, behaviour, signatures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from portal.evaluation.official.domain import OfficialPerson
from portal.evaluation.official.fixed_words import EXPECTATION, NOTHING, VALUES
from portal.evaluation.official.spans import written_day, written_span
from portal.evaluation.official_forms.layout import Layout
from portal.evaluation.plans.domain import BehaviourValue
from portal.storage.spreadsheets.writing import Look

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
        texts[at] = f"{EXPECTATION}\n{said}"
        if feedback is not None:
            texts[-1] = feedback.get(value, "") or NOTHING
        layout.row(texts)


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
        layout.row([left, *[""] * (middle - 1), right, *blanks])
        _halves(layout, middle)

    return put


def _halves(layout: Layout, middle: int) -> None:
    layout.merge(0, middle - 1)
    layout.merge(middle, layout.width - 1)


def _value(person: OfficialPerson, number: int) -> str:
    values = (person.name, person.number, person.rank, person.post, person.unit)
    return values[number - 1] or NOTHING
