"""The apps of the tests share what each would compile: else tests take longer, and none says so."""

from collections.abc import Callable
from typing import Any, NoReturn

import pytest
from flask import Flask
from jinja2 import Environment
from sqlalchemy import select
from sqlalchemy.sql.compiler import SQLCompiler
from werkzeug.routing import IntegerConverter, Rule
from werkzeug.routing.matcher import StateMachineMatcher

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


def test_a_second_app_arranges_no_address_again(
    make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = make_app()
    assert first.test_client().get("/admin/sign-in").status_code == 200

    monkeypatch.setattr(StateMachineMatcher, "add", refuse)

    second = make_app()
    assert second.test_client().get("/admin/sign-in").status_code == 200
    assert {rule.endpoint for rule in second.url_map.iter_rules()} == set(second.view_functions)


def test_an_address_of_one_app_is_in_no_other(make_app: Callable[..., Flask]) -> None:
    first, second = make_app(), make_app()
    list(first.url_map.iter_rules())

    endpoint = second.url_map.bind("").match("/admin/sign-in")[0]
    second.url_map.add(Rule("/hanya-di-sini", endpoint=endpoint, methods=["GET"]))

    assert second.test_client().get("/hanya-di-sini").status_code == 200
    assert second.test_client().get("/admin/sign-in").status_code == 200
    assert first.test_client().get("/hanya-di-sini").status_code == 404


class Doubled(IntegerConverter):
    """A number that is read as twice as much."""

    def to_python(self, value: str) -> int:
        return 2 * super().to_python(value)


def test_an_app_that_reads_numbers_otherwise_shares_no_address(
    make_app: Callable[..., Flask],
) -> None:
    first, second = make_app(), make_app()
    list(first.url_map.iter_rules())
    second.url_map.converters["int"] = Doubled

    assert first.url_map.bind("").match("/admin/performance/plans/1")[1] == {"plan_id": 1}
    assert second.url_map.bind("").match("/admin/performance/plans/1")[1] == {"plan_id": 2}


def test_a_second_app_compiles_no_query_again(
    make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = make_app(), make_app()
    with first.app_context():
        assert db.session.scalars(select(Account)).all() == []

    monkeypatch.setattr(SQLCompiler, "visit_select", refuse)

    with second.app_context():
        assert db.session.scalars(select(Account)).all() == []
