"""Parts that all pages of accounts share: blueprint, answers, which addresses are accepted."""

import ipaddress
import re
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, current_app, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import Form

from portal.time import clock
from portal.web.access import Role

blueprint = Blueprint("accounts", __name__)
SETTINGS = "portal_settings"
# Who may look at accounts, refusals and the audit log.
READERS = (Role.ADMINISTRATOR, Role.AUDITOR)
LOCAL_ADDRESS = "http://127.0.0.1:8000"
PageAnswer = tuple[str, int] | tuple[str, int, dict[str, str]]
Answer = Response | PageAnswer
PREFIX = "/admin/"
# One leading slash, then only characters that no browser reads as another host.
_PLAIN = re.compile(r"/admin/[A-Za-z0-9_\-./~%?&=+,:@!$'()*;]*", re.ASCII)


def public_url(endpoint: str, **values: Any) -> str:
    """Return an address for a letter or a printed page; never made from the Host header.

    Without a public address only a name of this machine or its local network is believed.
    """
    base: str = current_app.extensions[SETTINGS].public_url
    if not base and is_local(urlsplit(request.host_url).hostname or ""):
        base = request.host_url.rstrip("/")
    return (base or LOCAL_ADDRESS) + url_for(endpoint, **values)


def asked_for(form: Form) -> dict[str, Any]:
    """Return what the address asks a filter for, by the filter's own fields only."""
    return {name: request.args[name] for name in form.data if request.args.get(name)}


def today() -> date:
    """Return the city's date."""
    return clock.today(current_app.extensions[SETTINGS].timezone)


def form_page(template: str, form: FlaskForm, **facts: Any) -> PageAnswer:
    """Answer a form: 200 the first time, 422 when something in it has to be mended."""
    page = render_template(template, form=form, **facts)
    return page, 422 if form.errors else 200


def safe_way_back(text: str | None) -> str:
    """Return ``text`` when it is an address below ``/admin/``, else the first staff page."""
    if text and len(text) <= 500 and _PLAIN.fullmatch(text) and ".." not in text:
        return text
    return PREFIX


def is_local(host: str) -> bool:
    """Return whether ``host`` names this machine or an address of its local network."""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return host == "localhost"
