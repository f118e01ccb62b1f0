"""The interface for programs does what its description says, whatever it is asked."""

import pytest
import schemathesis
from flask import Flask
from hypothesis import given, settings

from portal.transparency.domain.openapi import openapi
from tests.factories import published

# The library asks for compressed answers but does not unpack them.
PLAIN = {"Accept-Encoding": "identity"}
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


PATHS = sorted(openapi(city="Kota Contoh", public_url="")["paths"])


@pytest.mark.parametrize("path", PATHS)
def test_every_path_answers_as_described(city: Flask, path: str) -> None:
    operation = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", city)[path]["GET"]

    @given(case=operation.as_strategy())
    @settings(max_examples=15, deadline=None, database=None)
    def answers_as_described(case: schemathesis.Case) -> None:
        case.call_and_validate(headers=PLAIN)

    answers_as_described()


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("/city.json", {}),
        ("/city/today.json", {}),
        ("/agencies/{code}.json", {"code": "disdukcapil"}),
        ("/desks/{code}.json", {"code": "disdukcapil-2"}),
        ("/data/{period}/figures.json", {"period": published.PERIOD}),
        ("/data/{period}/desks/{code}.json", {"period": published.PERIOD, "code": "disdukcapil-2"}),
        ("/api/v1/places", {}),
        ("/api/v1/releases", {}),
    ],
)
def test_what_was_published_fits_its_schema(city: Flask, path: str, values: dict[str, str]) -> None:
    loaded = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", city)

    answer = loaded[path]["GET"].Case(path_parameters=values).call(headers=PLAIN)

    assert answer.status_code == 200
    loaded[path]["GET"].validate_response(answer)
