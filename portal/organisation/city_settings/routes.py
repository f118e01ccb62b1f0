"""The city's settings: what holds, who decided it and why, and a decision."""

from collections.abc import Mapping

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.organisation.city_settings import queries
from portal.organisation.city_settings.forms import (
    CHOSEN,
    LABELS,
    NONE_WORDS,
    DecideSettingForm,
    form_for,
)
from portal.organisation.city_settings.service import NothingDecided, decide_setting
from portal.organisation.places import catalogue_queries
from portal.settings import CITY_CHOICES, NONE, Settings
from portal.web.access import Role, current_staff, requires
from portal.web.extensions import (
    current_settings,
    db,
    decided_settings,
    error_links,
    record_act,
    today,
)

READERS = (Role.ADMINISTRATOR, Role.AUDITOR)
# The kind and the beginning of the fingerprint, as the audit log has it whole.
EMBLEM_SHOWN = 12
SAME = _l("Sudah diputuskan begitu. Tidak ada yang berubah.")
ADDRESSES = {name.lower().replace("_", "-"): name for name in CITY_CHOICES}
blueprint = Blueprint("city_settings", __name__, url_prefix="/admin/settings")


@blueprint.get("")
@requires(*READERS)
def index() -> str:
    """Show what holds, and every decision."""
    settings, decided = current_settings(), decided_settings().names
    return render_template(
        "organisation/city_settings/index.html",
        settings=[
            (address, LABELS[name], _shown(name, _value(settings, name)), name in decided)
            for address, name in ADDRESSES.items()
        ],
        changes=[
            (LABELS[each.name], _shown(each.name, each.value), each)
            for each in queries.changes(db.session())
        ],
        may_change=current_staff().has(Role.ADMINISTRATOR),
        is_done=request.args.get("done") == "decided",
    )


@blueprint.route("/<address>", methods=["GET", "POST"])
@requires(Role.ADMINISTRATOR, fresh=True)
def decide(address: str) -> tuple[str, int] | Response:
    """Ask for the new value of a setting and the reason, and record it."""
    name = ADDRESSES.get(address) or abort(404)
    form = form_for(name, agencies=_agencies().items())
    if request.method == "GET":
        form.value.data = str(_value(current_settings(), name))
    elif form.validate() and _is_recorded(form, name):
        return redirect(url_for("city_settings.index", done="decided"))
    links = error_links(form)
    page = render_template(
        "organisation/city_settings/decide.html", form=form, errors=links, label=LABELS[name]
    )
    return page, 422 if links else 200


def _agencies() -> Mapping[str, str]:
    """Return the names of the agencies in service, by code."""
    found = catalogue_queries.catalogue(db.session(), on=today())
    agencies = [each for each in found.agencies.values() if not each.is_retired(found.on)]
    return {each.code: each.name for each in sorted(agencies, key=lambda each: each.name)}


def _value(settings: Settings, name: str) -> object:
    return getattr(settings, name.lower())


def _shown(name: str, value: object) -> object:
    """Return a value in words."""
    if name == "INSPECTORATE":
        return NONE_WORDS if value == NONE else _agencies().get(str(value), value)
    if name == "CITY_EMBLEM":
        return str(value)[:EMBLEM_SHOWN]
    if name in CHOSEN:
        return CHOSEN[name][str(value)]
    return value


def _is_recorded(form: DecideSettingForm, name: str) -> bool:
    """Record the decision with its act; else the form says why not."""
    command = form.to_command(name, decided_by=current_staff().signature)
    record_act("settings.decide", f"setting:{name.lower()}", value=command.value)
    operator = decided_settings().operator
    try:
        decide_setting(db.session(), command, today=today(), operator=operator)
    except NothingDecided:
        db.session.rollback()
        form.form_errors.append(SAME)
        return False
    decided_settings().forget()
    return True
