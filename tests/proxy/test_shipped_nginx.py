"""What the shipped nginx lets through, refuses and keeps."""

import re
import socket
import ssl
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.app import create_app
from portal.evaluation.realisations.domain import IndicatorPeriod
from portal.evaluation.rules.states import ObjectionState, PlanState, YearlyState
from portal.evaluation.yearly.delivering import deliver_confirmed
from portal.time import clock
from portal.web.access import Role
from portal.web.body_limits import FORM_BYTES, LARGER
from tests.conftest import settings_for
from tests.factories.objections import make_objection, received_year
from tests.factories.plans import PlanScene, found, make_plan, make_plan_scene
from tests.factories.realisations import make_place
from tests.factories.years import make_year
from tests.proxy.conftest import SHIPPED, Proxied
from tests.servers import wait_until
from tests.staff import Person, signed_in

UNITS = {"k": 1024, "m": 1024**2}
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
BOUNDARY = "a-line-between-parts"
# Who may send a file where an administrator may not.
SENDERS = {
    "/admin/people/import": Role.PERFORMANCE_OFFICE,
    "/admin/people/results/import": Role.PERFORMANCE_OFFICE,
    "/admin/performance/evidence": Role.OFFICER,
    "/admin/performance/objection-evidence": Role.OFFICER,
    "/admin/performance/official/import": Role.PERFORMANCE_OFFICE,
    "/admin/performance/on-paper/record": Role.PERFORMANCE_COORDINATOR,
    "/admin/performance/training-catalogue/import": Role.PERFORMANCE_OFFICE,
}
# Where the form stands that sends to an address of another name.
FORMS = {
    "/admin/paper/withdrawals": "/admin/paper",
    "/admin/people/accounts/mail": "/admin/people/accounts",
}
# A file as evidence is sent to one address for all; the place stands behind the question mark.
PLACED = {
    "/admin/performance/evidence": "plan={0.plan_id}&period={0.period_number}&indicator=1",
    "/admin/performance/objection-evidence": "case=1",
    "/admin/performance/on-paper/record": "kind=receipt&about=2",
}
# Whose sender works at an agency: the first one of the scene.
AT_AGENCY = {"/admin/performance/on-paper/record": 1}


def size(text: str) -> int:
    """Return the bytes that nginx means by a size such as 64k."""
    return int(text[:-1]) * UNITS[text[-1]] if text[-1] in UNITS else int(text)


def larger_in_proxy() -> dict[str, int]:
    """Return the addresses with a limit of their own, as the shipped file names them."""
    blocks = re.findall(r"location = (\S+) \{([^}]*)\}", SHIPPED.read_text())
    found = {path: re.search(r"client_max_body_size (\w+);", text) for path, text in blocks}
    return {path: size(limit[1]) for path, limit in found.items() if limit}


@pytest.fixture
def routes(tmp_path: Path) -> Flask:
    return create_app(settings_for(tmp_path, f"sqlite:///{tmp_path / 'unused.db'}"))


def test_the_proxy_takes_as_much_as_the_portal_by_address(routes: Flask) -> None:
    addresses = {
        rule.rule: LARGER[rule.endpoint]
        for rule in routes.url_map.iter_rules()
        if rule.endpoint in LARGER
    }

    assert larger_in_proxy() == addresses
    assert len(addresses) == len(LARGER)


def test_the_proxy_takes_as_much_as_a_form_may_hold_everywhere_else() -> None:
    text = re.sub(r"location = \S+ \{[^}]*\}", "", SHIPPED.read_text())

    assert list(map(size, re.findall(r"client_max_body_size (\w+);", text))) == [FORM_BYTES]


def test_no_view_takes_more_by_itself() -> None:
    """Who wants more writes it into the one table."""
    setters = {
        str(path)
        for path in Path("portal").rglob("*.py")
        if re.search(r"\.max_(content_length|form_memory_size) =", path.read_text())
    }

    assert setters == {"portal/web/body_limits.py"}


def part(name: str, content: bytes, *, file: str = "") -> bytes:
    about = f'form-data; name="{name}"' + (f'; filename="{file}"' if file else "")
    return f"--{BOUNDARY}\r\nContent-Disposition: {about}\r\n\r\n".encode() + content + b"\r\n"


@pytest.fixture(scope="module")
def place(proxied: Proxied) -> IndicatorPeriod:
    """An indicator of somebody's running plan, and an objection, to which evidence is sent."""
    with proxied.portal.inside() as session:
        scene = make_plan_scene(session)
        place = make_place(session, scene)
        plan = found(session, place.plan_id)
        received_year(session, scene, plan)
        make_objection(session, scene, plan, state=ObjectionState.FILED)
        deliver_to_superior(session, scene)
        return place


def deliver_to_superior(session: Session, scene: PlanScene) -> None:
    """Let a result wait for its receipt, which a coordinator may record from paper."""
    line = replace(scene, person=scene.superior, superior=scene.leader, leader=scene.mayor)
    plan = make_plan(session, line, state=PlanState.RUNNING)
    make_year(session, line, plan, state=YearlyState.CONFIRMED)
    today = clock.today("Asia/Jakarta")
    deliver_confirmed(session, line.person, now=clock.now(), today=today)


@pytest.fixture(scope="module")
def owner(proxied: Proxied, place: IndicatorPeriod) -> Person:
    """Whose indicator and objection it is, signed in."""
    return signed_in(proxied.portal.app, Role.OFFICER, officer_id=place.person_id)


