"""A complaint is found by its code as people paste it: with a stop, bold, as an address."""

import pytest
from flask.testing import FlaskClient

from tests.web.complaints.pages import code_of, follow, send, write

pytestmark = pytest.mark.usefixtures("city")


@pytest.mark.parametrize(
    "form", ["{}.", "\u201c{}\u201d", "*{}*", "https://suara.contoh.test/complaints/follow#{}"]
)
def test_a_complaint_is_found_by_its_code_as_it_is_pasted(client: FlaskClient, form: str) -> None:
    code = code_of(write(client))

    assert follow(client, form.format(code)).status_code == follow(client, code).status_code == 200
    assert follow(client, code[:-1]).status_code != 200


def test_a_complaint_in_which_nothing_can_be_seen_is_not_written(client: FlaskClient) -> None:
    answer = send(client, text="\u200b\u2800" * 40)

    assert answer.status_code == 400
    assert "Ceritakan apa yang terjadi." in answer.text
