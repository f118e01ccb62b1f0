"""Puts substitutes into the app: their page."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from portal.evaluation.substitutes.routes import blueprint
from portal.organisation.people.domain import ChangeState


def install_substitutes(app: Flask) -> None:
    """Register the page and what states of a lot are called."""
    app.register_blueprint(blueprint)
    app.jinja_env.globals["lot_states"] = {
        ChangeState.WAITING: _l("menunggu konfirmasi orang lain"),
        ChangeState.CONFIRMED: _l("berlaku"),
        ChangeState.DECLINED: _l("ditolak"),
    }
