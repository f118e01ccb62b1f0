"""The Flask extensions, bare, importing nothing of ours so that no import can circle."""

from flask import current_app
from flask_babel import Babel
from flask_limiter import Limiter
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect

from portal.database import Base
from portal.settings import Settings

CLIENT_KEY = "portal_client_key"
SETTINGS = "portal_settings"


def current_settings() -> Settings:
    """Return the settings of the running app."""
    settings: Settings = current_app.extensions[SETTINGS]
    return settings


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


db = SQLAlchemy(metadata=Base.metadata, session_options={"expire_on_commit": False})
babel = Babel()
csrf = CSRFProtect()
limiter = ViewLimiter(_client_key)
