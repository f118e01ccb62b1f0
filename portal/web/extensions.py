"""The Flask extensions, bare, and what every page has at hand: settings, day, key of texts."""

import contextlib
import logging
from datetime import date, datetime
from typing import cast

from flask import current_app, g
from flask_babel import Babel
from flask_limiter import Limiter
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from portal.settings import Settings
from portal.storage.database import Base
from portal.storage.failures import kind_of_failure
from portal.storage.texts.key_file import open_vault
from portal.storage.texts.vault import Vault
from portal.time import clock

log = logging.getLogger(__name__)
CLIENT_KEY = "portal_client_key"
SETTINGS = "portal_settings"


def current_settings() -> Settings:
    """Return the settings of the running app."""
    settings: Settings = current_app.extensions[SETTINGS]
    return settings


def today() -> date:
    """Return the city's date."""
    return clock.today(current_settings().timezone)


def moment() -> datetime:
    """Return the present moment, aware, in UTC."""
    return clock.now()


def vault() -> Vault:
    """Return what encrypts texts, opened once a request: a new key takes effect with the next.

    :raises portal.storage.lasting_keys.domain.KeyUnusable: when the key is not the right one.
    """
    if "vault" not in g:
        with Session(db.engine) as session:
            g.vault = open_vault(session, current_settings().keys_dir)
    return cast(Vault, g.vault)


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
