"""What the official form says of an indicator: value, remark, evidence, and the answer."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from portal.evaluation.official_forms.realised_text import answer_text, realised_text
from portal.evaluation.plans.domain import Indicator, Result, ResultKind
from portal.evaluation.realisations.domain import IndicatorPeriod, Realisation
from portal.evaluation.realisations.evidence import Evidence, EvidenceKind, FileShown
from portal.evaluation.realisations.realised import Realised
from portal.evaluation.rules.attainment import Aspect, Direction
from portal.evaluation.rules.states import RealisationState
from portal.storage.files.kinds import FileKind

DAY = date(2026, 4, 6)
MEASURE = Indicator(
    0, 1, "Jumlah", Aspect.QUANTITY, Direction.HIGHER, Decimal(95), "%", "", "x", "x", 100
)
HELD = Realisation(
    id=1,
    place=IndicatorPeriod(1, 2, 1, 1, 1),
    state=RealisationState.REPORTED,
    revision=1,
    value=Decimal(96),
    appraiser_value=None,
    reported_on=DAY,
    is_late=False,
    cause=None,
    proposed_by=None,
    remark=b"Dua hari listrik padam",
)
FILE = FileShown(FileKind.PDF, b"laporan.pdf", 100, None)


def item(held: Realisation | None, *evidence: Evidence) -> Realised:
    result = Result(0, 1, ResultKind.MAIN, "Berkas selesai", indicators=(MEASURE,))
    return Realised(result, MEASURE, 1, held, evidence)


def shown(kind: EvidenceKind, text: str, *, file: FileShown | None = None) -> Evidence:
    return Evidence(kind, 1, 1, text, DAY, "", file=file)


def text_of(found: Realised) -> list[str]:
    return realised_text(found, unlock=bytes.decode).splitlines()


def test_value_remark_and_evidence_stand_in_lines() -> None:
    removed = replace(FILE, removed_on=DAY)
    found = item(
        HELD,
        shown(EvidenceKind.LINK, "https://contoh.example"),
        shown(EvidenceKind.FILE, "", file=FILE),
        shown(EvidenceKind.FILE, "", file=removed),
    )

    assert text_of(found) == [
        "96 %",
        "Dua hari listrik padam",
        "Tautan: https://contoh.example",
        "Berkas: laporan.pdf",
    ]


def test_of_what_nobody_said_nothing_stands_there() -> None:
    assert text_of(item(None)) == []
    assert answer_text(item(None), ["x"]) == ""


@pytest.mark.parametrize(
    ("state", "value", "answer"),
    [
        (RealisationState.VERIFIED, None, ["Pimpinan : sesuai bukti", "Karena bukti."]),
        (RealisationState.DISPUTED, Decimal(90), ["Pimpinan : 90 %", "Karena bukti."]),
        (RealisationState.REPORTED, None, ["Karena bukti."]),
    ],
)
def test_the_answer_says_which_value_the_superior_holds(
    state: RealisationState, value: Decimal | None, answer: list[str]
) -> None:
    held = replace(HELD, state=state, appraiser_value=value)

    assert answer_text(item(held), ["Karena bukti."]).splitlines() == answer


def test_what_was_not_reported_says_so() -> None:
    held = replace(HELD, state=RealisationState.NOT_REPORTED, value=None, remark=None)

    assert text_of(item(held)) == ["Tidak dilaporkan"]
