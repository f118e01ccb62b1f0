"""Labels of silences on plans, and of those who are told of them."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.evaluation.plan_silence.domain import SilenceKind, ToldAs

SILENCES: Mapping[SilenceKind, Any] = {
    SilenceKind.NOT_SENT: _l("SKP belum dikirim"),
    SilenceKind.NOT_ANSWERED: _l("SKP belum dijawab pejabat penilai"),
}
TOLD: Mapping[ToldAs, Any] = {
    ToldAs.PERSON: _l("pegawai"),
    ToldAs.APPRAISER: _l("pejabat penilai"),
    ToldAs.ABOVE: _l("atasan pejabat penilai"),
    ToldAs.COORDINATOR: _l("koordinator kinerja"),
}
