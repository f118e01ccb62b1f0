"""The words of the reports."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.evaluation.development.labels import CAUSE_WORDS
from portal.evaluation.reports.domain import MeritAspect, MeritMeasure
from portal.evaluation.reports.help_domain import NO_CAUSE

ASPECTS: Mapping[MeritAspect, Any] = {
    MeritAspect.PERFORMANCE: _l("Manajemen kinerja"),
    MeritAspect.DEVELOPMENT: _l("Pengembangan kompetensi"),
    MeritAspect.REMEDIES: _l("Disiplin dan upaya administratif"),
}
MEASURES: Mapping[MeritMeasure, Any] = {
    MeritMeasure.PLANS_IN_TIME: _l("Rencana disepakati tepat waktu"),
    MeritMeasure.EVALUATIONS_IN_TIME: _l("Evaluasi triwulan tepat waktu"),
    MeritMeasure.DIALOGUES_HELD: _l("Pegawai yang berdialog kinerja"),
    MeritMeasure.RESULTS_FINAL: _l("Pegawai dengan hasil tahunan yang final"),
    MeritMeasure.TRAINING_REACHED: _l("Pegawai dengan 20 JP pelatihan"),
    MeritMeasure.PROGRAMMES: _l("Program perbaikan kinerja"),
    MeritMeasure.OBJECTIONS_DECIDED: _l("Keberatan yang diputuskan"),
    MeritMeasure.OBJECTIONS_IN_TIME: _l("Keberatan yang diputuskan tepat waktu"),
}
HELP_CAUSES: Mapping[str, Any] = {**CAUSE_WORDS, NO_CAUSE: _l("sebab tidak disebut")}
