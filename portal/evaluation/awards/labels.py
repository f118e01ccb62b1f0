"""Labels of schemes, nominees and juries."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.evaluation.appraisals.labels import PREDICATES
from portal.evaluation.awards.domain import AwardForm, NominationWay, OutsideKind
from portal.evaluation.awards.done_labels import DONE
from portal.evaluation.awards.explained_labels import explanation
from portal.evaluation.rules.award_eligibility import EligibilityOutcome, EligibilityRule
from portal.evaluation.rules.levels import Predicate
from portal.evaluation.rules.states import NomineeState, SchemeState, SeatState

SCHEME_STATES: Mapping[SchemeState, Any] = {
    SchemeState.DRAFT: _l("rancangan"),
    SchemeState.PUBLISHED: _l("aturan terbit"),
    SchemeState.NOMINATING: _l("pengusulan dibuka"),
    SchemeState.SCREENING: _l("syarat diperiksa"),
    SchemeState.JUDGING: _l("dinilai juri"),
    SchemeState.DECIDED: _l("diputuskan"),
    SchemeState.ANNOUNCED: _l("diumumkan"),
    SchemeState.CLOSED: _l("ditutup"),
}
NOMINEE_STATES: Mapping[NomineeState, Any] = {
    NomineeState.NOMINATED: _l("diusulkan"),
    NomineeState.ELIGIBLE: _l("memenuhi syarat"),
    NomineeState.NOT_ELIGIBLE: _l("tidak memenuhi syarat"),
    NomineeState.WITHDRAWN: _l("mengundurkan diri"),
}
SEAT_STATES: Mapping[SeatState, Any] = {
    SeatState.DRAWN: _l("terpilih dalam undian"),
    SeatState.TAKEN: _l("menilai"),
    SeatState.STEPPED_OUT: _l("mundur karena hubungan"),
}
FORMS: Mapping[AwardForm, Any] = {
    AwardForm.CERTIFICATE: _l("piagam"),
    AwardForm.MONEY: _l("piagam dan uang"),
    AwardForm.PROMOTION: _l("piagam dan usulan kenaikan pangkat"),
}
WAYS: Mapping[NominationWay, Any] = {
    NominationWay.SUPERIOR: _l("oleh atasan"),
    NominationWay.COLLEAGUE: _l("oleh rekan kerja"),
    NominationWay.ONESELF: _l("oleh diri sendiri"),
}
RECORDS: Mapping[OutsideKind, Any] = {
    OutsideKind.INTEGRITY: _l("Keterangan integritas dari inspektorat"),
    OutsideKind.HOURS: _l("Jam pelatihan (JP) pada tahun penilaian"),
    OutsideKind.PREDICATE: _l("Predikat tahun lain dari catatan resmi"),
}
INTEGRITY: Mapping[str, Any] = {"yes": _l("tidak ada catatan"), "no": _l("ada catatan")}
RULES: Mapping[EligibilityRule, Any] = {
    EligibilityRule.PREDICATES: _l("Predikat Baik atau lebih, berturut-turut"),
    EligibilityRule.OUTSTANDING: _l("Predikat Sangat Baik"),
    EligibilityRule.FINAL: _l("Hasil sudah final"),
    EligibilityRule.HOURS: _l("Jam pelatihan"),
    EligibilityRule.IN_POST: _l("Satu tahun dalam jabatan"),
    EligibilityRule.INTEGRITY: _l("Integritas"),
    EligibilityRule.CITIZENS: _l("Suara warga"),
}
OUTCOMES: Mapping[EligibilityOutcome, Any] = {
    EligibilityOutcome.MET: _l("terpenuhi"),
    EligibilityOutcome.NOT_MET: _l("tidak terpenuhi"),
    EligibilityOutcome.UNKNOWN: _l("belum diketahui"),
}


def recorded(kind: str, value: str) -> str:
    """Return what the office recorded, in words."""
    if kind == OutsideKind.INTEGRITY:
        return str(INTEGRITY[value])
    return str(PREDICATES[Predicate(value)]) if kind == OutsideKind.PREDICATE else value


#: By what pages call them.
ON_PAGES: Mapping[str, Any] = {
    "state": SCHEME_STATES,
    "nominee": NOMINEE_STATES,
    "seat": SEAT_STATES,
    "form": FORMS,
    "way": WAYS,
    "record": RECORDS,
    "rule": RULES,
    "outcome": OUTCOMES,
    "done": DONE,
    "explain": explanation,
    "value": recorded,
}
