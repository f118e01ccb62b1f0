"""The Flask extensions, not yet bound to an app, and what every page uses.

That is settings, day, key of texts, the record of staff acts, and the mistakes of a form.
"""

import contextlib
import logging
from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

from flask import Flask, Response, current_app, g
from flask_babel import Babel, gettext
from flask_babel import lazy_gettext as _l
from flask_limiter import Limiter
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect, FlaskForm
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from werkzeug.local import LocalProxy

from portal.settings import Settings
from portal.storage.database import Base
from portal.storage.failures import kind_of_failure
from portal.storage.lasting_keys.keys import known_key
from portal.storage.texts.columns import DESTROYED
from portal.storage.texts.key_file import KEY_FILE, NAME, Vault, open_vault, secrets_in, vault_of
from portal.time import clock
from portal.time.schedule.clock_check import (
    LONGEST_PAUSE,
    ClockFault,
    ClockNotTrusted,
    ClockProblem,
    problem_of,
)
from portal.time.schedule.evidence import ReadTrace, Vouch, evidence, vouch_for
from portal.web.access import Act, authenticator
from portal.web.access import current_staff as _current_staff
from portal.web.decided_settings import DecidedSettings
from portal.web.health import OK, Probe, ProbeResult

log = logging.getLogger(__name__)
CLIENT_KEY = "portal_client_key"
SETTINGS = "portal_settings"
DECIDED = "portal_decided_settings"
SERVER_ERROR = 500
# Who is signed in, beside what every page uses.
current_staff = _current_staff


def current_settings() -> Settings:
    """Return the settings of the running app, with what the city decided on its page."""
    decided = decided_settings()
    if decided.is_unread:
        decided.read(db.engine)
    return decided.known


def decided_settings() -> DecidedSettings:
    """Return what tells the operator's settings from those that the city decided."""
    decided: DecidedSettings = current_app.extensions[DECIDED]
    return decided


def install_settings(app: Flask, settings: Settings) -> None:
    """Give ``app`` its settings; what the city decides is read beside what requests read."""
    app.extensions[SETTINGS], app.extensions[DECIDED] = settings, DecidedSettings(settings)
    app.jinja_env.globals["city_name"] = LocalProxy(lambda: current_settings().city_name)
    for name in ("city_colour", "city_emblem"):
        app.jinja_env.globals[name] = LocalProxy(partial(_setting, name))
    app.jinja_env.globals["city_contact"] = LocalProxy(lambda: current_settings().city_contact)

    @app.after_request
    def read_again(response: Response) -> Response:
        """Learn what other processes decided; only where the database has just answered."""
        decided = decided_settings()
        if db.session.registry.has() and response.status_code < SERVER_ERROR and decided.is_old:
            decided.read(db.engine)
        return response


def _setting(name: str) -> str:
    return str(getattr(current_settings(), name))


def cookie_name(plain: str) -> str:
    """Return the name on the wire: bound to the host over https, plain on a loopback address."""
    return f"__Host-{plain}" if current_app.config["SESSION_COOKIE_SECURE"] else plain


def today() -> date:
    """Return the city's date."""
    return clock.today(current_settings().timezone)


def moment() -> datetime:
    """Return the present moment, aware, in UTC."""
    return clock.now()


def vault() -> Vault:
    """Return what encrypts texts, opened once a request: a new key takes effect with the next.

    :raises portal.storage.lasting_keys.keys.KeyUnusable: when the key is not the right one.
    """
    if "vault" not in g:
        g.vault = _open_vault(current_settings().keys_dir)
    return cast(Vault, g.vault)


def unlocked(locked: bytes | None) -> str:
    """Return an encrypted text in plain words; empty where there is none.

    Of one that was destroyed it says so, in the reader's language.
    """
    if locked == DESTROYED:
        return str(gettext("Teks ini sudah dimusnahkan: masa simpannya berakhir."))
    return vault().unlock(locked) if locked else ""


def record_act(action: str, subject: str, **detail: str | int | None) -> None:
    """Write a staff act to the audit log, in the transaction that carries the act."""
    authenticator().record(Act(action=action, subject=subject, detail=detail))


def error_links(form: FlaskForm) -> list[tuple[str, str]]:
    """Return every mistake with the anchor of its field, for the summary on top."""
    links = [("form", str(message)) for message in form.form_errors]
    for field in form:
        links += [(field.id, f"{field.label.text}: {message}") for message in field.errors]
    return links


