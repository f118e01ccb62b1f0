"""The cap on ratings from a desk's screen and tablet at the door: how many, and what is said."""

import logging
from datetime import datetime

from flask import Response
from flask_babel import gettext as _

from portal.extensions import db
from portal.organisation.domain.periods import months_back, period_of
from portal.organisation.queries import latest_visits
from portal.rating.domain.presence import presence_budget
from portal.rating.forms.rating import RatingForm
from portal.rating.limits import BudgetSpent, ProtectionOff
from portal.rating.routes.form_page import Look, Notice, sent_key
from portal.rating.routes.refusals import waiting
from portal.rating.routes.room import room
from portal.web.metrics import name_limit

# Visits are counted once a month and typed in some weeks later.
MONTHS_LOOKED_BACK = 3

log = logging.getLogger(__name__)


def charge_presence(form: RatingForm, *, look: Look, now: datetime) -> Response | None:
    """Use one rating of the desk's day; return the page that says to wait when none is left."""
    try:
        use_presence(form.asked.desk.desk.id, submission=sent_key() or "", now=now)
    except BudgetSpent as spent:
        name_limit(str(spent.limit))
        notice = Notice(
            title=_("Penilaian lewat layar atau tablet loket ini sudah penuh hari ini"),
            text=_(
                "Hari ini sudah masuk lebih banyak penilaian daripada pengunjung biasanya. Pakai "
                "karcis kunjungan atau QR pada poster, atau kirim lagi besok."
            ),
        )
        return waiting(form, look=look, notice=notice, until=spent.retry_at, now=now)
    return None


def use_presence(desk_id: int, *, submission: str, now: datetime) -> None:
    """Use one rating of a desk's day; without the limiter's storage nothing is counted.

    A signed grant or a paired tablet still proves the visit then, and the health page says
    that protection is off.

    :raises portal.rating.limits.BudgetSpent: when the day's budget is used up.
    """
    budget = presence_budget(_visits(desk_id, now), unknown=room().settings.presence_desk_per_day)
    try:
        room().presence_cap.charge(desk_id, budget=budget, submission=submission, now=now)
    except ProtectionOff:
        log.warning("ratings by presence are not counted: the limiter's storage is away")


def _visits(desk_id: int, now: datetime) -> int | None:
    month = period_of(room().today(now))
    periods = [months_back(month, months=back) for back in range(1, MONTHS_LOOKED_BACK + 1)]
    return latest_visits(db.session(), desk_id, periods=periods)
