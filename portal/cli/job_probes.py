"""The probes of periodic work: how old each job's last success is, and why the last one failed.

The jobs themselves are not loaded here, so that web workers stay small; a test compares the names.
"""

import re
from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from flask_babel import lazy_gettext as _l

from portal.time.schedule.domain import Schedule
from portal.time.schedule.queries import PastRun, last_successes, past_run
from portal.web.bounds import AHEAD, EVERY_ROUND_AGE, NIGHTLY_AGE
from portal.web.extensions import db, moment
from portal.web.health import OK, Probe, ProbeResult
from portal.web.metrics import Reading

NO_LETTERS = re.compile(r"[^a-z]+")
NIGHTLY, EVERY_ROUND = Schedule.NIGHTLY, Schedule.EVERY_ROUND
RHYTHMS: Mapping[str, Schedule] = MappingProxyType(
    {
        "mix": NIGHTLY,
        "signals": NIGHTLY,
        "releases": EVERY_ROUND,
        "city-today": NIGHTLY,
        "open complaints": NIGHTLY,
        "complaints": NIGHTLY,
        "plans": NIGHTLY,
        "plan silence": NIGHTLY,
        "colleagues": NIGHTLY,
        "reminders": NIGHTLY,
        "results": NIGHTLY,
        "look again": NIGHTLY,
        "unit measures": NIGHTLY,
        "evaluation release": NIGHTLY,
        "daily mail": NIGHTLY,
        "evidence": NIGHTLY,
        "forget work": NIGHTLY,
        "forget tickets": NIGHTLY,
        "forget order": NIGHTLY,
        "letters": EVERY_ROUND,
        "forget accounts' traces": NIGHTLY,
        "backup": NIGHTLY,
    }
)
TITLES: Mapping[str, object] = MappingProxyType(
    {
        "mix": _l("Pekerjaan berkala: mengaduk penilaian"),
        "signals": _l("Pekerjaan berkala: mencari yang tidak biasa"),
        "releases": _l("Pekerjaan berkala: menerbitkan angka"),
        "city-today": _l("Pekerjaan berkala: angka kota hari ini"),
        "open complaints": _l("Pekerjaan berkala: membuka pengaduan yang menunggu"),
        "complaints": _l("Pekerjaan berkala: tenggat dan penghapusan pengaduan"),
        "plans": _l("Pekerjaan berkala: memulai SKP yang disepakati"),
        "plan silence": _l("Pekerjaan berkala: memberi tahu SKP yang lewat batas"),
        "colleagues": _l("Pekerjaan berkala: mengacak dan menyegel jawaban rekan"),
        "reminders": _l("Pekerjaan berkala: mengingatkan yang belum dilaporkan"),
        "results": _l("Pekerjaan berkala: menyampaikan hasil evaluasi"),
        "look again": _l("Pekerjaan berkala: mencari isyarat penilaian"),
        "unit measures": _l("Pekerjaan berkala: mencari kelemahan yang dialami banyak orang"),
        "evaluation release": _l("Pekerjaan berkala: menerbitkan tahun evaluasi pegawai"),
        "daily mail": _l("Pekerjaan berkala: surat harian"),
        "evidence": _l("Pekerjaan berkala: menghapus bukti yang lewat masa simpan"),
        "forget work": _l("Pekerjaan berkala: menghapus catatan kerja yang lama"),
        "forget tickets": _l("Pekerjaan berkala: menghapus tiket lama"),
        "forget order": _l("Pekerjaan berkala: menghapus urutan kedatangan"),
        "letters": _l("Pekerjaan berkala: mengirim surat"),
        "forget accounts' traces": _l("Pekerjaan berkala: menghapus jejak masuk petugas"),
        "backup": _l("Pekerjaan berkala: salinan cadangan"),
    }
)
OLDEST: Mapping[Schedule, timedelta] = MappingProxyType(
    {EVERY_ROUND: EVERY_ROUND_AGE, NIGHTLY: NIGHTLY_AGE}
)
NEVER, FAILED, OLD, AHEAD_OF_CLOCK = "never done", "failed", "too old", "in the future"


def job_probes() -> tuple[Probe, ...]:
    """Return a probe for each job, in the order in which they run."""
    return tuple(_probe(name, OLDEST[schedule]) for name, schedule in RHYTHMS.items())


def _probe(name: str, oldest: timedelta) -> Probe:
    def check() -> ProbeResult:
        return _result(past_run(db.session(), name), oldest=oldest)

    return Probe(
        f"job_{NO_LETTERS.sub('_', name)}",
        check,
        is_fast=False,
        needs="database",
        title=TITLES[name],
        words={
            NEVER: _l("Belum pernah selesai."),
            FAILED: _l("Gagal, atau selesai sebagian saja."),
            OLD: _l("Terakhir selesai terlalu lama yang lalu."),
            AHEAD_OF_CLOCK: _l("Tercatat selesai pada masa depan; jam server salah."),
        },
        remedy=_l("Jalankan flask jobs run-due dan baca catatannya."),
    )


def _result(run: PastRun, *, oldest: timedelta) -> ProbeResult:
    if run.last_success_at is None:
        return ProbeResult(False, FAILED if run.problem else NEVER, problem=run.problem or None)
    age = moment() - run.last_success_at
    state = _state(run, age=age, oldest=oldest)
    return ProbeResult(
        state == OK,
        state,
        age_seconds=round(age.total_seconds()),
        bound_seconds=round(oldest.total_seconds()),
        problem=run.problem or None,
    )


def _state(run: PastRun, *, age: timedelta, oldest: timedelta) -> str:
    if age < -AHEAD:
        return AHEAD_OF_CLOCK
    if run.problem:
        return FAILED
    return OK if age <= oldest else OLD


def _ages() -> Mapping[str, float]:
    """Return the age of each job's last success in seconds; one that was never done is left out."""
    now = moment()
    done = last_successes(db.session())
    return {name: (now - done[name]).total_seconds() for name in RHYTHMS if name in done}


JOB_AGES = Reading(
    "job_age_seconds", "Seconds since the last success of a job.", read=_ages, label="job"
)
