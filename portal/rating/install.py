"""Puts the rating package into the app: its state, and its pages."""

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.rating.anomalies import routes as anomalies
from portal.rating.devices.queries import has_devices
from portal.rating.machine_pages import routes as machine_keys
from portal.rating.machine_pages import routes as machines
from portal.rating.machine_pages import ticket_routes as tickets_for_staff
from portal.rating.mixing.month_queries import last_mix
from portal.rating.mixing.queries import waiting_ratings
from portal.rating.mixing.readiness import KeysState, can_read_keys, state_of_keys
from portal.rating.paper import routes as paper
from portal.rating.questionnaire import (
    api_routes,
    audio_routes,
    desk_routes,
    kiosk_queue_routes,
    kiosk_routes,
    presence_routes,
    ticket_routes,
)
from portal.rating.questionnaire.extension_state import blueprint, install_rating_state
from portal.rating.tickets.queries import ticket_counts
from portal.settings import Settings
from portal.storage.sealing.keys import KeyStore
from portal.web.extensions import csrf, db, register_trace
from portal.web.health import OK, Probe, ProbeResult, register_probe
from portal.web.metrics import Reading, register_reading
from portal.web.navigation import (
    NavEntry,
    PendingTask,
    SetUpStep,
    Steps,
    add_navigation,
    add_next_steps,
    add_set_up,
)

PAGES = (
    *(api_routes, desk_routes, kiosk_routes, kiosk_queue_routes, presence_routes),
    *(presence_routes, desk_routes, ticket_routes, machines, machine_keys),
    tickets_for_staff,
)
# These forms check their token themselves, so that a refusal keeps the answers.
KEEP_ANSWERS = (
    desk_routes.submit,
    kiosk_routes.submit_at_kiosk,
    presence_routes.submit_by_presence,
    ticket_routes.submit_by_ticket,
)
# Machines show a key or a secret of their own, and send what no form of a page can send.
# A typed ticket only leads to its address.
WITHOUT_TOKEN = (
    api_routes.tickets,
    kiosk_queue_routes.open_box,
    ticket_routes.open_ticket,
)
UNREADABLE = "key file not readable"
NAV = (
    NavEntry("machines.index", _l("Layar dan tablet"), order=45),
    NavEntry("machines.tickets", _l("Tiket kunjungan"), order=46),
    NavEntry("paper.index", _l("Kuesioner kertas"), order=55),
    NavEntry("anomalies.index", _l("Kejanggalan"), order=60),
)


# Somebody who reads the figure every few seconds must not see when a single rating came in.
WAITING_STEP = 10


def _waiting() -> dict[str, float]:
    waiting = waiting_ratings(db.session())
    return {"": waiting - waiting % WAITING_STEP}


WAITING = Reading("sealed_ratings", "Ratings that wait for the mix, rounded down to ten.", _waiting)


def install_rating(app: Flask, settings: Settings) -> None:
    """Register the package."""
    install_rating_state(app, settings)
    audio_routes.install_audio(app, reads_aloud=settings.kiosk_audio)
    app.register_blueprint(blueprint)
    app.register_blueprint(machines.blueprint)
    app.register_blueprint(anomalies.blueprint)
    app.register_blueprint(paper.blueprint)
    add_navigation(app, *NAV)
    add_next_steps(app, anomalies.steps)
    add_set_up(app, ticket_set_up)
    for view in (*KEEP_ANSWERS, *WITHOUT_TOKEN):
        csrf.exempt(view)
    register_reading(app, WAITING)
    probe = keys_probe(settings)
    add_next_steps(app, steps_of(probe))
    for each in (probe, readable_keys_probe(settings)):
        register_probe(app, each)
    register_trace(app, last_mix)


def ticket_set_up(session: Session) -> list[SetUpStep]:
    """Return the step that gives citizens proof of their visit."""
    step = SetUpStep(
        90,
        _("Terbitkan tiket kunjungan, atau pasang layar atau tablet"),
        bool(ticket_counts(session) or has_devices(session)),
        "machines.tickets",
        hint=_("Penilaian dengan bukti kunjungan dihitung lebih dulu daripada yang dari poster."),
        may_wait=True,
    )
    return [step]


def keys_probe(settings: Settings) -> Probe:
    """Return the probe of the inbox keys: whether ratings can be sealed and opened later."""
    store = KeyStore.from_settings(settings)

    def check() -> ProbeResult:
        state = state_of_keys(db.session(), store)
        return ProbeResult(state is KeysState.OK, str(state))

    return Probe(
        "keys",
        check,
        is_fast=True,
        needs="database",
        title=_l("Kunci penilaian"),
        words={
            KeysState.NONE_YET: _l("Belum ada kunci; penilaian belum dapat diterima."),
            KeysState.FOLDER_MISSING: _l("Folder kunci tidak ada; tidak ada yang dibuat baru."),
            KeysState.FOLDER_OTHER: _l("Folder kunci ini bukan milik basis data ini."),
            KeysState.FILE_MISSING: _l("Berkas kunci hilang; penilaian menunggu kunci itu."),
        },
        remedy=_l(
            "Pasang disk folder kunci dan periksa PORTAL_KEYS_DIR, atau pulihkan kunci dari "
            "salinan kedua, lalu jalankan: flask ratings mix."
        ),
    )


def steps_of(probe: Probe) -> Steps:
    """Return the task on everybody's first staff page that says that the keys cannot be reached."""
    out_of_reach = {KeysState.FOLDER_MISSING, KeysState.FOLDER_OTHER}

    def steps(*_: object) -> list[PendingTask]:
        state = probe.check().state
        if state not in out_of_reach:
            return []
        return [PendingTask(f"{probe.title}: {probe.words[state]}", "accounts.home")]

    return steps


def readable_keys_probe(settings: Settings) -> Probe:
    """Return the probe that reads every key that ratings are or will be sealed to."""
    store = KeyStore.from_settings(settings)

    def check() -> ProbeResult:
        is_ok = can_read_keys(db.session(), store)
        return ProbeResult(is_ok, OK if is_ok else UNREADABLE)

    return Probe(
        "keys_readable",
        check,
        is_fast=False,
        needs="keys",
        title=_l("Membaca kunci penilaian"),
        words={
            UNREADABLE: _l("Berkas kunci rusak atau tidak dapat dibaca."),
            "unknown": _l("Menunggu kunci."),
        },
        remedy=_l("Periksa pemilik dan hak akses folder kunci, atau pulihkan salinan kedua."),
    )
