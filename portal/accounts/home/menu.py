"""Entries of the accounts in the staff menu."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from portal.accounts.home.pending_tasks import account_set_up, account_steps
from portal.web.navigation import NavEntry, add_navigation, add_next_steps, add_set_up

NAV = (
    NavEntry("accounts.home", _l("Beranda"), order=0),
    NavEntry("accounts.people", _l("Akun petugas"), order=80),
    NavEntry("accounts.refusals", _l("Penolakan masuk"), order=85),
    NavEntry("accounts.audit_log", _l("Log audit"), order=90),
    NavEntry("accounts.own", _l("Akun saya"), order=99),
)


def install_menu(app: Flask) -> None:
    """Add the accounts' entries to the staff menu, and their pending tasks to the first page."""
    add_navigation(app, *NAV)
    add_next_steps(app, account_steps)
    add_set_up(app, account_set_up)