def send_file(
    proxied: Proxied, path: str, place: IndicatorPeriod, *, owner: Person, size_bytes: int
) -> tuple[int, str]:
    """Send a file as who may send one there does; return the status and the page."""
    person = owner
    if path not in PLACED or path in AT_AGENCY:
        role, agency = SENDERS.get(path, Role.ADMINISTRATOR), AT_AGENCY.get(path)
        person = signed_in(proxied.portal.app, role, agency_id=agency)
    staff = person.client.get_cookie("staff")
    assert staff is not None
    cookie = f"staff={staff.value}"
    query = f"?{PLACED[path].format(place)}" if path in PLACED else ""
    asked, page = proxied.ask(FORMS.get(path, path) + query, headers={"Cookie": cookie})
    token = TOKEN.search(page.decode())
    assert token, page
    session = (asked.getheader("Set-Cookie") or "").partition(";")[0]
    body = part("csrf_token", token[1].encode())
    body += part("file", b"kind\n" + b"x" * size_bytes, file="city.csv")
    body += f"--{BOUNDARY}--\r\n".encode()
    headers = {
        "Cookie": f"{cookie}; {session}",
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
    }
    answer, page = proxied.ask(path + query, method="POST", body=body, headers=headers)
    return answer.status, page.decode(errors="replace")


@pytest.mark.parametrize("path", sorted(larger_in_proxy()))
def test_a_file_of_five_megabytes_reaches_the_portal(
    proxied: Proxied, place: IndicatorPeriod, owner: Person, path: str
) -> None:
    status, page = send_file(proxied, path, place, owner=owner, size_bytes=5 * 1024**2)

    assert status in {200, 422}
    assert 'name="csrf_token"' in page


@pytest.mark.parametrize("path", sorted(larger_in_proxy()))
def test_a_file_of_nine_megabytes_is_refused(proxied: Proxied, path: str) -> None:
    headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    headers["Content-Length"] = str(9 * 1024**2)

    answer, _ = proxied.ask(path, method="POST", headers=headers)

    assert answer.status == 413


@pytest.mark.parametrize(("size_bytes", "status"), [(60_000, 404), (66_000, 413)])
def test_a_rating_is_bounded_by_what_a_form_may_hold(
    proxied: Proxied, size_bytes: int, status: int
) -> None:
    body = urlencode({"comment": "x" * (size_bytes - 8)}).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}

    answer, _ = proxied.ask("/r/tidak-ada", method="POST", body=body, headers=headers)

    assert answer.status == status


def test_figures_for_monitoring_stay_inside(proxied: Proxied) -> None:
    assert proxied.ask("/metrics")[0].status == 404
    short = proxied.ask("/readyz")

    assert proxied.ask("/readyz?full")[1] == short[1]
    assert proxied.ask("/readyz?full=1&a=b")[1] == short[1]


def test_pages_and_files_go_through(proxied: Proxied) -> None:
    for path in ("/", "/healthz", "/search?q=ktp", "/complaints/new"):
        assert proxied.ask(path)[0].status == 200


def test_without_tls_everybody_is_sent_to_https(proxied: Proxied) -> None:
    connection = HTTPConnection("127.0.0.1", proxied.plain_port, timeout=10)
    connection.request("GET", "/search?q=ktp", headers={"Host": "kota.example"})
    answer = connection.getresponse()
    connection.close()

    assert answer.status == 301
    assert answer.getheader("Location") == "https://kota.example/search?q=ktp"


def test_an_address_that_the_caller_made_up_is_not_believed(proxied: Proxied) -> None:
    """Limits count the sender that the proxy saw; a forged head changes nothing."""
    text = SHIPPED.read_text()

    assert "proxy_add_x_forwarded_for" not in text
    answer, page = proxied.ask("/readyz?full", headers={"X-Forwarded-For": "127.0.0.1"})
    assert answer.status in {200, 503}
    assert b"bound" not in page


def is_refused(connection: ssl.SSLSocket) -> bool:
    """Return whether the proxy says that there are too many, on a socket that does not wait."""
    try:
        return connection.recv(12) == b"HTTP/1.1 429"
    except (ssl.SSLWantReadError, ConnectionResetError):
        return False


def test_the_connections_of_one_address_are_bounded(proxied: Proxied) -> None:
    unverified = ssl._create_unverified_context()
    held = []
    try:
        for _ in range(110):
            plain = socket.create_connection(("127.0.0.1", proxied.port), timeout=10)
            held.append(unverified.wrap_socket(plain, server_hostname="localhost"))
            # A request whose body does not come holds its connection.
            held[-1].sendall(
                b"POST /r/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nx"
            )
            held[-1].setblocking(False)
        wait_until(lambda: any(map(is_refused, held)), what="a refusal")
    finally:
        for connection in held:
            connection.close()


def test_who_never_ends_the_head_of_a_request_is_hung_up_on(proxied: Proxied) -> None:
    unverified = ssl._create_unverified_context()
    plain = socket.create_connection(("127.0.0.1", proxied.port), timeout=30)
    with unverified.wrap_socket(plain, server_hostname="localhost") as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")

        assert slow.recv(1) == b""


def test_no_file_holds_the_address_of_who_came(proxied: Proxied) -> None:
    proxied.ask("/complaints/follow")
    proxied.ask("/tidak-ada-rahasia")

    written = {
        path.name: path.read_text(errors="replace")
        for path in proxied.folder.rglob("*")
        if path.is_file() and path.suffix not in {".conf", ".pem", ".pid"}
    }
    assert {name: text for name, text in written.items() if text} == {}
    assert "rahasia" not in proxied.portal.log
    assert "127.0.0.1" not in proxied.portal.log
