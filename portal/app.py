"""The one place that imports all packages: builds the Flask app from frozen settings."""

import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask, has_request_context, request
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import cli
from portal.accounts.install import install_accounts
from portal.accounts.second_factor.service import opens_authenticators
from portal.accounts.staff.directory import install_directory
from portal.cli.backup_probe import BACKUP_PROBE
from portal.cli.job_probes import JOB_AGES, job_probes
from portal.cli.migrations import newest_migration, offer_migrations
from portal.complaints.install import install_complaints
from portal.complaints.intake.inspectorate import check_inspectorate
from portal.evaluation.install import install_evaluation
from portal.organisation.install import install_organisation
from portal.organisation.people.directory import OrganisationDirectory
from portal.organisation.records.closed_months import install_closed_months
from portal.publication.city_report.routes import install_city_report
from portal.publication.releases.closed_months import closed_months, is_year_revised
from portal.publication.releases.routes import install_releases
from portal.publication.report_finishing.routes import install_report_finishing
from portal.publication.reports.routes import install_reports
from portal.publication.staff_figures.routes import install_figures
from portal.publication.yearly_evaluation.routes import install_yearly_evaluation
from portal.rating.install import install_rating
from portal.rating.paper.routes import install_revised_years
from portal.settings import InvalidSetting, Settings
from portal.storage.database import engine_options
from portal.storage.lasting_keys.secret_file import with_secret_key
from portal.storage.private_files import private_folder
from portal.survey.elements import ELEMENT_NAMES, rules_of_operator
from portal.time import clock
from portal.transparency.routes import install_public_pages
from portal.web import access, languages, request_gate
from portal.web.body_limits import FORM_BYTES
from portal.web.day_keys import client_key, make_day_keys, storage_options
from portal.web.delivery import install_delivery
from portal.web.errors import install_errors
from portal.web.extensions import (
    CLIENT_KEY,
    CLOCK_PROBE,
    babel,
    csrf,
    current_settings,
    db,
    install_settings,
    limiter,
)
from portal.web.fast_probes import HTTPS_PROBE, LIMITER_PROBE, database_probe
from portal.web.formatting import chosen_language, install_formatting
from portal.web.health import register_probe
from portal.web.health_routes import install_health
from portal.web.metrics import install_metrics, register_reading
from portal.web.page_words import PageEnvironment, install_words
from portal.web.recent_failures import RECENT_FAILURES_PROBE
from portal.web.row_numbers import bound_row_numbers
from portal.web.secret_guard import SECRET_PROBE, install_secret_guard
from portal.web.storage_probes import disk_probe, write_probes

log = logging.getLogger(__name__)
MAX_FORM_PARTS = 200


class Portal(request_gate.GatedApp):
    """The app with its own way of writing pages and of naming failures in the log."""

    jinja_environment = PageEnvironment

    def log_exception(self, exc_info: Any) -> None:
        """Log what no handler took by its endpoint; Flask's own line would name the path."""
        endpoint = request.endpoint if has_request_context() else None
        log.error("unexpected failure: endpoint=%s", endpoint, exc_info=exc_info)


def create_app(settings: Settings | None = None) -> Flask:
    """Build the portal.

    :param settings: the operator's choices; read from the environment when None.
    :raises portal.settings.InvalidSetting: when they cannot be used.
    """
    settings = settings or Settings.from_env()
    try:
        private_folder(settings.instance_dir)
        settings, state_of_secret = with_secret_key(settings)
    except OSError as error:
        raise InvalidSetting("PORTAL_INSTANCE_DIR names no folder that can be used.") from error
    _refuse_unknown_elements(settings)
    app = Portal(__name__, static_folder=None, instance_path=str(settings.instance_dir))
    app.config.from_mapping(_configuration(settings))
    install_settings(app, settings)
    bound_row_numbers(app)
    _trust_proxies(app, settings.trusted_proxies)
    install_public_pages(app, settings)
    # Before the check of form tokens: who is no longer signed in is told that, not that a token
    # is too old, and what they typed is kept.
    app.before_request(access.guard)
    _install_extensions(app, settings)
    install_secret_guard(app, file_state=state_of_secret, opens=opens_authenticators)
    install_formatting(app, settings)
    app.jinja_env.globals["element_names"] = ELEMENT_NAMES
    request_gate.install_headers(app, settings)
    install_delivery(app)
    install_errors(app)
    request_gate.install_request_gate(app)
    _install_health(app)
    _register_packages(app, settings)
    _watch_storage_and_jobs(app, settings)
    cli.install_commands(app)
    install_metrics(app)
    register_reading(app, JOB_AGES)
    return app


