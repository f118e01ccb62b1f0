"""The shipped nginx before a real portal; only ports, certificate and addresses differ."""

import re
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPResponse, HTTPSConnection
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from portal.time import clock
from tests.browser.portal_process import Portal, command, environment, running_portal
from tests.conftest import missing
from tests.servers import free_port, is_listening, process, wait_until

SHIPPED = Path(__file__).resolve().parents[2] / "deploy" / "nginx.conf"


@dataclass
class Proxied:
    """A portal and the port on which its proxy listens for TLS; the proxy's own folder."""

    portal: Portal
    port: int
    plain_port: int
    folder: Path

    def connection(self) -> HTTPSConnection:
        unverified = ssl._create_unverified_context()  # the certificate is the test's own
        return HTTPSConnection("127.0.0.1", self.port, timeout=30, context=unverified)

    def ask(
        self,
        path: str,
        *,
        method: str = "GET",
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> tuple[HTTPResponse, bytes]:
        """Return an answer of the proxy and what it holds."""
        connection = self.connection()
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer, answer.read()
        finally:
            connection.close()


def make_certificate(folder: Path) -> None:
    """Write a key and a certificate for a day, as an operator has them in /etc/nginx/tls."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(clock.now() - timedelta(days=1))
        .not_valid_after(clock.now() + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def shipped_for(folder: Path, *, portal_port: int, port: int, plain_port: int) -> str:
    """Return the shipped file with nothing changed but where things are."""
    text = SHIPPED.read_text()
    changes = (
        ("server web:8000;", f"server 127.0.0.1:{portal_port};"),
        ("listen 80;", f"listen 127.0.0.1:{plain_port};"),
        ("listen [::]:80;", ""),
        ("listen 443 ssl http2;", f"listen 127.0.0.1:{port} ssl http2;"),
        ("listen [::]:443 ssl http2;", ""),
        ("/etc/nginx/tls/", f"{folder}/"),
        ("/tmp/nginx.pid", f"{folder}/nginx.pid"),
    )
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return text


@pytest.fixture(scope="session")
def proxied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxied]:
    """A portal with an empty database behind the shipped proxy."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        missing("nginx")
    files, folder = tmp_path_factory.mktemp("portal"), tmp_path_factory.mktemp("nginx")
    make_certificate(folder)
    command(environment(files), "db", "upgrade")
    port, plain_port = free_port(), free_port()
    with running_portal(files, DEMO="0", TRUSTED_PROXIES="1", INSPECTORATE="-") as portal:
        portal_port = int(portal.url.rpartition(":")[2])
        text = shipped_for(folder, portal_port=portal_port, port=port, plain_port=plain_port)
        (folder / "nginx.conf").write_text(text)
        checked = subprocess.run(
            [str(program), "-t", "-p", str(folder), "-c", str(folder / "nginx.conf")],
            capture_output=True,
            text=True,
            check=False,
        )
        assert checked.returncode == 0, checked.stderr
        assert not re.search(r"\[(warn|error|emerg)\]", checked.stderr), checked.stderr
        own = ["-g", "daemon off;", "-p", str(folder), "-c", str(folder / "nginx.conf")]
        with process([str(program), *own], log=folder / "output.log"):
            wait_until(lambda: is_listening(port), what="a start of nginx")
            yield Proxied(portal, port=port, plain_port=plain_port, folder=folder)
