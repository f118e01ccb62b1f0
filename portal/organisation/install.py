"""Puts the organisation's staff pages into the app: their menu, their words, their scans."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from portal.accounts.audit_log.subject_names import add_subject_names
from portal.organisation.calendar import routes as calendar
from portal.organisation.city_settings import emblem_routes
from portal.organisation.city_settings import queries as city_settings_queries
from portal.organisation.city_settings import routes as city_settings
from portal.organisation.figure_rules import routes as figure_rules
from portal.organisation.importing import routes as importing
from portal.organisation.people.queries import names_of_persons
from portal.organisation.people_accounts import mail_routes
from portal.organisation.people_accounts import routes as letter_routes
from portal.organisation.people_accounts.blueprint import blueprint as people_accounts
from portal.organisation.people_pages.install import install_people
from portal.organisation.places.blueprint import blueprint
from portal.organisation.posters.scans import install_scans
from portal.organisation.records import form_fields as words
from portal.organisation.staff_pages import kit_routes, officer_routes, place_routes
from portal.organisation.staff_pages import routes as listing
from portal.organisation.staff_pages.pending_tasks import (
    organisation_set_up,
    waiting_in_organisation,
)
from portal.web.extensions import DECIDED
from portal.web.navigation import NavEntry, add_navigation, add_next_steps, add_set_up

PAGES = (
    calendar,
    importing,
    kit_routes,
    letter_routes,
    mail_routes,
    listing,
    officer_routes,
    place_routes,
)
NAV = (
    NavEntry("organisation.overview", _l("Organisasi"), order=30),
    NavEntry("figure_rules.index", _l("Aturan penghitungan"), order=62),
    NavEntry("city_settings.index", _l("Pengaturan kota"), order=63),
)


def install_organisation(app: Flask) -> None:
    """Register the package."""
    install_scans(app)
    add_navigation(app, *NAV)
    add_next_steps(app, waiting_in_organisation)
    add_set_up(app, organisation_set_up)
    app.register_blueprint(blueprint)
    app.register_blueprint(figure_rules.blueprint)
    app.register_blueprint(city_settings.blueprint)
    app.register_blueprint(emblem_routes.blueprint)
    app.extensions[DECIDED].register(city_settings_queries.choices)
    install_people(app)
    add_subject_names(app, "person", names=names_of_persons)
    app.register_blueprint(people_accounts)
    app.jinja_env.globals["organisation_words"] = {
        "category": words.CATEGORIES,
        "kind": words.KINDS,
        "note": words.NOTES,
        "action": words.ACTIONS,
        "element": words.ELEMENTS,
        "weekday": words.WEEKDAYS,
    }
