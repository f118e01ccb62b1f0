"""All bytes on the wire for a first visit from scan to thank-you, every resource counted."""

import re
from urllib.parse import urlencode

from benchmarks import city
from benchmarks.context import Context
from benchmarks.http import Answer, Connection, get, post
from benchmarks.journey import ELEMENT_NAMES
from benchmarks.loadgen import Failed, cookies_of, hidden_fields, plan
from benchmarks.ratio import Ratio
from benchmarks.serving import served

# Less than what fits into the first window of a connection (14,600).
MOST_BYTES = 9_000
# What Debian's Chromium sends on a phone-sized window, so that requests weigh what they weigh.
PHONE = (
    "Connection: keep-alive\r\n"
    "Upgrade-Insecure-Requests: 1\r\n"
    "User-Agent: Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Mobile Safari/537.36\r\n"
    "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,"
    "image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7\r\n"
    "Accept-Encoding: gzip, deflate, br, zstd\r\n"
    "Accept-Language: id-ID,id;q=0.9\r\n"
)
RESOURCE = re.compile(r'<(?:link|script|img|source|iframe)\b[^>]*?\b(?:href|src)="([^"]+)"')


class Visit:
    """A browser that has never been here: fetches each page, and once what a page refers to."""

    def __init__(self, port: int) -> None:
        self._connection = Connection(port)
        self._cookies: dict[str, str] = {}
        self._held: set[str] = set()
        self.received: dict[str, int] = {}

    @property
    def sent_bytes(self) -> int:
        return self._connection.sent_bytes

    def open(self, path: str, *, status: int = 200) -> Answer:
        return self._take(path, get(path, headers=self._headers()), status=status)

    def send(self, path: str, body: str) -> Answer:
        return self._take(
            f"POST {path}", post(path, body=body, headers=self._headers()), status=303
        )

    def close(self) -> None:
        self._connection.close()

    def _headers(self) -> str:
        carried = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        return PHONE + (f"Cookie: {carried}\r\n" if carried else "")

    def _take(self, name: str, request: bytes, *, status: int) -> Answer:
        answer = self._connection.ask(request)
        if answer.status != status:
            raise Failed(f"{name}: {answer.status} instead of {status}")
        self._cookies.update(cookie.split("=", 1) for cookie in cookies_of(answer))
        self.received[name] = answer.wire_bytes
        if answer.header("content-type").startswith("text/html") and status == 200:
            self._fetch_resources(answer.text())
        return answer

    def _fetch_resources(self, page: str) -> None:
        for found in RESOURCE.findall(page):
            address = found.replace("&amp;", "&")
            if address.startswith("/") and address not in self._held:
                self._held.add(address)
                self.open(address)


def measure(context: Context) -> list[Ratio]:
    """Weigh one visit of the open channel."""
    database = context.new_database("sqlite")
    variables = city.settings(context, database=database)
    city.build(variables)
    with served("wsgi:app", variables=variables, log=city.log_of(context, "portal")) as server:
        path = city.rating_path(database)
        journey = plan(server.port, path, required=ELEMENT_NAMES.__contains__)
        visit = Visit(server.port)
        address = journey.path()
        form = visit.open(address)
        hidden = urlencode(hidden_fields(form.text()))
        sent = visit.send(address, f"{journey.answers[0]}&{hidden}")
        visit.open(sent.header("location"))
        visit.close()
    received = sum(visit.received.values())
    return [
        Ratio(
            "bytes received from scan to thank-you, status lines and headers included",
            received,
            MOST_BYTES,
            unit="bytes",
            detail={name.split("?")[0]: size for name, size in visit.received.items()},
        ),
        Ratio(
            "bytes sent and received from scan to thank-you",
            received + visit.sent_bytes,
            unit="bytes",
            detail={"sent": visit.sent_bytes, "requests": len(visit.received)},
        ),
    ]
