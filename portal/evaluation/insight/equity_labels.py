"""Labels of the yearly equity check."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.evaluation.insight.equity_domain import EquityDecisionKind
from portal.evaluation.rules.equity_groups import LEAST_GROUP, EquityGroup, EquityMeasure

MEASURES: Mapping[EquityMeasure, Any] = {
    EquityMeasure.CITIZENS: _l("angka warga dikurangi yang diharapkan di layanannya (skala 1-4)"),
    EquityMeasure.COLLEAGUES: _l("angka rekan (skala 1-5)"),
    EquityMeasure.STEPS: _l("rata-rata langkah pejabat penilai (skala 1-5)"),
}
COMPARED: Mapping[EquityGroup, Any] = {
    EquityGroup.WOMEN: _l("perempuan dibanding laki-laki"),
    EquityGroup.AGE_TO_34: _l("umur sampai 34 dibanding lainnya"),
    EquityGroup.AGE_35_TO_44: _l("umur 35-44 dibanding lainnya"),
    EquityGroup.AGE_45_TO_54: _l("umur 45-54 dibanding lainnya"),
    EquityGroup.AGE_FROM_55: _l("umur 55 ke atas dibanding lainnya"),
    EquityGroup.PPPK: _l("PPPK dibanding PNS"),
    EquityGroup.LONG_ABSENCE: _l("60 hari tidak hadir sah atau lebih dibanding tanpa"),
}
DECISIONS: Mapping[EquityDecisionKind, Any] = {
    EquityDecisionKind.WEIGHT_ZERO: _l("Bobot warga 0 dalam aturan berikutnya"),
    EquityDecisionKind.REASON: _l("Bobot tetap, dengan alasan yang dibaca semua pegawai"),
}
MATTERS: Mapping[str, Any] = {
    "equity_undecided": _l(
        "Perbedaan angka warga antarkelompok terlihat dua tahun berturut. Putuskan dahulu: bobot "
        "warga 0, atau tetap dengan alasan."
    ),
    "equity_weight": _l(
        "Diputuskan bahwa bobot warga 0, tetapi aturan terbaru masih memberinya bobot. Ubah "
        "aturannya dahulu."
    ),
}
# What the page's template reads.
WORDS: Mapping[str, Any] = {
    "measure": MEASURES,
    "compared": COMPARED,
    "decision": DECISIONS,
    "least": LEAST_GROUP,
}
