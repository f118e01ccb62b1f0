"""Probe of readiness: the last nightly backup."""

from flask_babel import lazy_gettext as _l

from portal.storage.backup.kept import last_backup
from portal.web.bounds import AHEAD, BACKUP_AGE
from portal.web.extensions import current_settings, moment
from portal.web.health import Probe, ProbeResult


def _state() -> ProbeResult:
    """Return how old the last backup is; only a real portal must have one."""
    settings = current_settings()
    if settings.backup_dir is None:
        return ProbeResult(not settings.is_https, "not set")
    found = last_backup(settings.backup_dir, now=moment(), oldest=BACKUP_AGE, ahead=AHEAD)
    return ProbeResult(found.is_ok, found.state, age_seconds=found.age_seconds)


BACKUP_PROBE = Probe(
    "backup",
    _state,
    is_fast=False,
    title=_l("Cadangan"),
    words={
        "not set": _l("Tidak ada cadangan malam (PORTAL_BACKUP_DIR kosong)."),
        "unreadable": _l("Folder cadangan tidak dapat dibaca."),
        "none yet": _l("Belum ada cadangan."),
        "doubtful": _l("Isi cadangan terbaru tidak lolos pemeriksaan."),
        "in the future": _l("Cadangan terbaru bertanggal di masa depan; periksa jam mesin."),
        "too old": _l("Cadangan terbaru terlalu tua."),
    },
    remedy=_l("Jalankan flask backup create FOLDER dan baca pesannya."),
)
