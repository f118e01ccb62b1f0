"""What states of notes and dialogues, and causes of difficulties are called."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.evaluation.monitoring.domain import NotedDifficultyCause
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
CAUSES: Mapping[NotedDifficultyCause, Any] = {
    NotedDifficultyCause.SKILL: _l("Keterampilan"),
    NotedDifficultyCause.LOAD: _l("Beban kerja"),
    NotedDifficultyCause.TOOLS: _l("Alat atau sistem"),
    NotedDifficultyCause.PROCESS: _l("Proses atau aturan"),
    NotedDifficultyCause.PERSONAL: _l("Pribadi (tanpa rincian)"),
    NotedDifficultyCause.UNCLEAR_EXPECTATION: _l("Harapan belum jelas"),
}
