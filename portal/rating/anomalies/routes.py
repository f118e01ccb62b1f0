"""The anomalies page: administrators look into what is unusual, auditors see all of it."""

from datetime import datetime, timedelta

from flask import Blueprint, abort, redirect, render_template, url_for
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.organisation.places.catalogue_queries import catalogue
from portal.rating.anomalies.forms import AnomalyReviewForm, ExcludeForm
from portal.rating.anomalies.labels import CHANNELS, KINDS, OUTCOMES, RULES
from portal.rating.anomalies.service import (
    AlreadyExcluded,
    AlreadyReviewed,
    exclude_ratings,
    review_anomaly,
)
from portal.rating.anomalies.volumes import find_bursts
from portal.rating.limits.allowances import ProtectionOff
from portal.rating.mixing import anomaly_queries
from portal.rating.questionnaire.extension_state import rating_state
from portal.time.months import month_of
from portal.web.access import Role, Staff, current_staff, requires
from portal.web.extensions import db, error_links, moment, record_act
from portal.web.navigation import PendingTask

READERS = (Role.ADMINISTRATOR, Role.AUDITOR)
WORDS = {"kinds": KINDS, "outcomes": OUTCOMES, "rules": RULES, "channels": CHANNELS}
blueprint = Blueprint("anomalies", __name__, url_prefix="/admin/signals")


@blueprint.get("")
@requires(*READERS)
def index() -> str:
    """Show every anomaly with its review, and everything that is left out."""
    _look_at_hours(moment())
    return _page()


def _page(
    *,
    reviewed: tuple[int, AnomalyReviewForm] | None = None,
    excluded: ExcludeForm | None = None,
) -> str:
    """Show the page; a form that was refused stands filled at its place."""
    now = moment()
    today = rating_state().today(now)
    refused = excluded if reviewed is None else reviewed[1]
    return render_template(
        "rating/anomalies/index.html",
        anomalies=anomaly_queries.anomalies(db.session()),
        watched=anomaly_queries.watched_counts(db.session(), before=month_of(today)),
        exclusions=anomaly_queries.exclusions(db.session()),
        places=catalogue(db.session(), on=today),
        stopped=_stopped_today(),
        can_act=current_staff().has(Role.ADMINISTRATOR),
        reviewed=reviewed,
        excluded=excluded,
        errors=[] if refused is None else error_links(refused),
        **WORDS,
    )


def _look_at_hours(now: datetime) -> None:
    """Look for yesterday's bursts where the nightly job cannot: limits in this process's memory."""
    if not rating_state().settings.limiter_url.startswith("memory:"):
        return
    today = rating_state().today(now)
    hours = rating_state().open_channel.hourly_counts
    find_bursts(
        db.session(),
        lambda desk_id, day: hours(desk_id, day=day),
        day=today - timedelta(days=1),
        today=today,
    )


def _stopped_today() -> int | None:
    """Return how many were asked to wait today, or None while protection is off."""
    try:
        return rating_state().open_channel.stopped_today(moment())
    except ProtectionOff:
        return None


@blueprint.post("/<int(max=2147483647):signal_id>")
@requires(Role.ADMINISTRATOR)
def review(signal_id: int) -> str | Response:
    """Store what a review found."""
    form = AnomalyReviewForm()
    if anomaly_queries.anomaly_in_brief(db.session(), signal_id) is None:
        abort(404)
    if not form.validate_on_submit():
        return _page(reviewed=(signal_id, form))
    record_act("signal.reviewed", f"signal:{signal_id}", outcome=form.outcome.data)
    try:
        review_anomaly(
            db.session(), form.to_command(signal_id), today=rating_state().today(moment())
        )
    except AlreadyReviewed:
        db.session.rollback()
        form.form_errors.append(_l("Kejanggalan ini sudah ditinjau orang lain."))
        return _page(reviewed=(signal_id, form))
    return redirect(url_for("anomalies.index"))


@blueprint.post("/exclusions")
@requires(Role.ADMINISTRATOR, fresh=True)
def exclude() -> str | Response:
    """Leave out a whole desk, channel and month."""
    today = rating_state().today(moment())
    form = ExcludeForm(places=catalogue(db.session(), on=today), today=today)
    if not form.validate_on_submit():
        return _page(excluded=form)
    command = form.to_command()
    subject = f"desk:{form.desk.data.strip()}"
    record_act("ratings.excluded", subject, channel=command.channel, period=command.period)
    try:
        exclude_ratings(db.session(), command, today=today)
    except AlreadyExcluded:
        form.desk.errors = [_l("Loket, saluran, dan bulan itu sudah dikecualikan.")]
        return _page(excluded=form)
    return redirect(url_for("anomalies.index"))


def steps(session: Session, staff: Staff) -> list[PendingTask]:
    """Return the anomalies that nobody has looked into yet, for administrators."""
    if not staff.has(Role.ADMINISTRATOR):
        return []
    waiting = sum(anomaly.outcome is None for anomaly in anomaly_queries.anomalies(session))
    label = ngettext(
        "%(num)s kejanggalan belum ditinjau", "%(num)s kejanggalan belum ditinjau", waiting
    )
    return [PendingTask(label, "anomalies.index")] if waiting else []
