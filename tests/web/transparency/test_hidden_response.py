"""A share of visits that cannot be stated says why in words of its own."""

from dataclasses import replace

import pytest
from flask import Flask, get_template_attribute

from portal.publication.figures.encoding import plain
from portal.publication.figures.figures import Reason
from tests.factories import published


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (Reason.NOT_SHOWN, "tidak dihitung, karena jumlah respondennya tidak ditampilkan"),
        (Reason.VISITS_UNKNOWN, "jumlah kunjungan belum diketahui"),
        (Reason.NO_VISITS, "tidak ada kunjungan"),
    ],
)
def test_a_hidden_share_gives_its_own_reason(app: Flask, reason: Reason, words: str) -> None:
    share = plain(replace(published.response(None), suppressed=reason))

    with app.test_request_context():
        said = get_template_attribute("components/figures.html", "response")(share)

    assert words in said
