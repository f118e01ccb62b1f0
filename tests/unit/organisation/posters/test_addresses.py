"""The address on posters."""

import socket
from pathlib import Path

import pytest

from portal.organisation.posters.addresses import poster_url, public_address
from tests.conftest import settings_for


def address(tmp_path: Path, environ: dict[str, str] | None = None, **variables: str) -> str:
    return public_address(
        settings_for(tmp_path, f"sqlite:///{tmp_path / 'city.db'}", **variables),
        environ=environ or {},
    )


def test_the_public_address_comes_first(tmp_path: Path) -> None:
    found = address(tmp_path, {"PORT": "9000"}, PUBLIC_URL="https://loket.contoh.go.id/")

    assert poster_url(found, "7G4K2M9X") == "https://loket.contoh.go.id/r/7G4K2M9X"


@pytest.mark.parametrize(
    ("host", "port", "expected"),
    [
        ("127.0.0.1", "", "http://127.0.0.1:8000"),
        ("192.168.1.7", "9000", "http://192.168.1.7:9000"),
        ("::1", "8080", "http://[::1]:8080"),
    ],
)
def test_without_one_it_is_where_the_portal_listens(
    tmp_path: Path, host: str, port: str, expected: str
) -> None:
    assert address(tmp_path, {"PORT": port}, HOST=host) == expected


def test_listening_everywhere_means_this_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "gethostbyname", lambda _: "10.1.2.3")

    assert address(tmp_path, {}, HOST="0.0.0.0") == "http://10.1.2.3:8000"


def test_the_environment_names_the_port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "8765")

    assert (
        public_address(settings_for(tmp_path, f"sqlite:///{tmp_path / 'city.db'}"))
        == "http://127.0.0.1:8765"
    )
