"""A small HTTP client over plain sockets, cheap enough not to disturb what it measures."""

import gzip
import socket
from dataclasses import dataclass

import brotli

HEAD_END = b"\r\n\r\n"
CHUNK = 65536


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it came over the wire; ``wire_bytes`` counts status line and headers too."""

    status: int
    headers: dict[str, list[str]]
    body: bytes
    wire_bytes: int

    def header(self, name: str) -> str:
        return self.headers.get(name, [""])[0]

    def text(self) -> str:
        """Return the body as text, unpacked."""
        encoding = self.header("content-encoding")
        body = self.body
        if encoding == "br":
            body = brotli.decompress(body)
        elif encoding == "gzip":
            body = gzip.decompress(body)
        return body.decode()


class Connection:
    """One kept-open connection that sends a request and reads its answer."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._rest = b""
        self.sent_bytes = 0

    def close(self) -> None:
        self._socket.close()

    def ask(self, request: bytes) -> Answer:
        self._socket.sendall(request)
        self.sent_bytes += len(request)
        head, body = self._until(HEAD_END)
        status, headers = parsed(head)
        length = int(headers.get("content-length", ["0"])[0])
        while len(body) < length:
            body += self._more()
        self._rest = body[length:]
        wire = len(head) + len(HEAD_END) + length
        return Answer(status=status, headers=headers, body=body[:length], wire_bytes=wire)

    def _until(self, mark: bytes) -> tuple[bytes, bytes]:
        found = self._rest
        while mark not in found:
            found += self._more()
        head, _, body = found.partition(mark)
        return head, body

    def _more(self) -> bytes:
        chunk = self._socket.recv(CHUNK)
        if not chunk:
            raise ConnectionError("the server closed the connection in the middle of an answer")
        return chunk


def parsed(head: bytes) -> tuple[int, dict[str, list[str]]]:
    """Return the status and the headers, names in lower case, values in order."""
    first, *lines = head.decode("latin-1").split("\r\n")
    headers: dict[str, list[str]] = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers.setdefault(name.lower(), []).append(value.strip())
    return int(first.split(" ", 2)[1]), headers


def get(path: str, *, headers: str = "") -> bytes:
    """Return a GET; ``headers`` are whole lines, each ending in CRLF."""
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n".encode()


def post(path: str, *, body: str, headers: str = "") -> bytes:
    """Return a POST of a form."""
    return (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n{headers}\r\n{body}"
    ).encode()
