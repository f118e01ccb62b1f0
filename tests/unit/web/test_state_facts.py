"""What a part of the portal measured, in words for administrators."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel

from portal.web.state_table import _fact


@pytest.fixture
def site() -> Iterator[Flask]:
    site = Flask("portal")
    site.config["BABEL_DEFAULT_LOCALE"] = "id"
    Babel(site)
    with site.test_request_context():
        yield site


def test_a_kind_of_failure_keeps_the_name_that_the_log_gives_it(site: Flask) -> None:
    assert _fact("problem", "disk_full") == "disk_full"


def test_what_is_measured_in_numbers_is_said_with_them(site: Flask) -> None:
    assert _fact("waiting", 3) == "3 menunggu"
    assert _fact("database_free_bytes", 1_500_000_000) == "database: 1,5 GB kosong"
    assert _fact("month", "2026-03") == "Maret 2026"


def test_a_fact_nobody_has_words_for_is_named_as_it_is(site: Flask) -> None:
    assert _fact("replicas", 2) == "replicas: 2"
