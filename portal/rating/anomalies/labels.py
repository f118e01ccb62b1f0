"""Labels of anomalies, outcomes and rules for staff and citizens."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice

from portal.rating.answers.answers import Channel
from portal.rating.mixing.anomaly_rules import AnomalyKind, ExclusionRule, ReviewOutcome

Words = Mapping[Any, Any]

KINDS: Words = {
    AnomalyKind.LOW_SHARE: _l("Penilaian rendah bertambah"),
    AnomalyKind.ALL_TOP_SHARE: _l("Penilaian serba 4 bertambah"),
    AnomalyKind.BURST: _l("Banyak penilaian terbuka dalam satu jam"),
    AnomalyKind.RATINGS_ABOVE_TICKETS: _l("Penilaian lebih banyak daripada tiket"),
    AnomalyKind.RATINGS_ABOVE_VISITS: _l("Penilaian lebih banyak daripada kunjungan"),
    AnomalyKind.TICKETS_ABOVE_VISITS: _l("Tiket terpakai lebih banyak daripada kunjungan"),
}
OUTCOMES: Words = {
    ReviewOutcome.EXPLAINED: _l("Ada penjelasannya"),
    ReviewOutcome.UNFOUNDED: _l("Tidak ada masalah"),
    ReviewOutcome.EXCLUDED: _l("Dikecualikan"),
}
RULES: Words = {
    ExclusionRule.NOT_FROM_VISITORS: _l("Sebagian besar penilaian bukan dari pengunjung"),
    ExclusionRule.STAFF_RATED: _l("Petugas menilai sendiri atau menyuruh menilai"),
    ExclusionRule.DEVICE_FAULT: _l("Alat atau kode QR rusak atau tertukar"),
}
CHANNELS: Words = {
    Channel.TICKET: _l("Tiket kunjungan"),
    Channel.PRESENCE: _l("Layar atau tablet di loket"),
    Channel.OPEN: _l("Kode QR di loket, kunjungan tidak diperiksa"),
    Channel.PAPER: _l("Kuesioner kertas"),
}


def choices(words: Words) -> list[SelectChoice]:
    """Return ``words`` as the choices of a form."""
    return [SelectChoice(str(value), label) for value, label in words.items()]
