"""Lets the night pass for what citizens wrote."""

from datetime import timedelta

from flask import Flask

from portal.cli.complaints import open_in_no_order
from portal.time import clock
from portal.time.schedule.domain import ALL_DONE
from portal.web.extensions import current_settings, db


def let_night_pass(app: Flask) -> None:
    """Open every complaint that was written until now, as tomorrow's first round does."""
    with app.app_context():
        tomorrow = clock.now() + timedelta(days=1)
        assert open_in_no_order(db.session(), current_settings(), now=tomorrow) == ALL_DONE
        db.session.remove()
