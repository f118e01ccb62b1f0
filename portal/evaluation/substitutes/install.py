"""Puts substitutes into the app: their page, and what is said before a cycle opens."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from portal.evaluation.cycles.install import set_opening_preview
from portal.evaluation.substitutes.queries import opening_preview
from portal.evaluation.substitutes.routes import blueprint


def install_substitutes(app: Flask) -> None:
    """Register the page and what states of a lot are called."""
    app.register_blueprint(blueprint)
    set_opening_preview(app, opening_preview)
    app.jinja_env.globals["lot_states"] = {
        "waiting": _l("menunggu konfirmasi orang lain"),
        "confirmed": _l("berlaku"),
        "declined": _l("ditolak"),
    }
