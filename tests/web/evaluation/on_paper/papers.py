"""How a test records a paper: with a scan, as the page's form would."""

import io

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.storage.files import contents
from tests.web.evaluation.forms import fields_of


@pytest.fixture(autouse=True)
def roomy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the disk of the machine that tests be as empty as it has to be."""
    monkeypatch.setattr(contents, "is_nearly_full", lambda _: False)


def upload(
    client: FlaskClient, address: str, content: bytes | None, *, name: str, **changed: str
) -> TestResponse:
    """Open the form of a paper, fill it in, choose a scan, and send it.

    :param content: None for no scan at all.
    """
    page = client.get(address)
    assert page.status_code == 200, (address, page.status_code)
    data: dict[str, object] = {**fields_of(page.text), **changed}
    if content is not None:
        data["file"] = (io.BytesIO(content), name)
    return client.post(address, data=data)