def _refuse_unknown_elements(settings: Settings) -> None:
    try:
        rules_of_operator(settings.not_experienced)
    except ValueError as error:
        raise InvalidSetting(f"PORTAL_NOT_EXPERIENCED names no element: {error}") from error


def _configuration(settings: Settings) -> dict[str, Any]:
    prefix = "__Host-" if settings.is_https else ""
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(settings.database_url),
        "MAX_CONTENT_LENGTH": FORM_BYTES,
        "MAX_FORM_MEMORY_SIZE": FORM_BYTES,
        "MAX_FORM_PARTS": MAX_FORM_PARTS,
        "SESSION_COOKIE_NAME": f"{prefix}session",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.is_https,
        "PREFERRED_URL_SCHEME": "https" if settings.is_https else "http",
        "WTF_CSRF_TIME_LIMIT": None,
        # Pages send no referrer, so that its check would refuse every form under https.
        "WTF_CSRF_SSL_STRICT": False,
        "RATELIMIT_STORAGE_URI": settings.limiter_url,
        "RATELIMIT_STORAGE_OPTIONS": storage_options(settings.limiter_url),
        "RATELIMIT_STRATEGY": "fixed-window",
        "BABEL_DEFAULT_LOCALE": languages.DEFAULT_LANGUAGE,
        "BABEL_TRANSLATION_DIRECTORIES": str(languages.TRANSLATIONS),
        "BABEL_DEFAULT_TIMEZONE": settings.timezone,
    }


def _trust_proxies(app: Flask, count: int) -> None:
    """Believe the addresses that ``count`` proxies of our own forward, and no others."""
    if count:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign] # Flask's way of wrapping


def _install_extensions(app: Flask, settings: Settings) -> None:
    day_keys = make_day_keys(
        settings.limiter_url, settings.timezone, secret_key=settings.secret_key
    )
    app.extensions[CLIENT_KEY] = lambda: client_key(day_keys, request.remote_addr)
    db.init_app(app)
    offer_migrations(app, db)
    babel.init_app(app, locale_selector=chosen_language)
    install_words(app, babel)
    csrf.init_app(app)
    limiter.init_app(app)
    app.shell_context_processor(lambda: {"db": db, "session": db.session})


def _register_packages(app: Flask, settings: Settings) -> None:
    install_accounts(app)
    install_organisation(app)
    install_closed_months(app, closed_months)
    install_directory(app, OrganisationDirectory())
    install_rating(app, settings)
    install_revised_years(app, is_year_revised)
    install_complaints(app)
    install_releases(app)
    install_reports(app)
    install_city_report(app)
    install_report_finishing(app)
    install_yearly_evaluation(app)
    install_figures(app)
    install_evaluation(app)


def _install_health(app: Flask) -> None:
    """Register the probes that belong to no package; each package registers its own."""
    install_health(app)
    for probe in (
        database_probe(newest_migration),
        LIMITER_PROBE,
        HTTPS_PROBE,
        CLOCK_PROBE,
        SECRET_PROBE,
    ):
        register_probe(app, probe)


def _watch_storage_and_jobs(app: Flask, settings: Settings) -> None:
    """Register the slow probes that belong to no package, after those of the packages."""
    folders = {"instance": settings.instance_dir, "keys": settings.keys_dir}
    if settings.escrow_dir is not None:
        folders["escrow"] = settings.escrow_dir
    for probe in (
        *write_probes(folders),
        *job_probes(),
        BACKUP_PROBE,
        disk_probe(_disks(settings, folders)),
        RECENT_FAILURES_PROBE,
    ):
        register_probe(app, probe)


def _disks(settings: Settings, folders: dict[str, Path]) -> dict[str, Path]:
    """Return the folders whose disks are watched: a SQLite file may lie on one of its own."""
    path = make_url(settings.database_url)
    if path.get_backend_name() != "sqlite" or not path.database or path.database == ":memory:":
        return folders
    return {"database": Path(path.database).absolute().parent, **folders}


def check_before_serving(app: Flask, *, environ: Mapping[str, str] | None = None) -> None:
    """Refuse settings that contradict the database; commands, which mend that, are let through.

    A database that is away says nothing about a setting. What was opened is closed again, so
    that no connection is shared by the processes that are made from this one.

    :param environ: where gunicorn leaves its name (the process environment when None).
    :raises portal.settings.InvalidSetting: when a setting names what the city has not.
    """
    known = os.environ if environ is None else environ
    if not known.get("SERVER_SOFTWARE", "").startswith("gunicorn"):
        return
    with app.app_context():
        settings = current_settings()
        try:
            check_inspectorate(
                db.session(), settings.inspectorate, on=clock.today(settings.timezone)
            )
        except SQLAlchemyError:
            db.session.rollback()
        finally:
            db.session.remove()
            db.engine.dispose()
