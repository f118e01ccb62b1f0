"""Puts substitutes into the app: their page, and what is said before a cycle opens."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from portal.evaluation.cycles.install import set_opening_preview
from portal.evaluation.substitutes.domain import LotBar
from portal.evaluation.substitutes.lot_service import heed_lots
from portal.evaluation.substitutes.queries import opening_preview
from portal.evaluation.substitutes.routes import blueprint
from portal.organisation.people_pages.reach import LOTS


def install_substitutes(app: Flask) -> None:
    """Register the page and what states of a lot are called."""
    app.register_blueprint(blueprint)
    set_opening_preview(app, opening_preview)
    app.extensions[LOTS] = heed_lots
    app.jinja_env.globals["lot_states"] = {
        "waiting": _l("menunggu konfirmasi orang lain"),
        "confirmed": _l("berlaku"),
        "declined": _l("gugur"),
    }
    app.jinja_env.globals["lot_bars"] = {
        LotBar.CLOSE: _l(
            "dekat dengan orang ini atau dengan pejabat penilainya, menurut pernyataan"
        ),
        LotBar.IN_LINE: _l("pernah di atas orang ini, atau di bawahnya"),
        LotBar.UNABLE: _l("tidak hadir pada hari pertama, atau tidak mempunyai akun"),
    }
