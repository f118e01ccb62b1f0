"""The tests' apps share compiled templates: else the tests take twice as long, and none says so."""

from collections.abc import Callable
from typing import Any, NoReturn

import pytest
from flask import Flask
from jinja2 import Environment


def refuse(*_: Any) -> NoReturn:
    raise AssertionError("a template was compiled again")


def test_a_second_app_compiles_no_page_again(
    make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = make_app(), make_app()
    page = first.test_client().get("/admin/sign-in")

    monkeypatch.setattr(Environment, "_generate", refuse)

    assert second.test_client().get("/admin/sign-in").status_code == page.status_code == 200
