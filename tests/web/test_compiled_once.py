"""The apps of the tests share what each would compile: else tests take longer, and none says so."""

from collections.abc import Callable
from typing import Any, NoReturn

import pytest
from flask import Flask
from jinja2 import Environment
from sqlalchemy import select
from sqlalchemy.sql.compiler import SQLCompiler

from portal.accounts.staff.models import Account
from portal.web.extensions import db


def refuse(*_: Any) -> NoReturn:
    raise AssertionError("something was compiled again")


def test_a_second_app_compiles_no_page_again(
    make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = make_app(), make_app()
    page = first.test_client().get("/admin/sign-in")

    monkeypatch.setattr(Environment, "_generate", refuse)

    assert second.test_client().get("/admin/sign-in").status_code == page.status_code == 200


def test_a_second_app_compiles_no_query_again(
    make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = make_app(), make_app()
    with first.app_context():
        assert db.session.scalars(select(Account)).all() == []

    monkeypatch.setattr(SQLCompiler, "visit_select", refuse)

    with second.app_context():
        assert db.session.scalars(select(Account)).all() == []
