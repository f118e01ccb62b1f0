"""An address with a number that no row can have leads to no page, on either database."""

import pytest
from flask import Flask
from werkzeug.routing import IntegerConverter

from portal.web.access import Role
from portal.web.row_numbers import LARGEST, RowNumber
from tests.staff import signed_in

BEYOND = (LARGEST + 1, 2**63, 10**30)


def test_every_number_in_an_address_is_bounded(app: Flask) -> None:
    numbers = [
        converter
        for rule in app.url_map.iter_rules()
        for converter in rule._converters.values()
        if isinstance(converter, IntegerConverter)
    ]

    assert len(numbers) > 20
    assert all(isinstance(each, RowNumber) for each in numbers)
    assert max(each.max for each in numbers if each.max is not None) == LARGEST
    assert all(each.max is not None for each in numbers)


@pytest.mark.parametrize("number", [LARGEST, *BEYOND])
def test_a_person_that_nobody_can_be_is_not_found(app: Flask, number: int) -> None:
    person = signed_in(app, Role.ADMINISTRATOR)

    assert person.client.get(f"/admin/people/{number}").status_code == 404
