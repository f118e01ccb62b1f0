"""What is checked before a process serves, and can only be known with the database at hand."""

import os
from collections.abc import Mapping

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from portal import clock
from portal.complaints.inspectorate import check_inspectorate
from portal.extensions import current_settings, db


def check_before_serving(app: Flask, *, environ: Mapping[str, str] | None = None) -> None:
    """Refuse settings that contradict the database; commands, which mend that, are let through.

    A database that is away says nothing about a setting. What was opened is closed again, so
    that no connection is shared by the processes that are made from this one.

    :param environ: where gunicorn leaves its name (the process environment when None).
    :raises portal.settings.InvalidSetting: when a setting names what the city has not.
    """
    known = os.environ if environ is None else environ
    if not known.get("SERVER_SOFTWARE", "").startswith("gunicorn"):
        return
    with app.app_context():
        settings = current_settings()
        try:
            check_inspectorate(
                db.session(), settings.inspectorate, on=clock.today(settings.timezone)
            )
        except SQLAlchemyError:
            db.session.rollback()
        finally:
            db.session.remove()
            db.engine.dispose()
