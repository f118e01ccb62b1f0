"""Backups of the city whose releases the tests of verification look at."""

from collections.abc import Callable
from pathlib import Path

from click.testing import Result
from flask import Flask

from portal.publication.releases.models import Document
from portal.web.extensions import db
from tests.factories.tampering import tamper
from tests.integration.publication.releases.verifying.conftest import (
    postgresql_template,
    sqlite_template,
)
from tests.integration.storage.made import made, only_backup, rows

__all__ = ["postgresql_template", "sqlite_template"]

Run = Callable[..., Result]


def test_a_restored_backup_holds_everything_and_verifies(
    app: Flask, other_app: Flask, folder: Path, run: Run
) -> None:
    before = dict(rows(app))
    path = made(run, app, folder)
    before["lasting_key"] += 1  # the backup made the key of texts, and the database records it
    assert rows(app) == before

    result = run(other_app, "backup", "restore", path)

    assert result.exit_code == 0, result.output
    assert "next: flask db upgrade; flask releases verify" in result.output
    after = dict(rows(other_app))
    assert after.pop("audit_entry") == before["audit_entry"] + 1  # that it was restored
    assert after == {name: count for name, count in before.items() if name != "audit_entry"}
    assert before["ballot"] > 100
    assert run(other_app, "releases", "verify").exit_code == 0
    assert run(other_app, "audit", "verify").exit_code == 0


def test_what_does_not_verify_is_kept_under_a_name_that_says_so(
    app: Flask, folder: Path, run: Run
) -> None:
    with app.app_context():
        tamper(
            db.session(),
            Document,
            address="city",
            month="2026-10",
            path="headline.interval.lower",
            value=25,
        )
        db.session.commit()

    result = run(app, "backup", "create", folder)

    assert result.exit_code == 1
    assert "what it holds does not verify: releases: " in result.output
    assert only_backup(folder).name.endswith("-doubtful.tar")
