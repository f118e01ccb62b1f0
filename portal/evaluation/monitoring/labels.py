"""Labels of states of notes and dialogues, and causes of difficulties."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.evaluation.monitoring.domain import DifficultyCause
from portal.evaluation.rules.states import DialogueState, NoteState

NOTE_STATES: Mapping[NoteState, Any] = {
    NoteState.WRITTEN: _l("belum dibaca"),
    NoteState.READ: _l("sudah dibaca"),
    NoteState.ANSWERED: _l("ditanggapi"),
}
DIALOGUE_STATES: Mapping[DialogueState, Any] = {
    DialogueState.PLANNED: _l("direncanakan"),
    DialogueState.HELD: _l("menunggu konfirmasi"),
    DialogueState.CONFIRMED: _l("dikonfirmasi keduanya"),
    DialogueState.DISPUTED: _l("tidak disetujui"),
}
CAUSES: Mapping[DifficultyCause, Any] = {
    DifficultyCause.SKILL: _l("Keterampilan"),
    DifficultyCause.LOAD: _l("Beban kerja"),
    DifficultyCause.TOOLS: _l("Alat atau sistem"),
    DifficultyCause.PROCESS: _l("Proses atau aturan"),
    DifficultyCause.PERSONAL: _l("Pribadi (tanpa rincian)"),
    DifficultyCause.UNCLEAR_EXPECTATION: _l("Harapan belum jelas"),
}
