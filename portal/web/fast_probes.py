"""The probes that every ``/readyz`` asks and that belong to no package: storage and https."""

from collections.abc import Callable

from flask_babel import lazy_gettext as _l
from redis.exceptions import RedisError
from sqlalchemy import text

from portal.web.extensions import current_settings, db, limiter
from portal.web.health import OK, Probe, ProbeResult

DATABASE = "database"


def database_probe(newest_migration: Callable[[], str]) -> Probe:
    """Return the probe of the database; ``newest_migration`` returns the revision it must have."""

    def check() -> ProbeResult:
        found = db.session.execute(text("SELECT version_num FROM alembic_version")).scalar()
        is_ok = found == newest_migration()
        return ProbeResult(is_ok, OK if is_ok else "migrations pending")

    return Probe(
        DATABASE,
        check,
        is_fast=True,
        title=_l("Basis data"),
        words={
            "unavailable": _l("Basis data tidak dapat dipakai."),
            "migrations pending": _l("Skema basis data belum yang terbaru."),
        },
        remedy=_l("Periksa server basis data, lalu jalankan: flask db upgrade."),
    )


def _limiter_state() -> ProbeResult:
    try:
        is_up = limiter.storage.check()
    except (RedisError, OSError):
        is_up = False
    return ProbeResult(is_up, OK if is_up else "protection off")


def _https_state() -> ProbeResult:
    """Return whether a real portal has an https address; a demonstration needs none."""
    settings = current_settings()
    is_ok = settings.is_https or settings.demo
    return ProbeResult(is_ok, OK if is_ok else "not https")


LIMITER_PROBE = Probe(
    "limiter",
    _limiter_state,
    is_fast=True,
    title=_l("Penghitung batas"),
    words={
        "protection off": _l("Batas pengiriman tidak dapat dihitung; saluran terbuka menunggu.")
    },
    remedy=_l("Periksa server Redis pada PORTAL_LIMITER_URL."),
)
HTTPS_PROBE = Probe(
    "https",
    _https_state,
    is_fast=True,
    title=_l("Alamat publik"),
    words={"not https": _l("Portal sungguhan ini belum beralamat https.")},
    remedy=_l("Pasang TLS pada proxy dan isi PORTAL_PUBLIC_URL dengan alamat https."),
)