def _open_vault(keys_dir: Path) -> Vault:
    """Return the vault of the key that the database records; its first use records the key."""
    known = known_key(db.session(), NAME)
    if known is not None:
        return vault_of(secrets_in(keys_dir / KEY_FILE), known)
    # Recording commits, which is nothing for the transaction of a page.
    with Session(db.engine) as session:
        return open_vault(session, keys_dir)


def _client_key() -> str:
    """Return the keyed pseudonym of the caller's network, valid for one day."""
    key: str = current_app.extensions[CLIENT_KEY]()
    return key


class ViewLimiter(Limiter):
    """Counts for views that ask for it; every other request passes without a look.

    There are no limits for a blueprint or for everything, which are all that the look before
    each request could find.
    """

    def _check_request_limit(
        self, callable_name: str | None = None, in_middleware: bool = True
    ) -> None:
        if not in_middleware:
            super()._check_request_limit(callable_name, in_middleware)


class Database(SQLAlchemy):
    """Flask-SQLAlchemy whose session can be left behind when its connection is dead."""

    def leave(self) -> None:
        """End the session; an error of the storage while doing so is logged and ends here.

        Whatever was asked of the database is answered by then, and its transaction is lost with
        the connection.
        """
        session = self.session.registry
        if not session.has():
            return
        try:
            self.session.remove()
        except Exception as error:
            kind = kind_of_failure(error)
            if kind is None:
                raise
            log.warning("session left behind: kind=%s", kind)
            with contextlib.suppress(SQLAlchemyError):
                session().invalidate()
            session.clear()

    def _teardown_session(self, exc: BaseException | None) -> None:
        # Flask-SQLAlchemy's hook. Raised from here, an error would end the request without a page.
        self.leave()


db = Database(metadata=Base.metadata, session_options={"expire_on_commit": False})
babel = Babel()
csrf = CSRFProtect()
limiter = ViewLimiter(_client_key)


log = logging.getLogger(__name__)
SOURCES = "portal_clock_traces"


def register_trace(app: Flask, read: ReadTrace) -> None:
    """Register ``read``, whose newest stored date the clock is compared with."""
    app.extensions.setdefault(SOURCES, []).append(read)


def clock_problem(now: datetime) -> ClockProblem | None:
    """Return why ``now`` cannot be right, or None.

    In a demonstration city the jobs may rest for as long as nobody looks at it.
    """
    session, settings = db.session(), current_settings()
    found = evidence(session, _sources(), timezone=settings.timezone)
    session.rollback()
    return problem_of(now, found, longest_pause=None if settings.demo else LONGEST_PAUSE)


def check_clock(now: datetime) -> None:
    """Refuse to go on at ``now`` when the clock is in doubt; the log says what.

    :raises ClockNotTrusted: with the sentence that says why and what to do.
    """
    problem = clock_problem(now)
    if problem is not None:
        log.error("clock not trusted: state=%s", problem.fault)
        raise ClockNotTrusted(problem)


def trusted_now() -> datetime:
    """Return the current moment, for what cannot be undone.

    :raises ClockNotTrusted: when something speaks against it.
    """
    now = clock.now()
    check_clock(now)
    return now


def trusted_today() -> date:
    """Return the city's date, for what cannot be undone.

    :raises ClockNotTrusted: when something speaks against it.
    """
    return trusted_now().astimezone(ZoneInfo(current_settings().timezone)).date()


def vouch(given: Vouch, *, now: datetime) -> None:
    """Record that a person says ``now`` is right."""
    zone = current_settings().timezone
    vouch_for(db.session(), given, sources=_sources(), now=now, timezone=zone)


def _sources() -> Sequence[ReadTrace]:
    found: Sequence[ReadTrace] = current_app.extensions.get(SOURCES, ())
    return found


def _state() -> ProbeResult:
    problem = clock_problem(clock.now())
    return ProbeResult(True, OK) if problem is None else ProbeResult(False, str(problem.fault))


CLOCK_PROBE = Probe(
    "clock",
    _state,
    is_fast=True,
    needs="database",
    title=_l("Jam"),
    words={
        str(ClockFault.DIFFERS): _l("Jam mesin ini berbeda dari jam basis data."),
        str(ClockFault.BEHIND): _l("Jam mesin ini lebih lambat daripada jejak terbaru."),
        str(ClockFault.AHEAD): _l(
            "Jam mesin ini jauh mendahului pekerjaan berkala terakhir, atau pekerjaan itu lama "
            "tidak berjalan."
        ),
    },
    remedy=_l(
        "Setel jam. Bila jam sudah benar, jalankan: flask jobs clock-is-right --by NAMA "
        "--reason ALASAN."
    ),
)
