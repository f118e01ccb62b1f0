"""Which bytes go on the wire: static files with their hash, and compressed pages."""

import gzip
import hashlib
import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import brotli
from flask import Flask, Response, abort, request, url_for
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header
from werkzeug.security import safe_join

from portal.web.access import public

STATIC = Path(__file__).parents[1] / "static"
YEAR_SECONDS = 31_536_000
HASH_CHARACTERS = 12
SMALLEST_COMPRESSED_BYTES = 400
PAGE_BROTLI_QUALITY = 5
FILE_BROTLI_QUALITY = 11
TEXT_TYPES = frozenset(
    {
        "text/html",
        "text/css",
        "text/csv",
        "text/plain",
        "text/javascript",
        "application/json",
        "application/ld+json",
        "application/xml",
        "application/geo+json",
        "application/manifest+json",
        "image/svg+xml",
    }
)


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file of ``portal/static`` as it is sent: its type, version and encodings."""

    mimetype: str
    version: str
    encodings: dict[str, bytes]


def accepted_encoding() -> str:
    """Return the best encoding the client takes: ``br``, ``gzip`` or ``identity``."""
    return best_encoding(request.headers.get("Accept-Encoding", ""))


@lru_cache(maxsize=256)
def best_encoding(header: str) -> str:
    """Return the encoding that an ``Accept-Encoding`` header ranks highest.

    Of equal ones ``br`` comes before ``gzip`` before ``identity``. ``identity`` is also what a
    client gets that refuses everything: it would rather read the page than an error.
    """
    accepted = _accepted(header)
    best, rank = "identity", _rank_of_identity(accepted)
    for encoding in ("gzip", "br"):
        quality = accepted.quality(encoding)
        if quality > 0 and quality >= rank:
            best, rank = encoding, quality
    return best


@lru_cache(maxsize=256)
def is_identity_refused(header: str) -> bool:
    """Return whether an ``Accept-Encoding`` header refuses what is not compressed."""
    return _rank_of_identity(_accepted(header)) < 0


def _accepted(header: str) -> Accept:
    return parse_accept_header(header, Accept)


def _rank_of_identity(accepted: Accept) -> float:
    """Return 0 unless the header gives it another rank; -1 when it is refused."""
    is_named = any(name.lower() in {"identity", "*"} for name, _ in accepted)
    if not is_named:
        return 0.0
    is_explicit = any(name.lower() == "identity" for name, _ in accepted)
    quality = float(accepted.quality("identity"))
    if quality <= 0:
        return -1.0
    # A star that lets everything in says nothing for what is not compressed.
    return quality if is_explicit else 0.0


def compressed(body: bytes, *, encoding: str, quality: int = PAGE_BROTLI_QUALITY) -> bytes:
    """Return ``body`` in ``encoding``; ``quality`` is brotli's, 0 to 11."""
    if encoding == "br":
        packed: bytes = brotli.compress(body, quality=quality)
        return packed
    return gzip.compress(body, compresslevel=6, mtime=0) if encoding == "gzip" else body


_COMMENT = re.compile(rb"[ ]*/\*.*?\*/\n?", re.DOTALL)
# One style sheet a kind of page, so that a page loads no more than it shows and asks once.
_FOR_ALL = ("base", "forms", "tables")
STYLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "portal.css": (*_FOR_ALL, "citizen"),
        "staff.css": (*_FOR_ALL, "staff", "citizen"),
        "public.css": ("places", "lists"),
        "reading.css": ("reading",),
        "screen.css": ("machines", "screen"),
        "kiosk.css": ("machines", "tablet"),
        "questions.css": ("questions",),
    }
)


def style_sheet(name: str) -> bytes:
    """Return a style sheet of ``STYLES``: its parts in their order, without their comments."""
    parts = (STATIC / "styles" / f"{part}.css" for part in STYLES[name])
    return _COMMENT.sub(b"", b"".join(part.read_bytes() for part in parts))


@lru_cache(maxsize=128)
def static_file(name: str) -> StaticFile | None:
    """Return the file ``name`` below ``portal/static``, or None; read once a process."""
    found = safe_join(str(STATIC), name)
    path = Path(found) if found else None
    is_joined = name in STYLES
    if path is None or not (is_joined or path.is_file()) or path.suffix in {".br", ".gz"}:
        return None
    body = style_sheet(name) if is_joined else path.read_bytes()
    mimetype = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return StaticFile(
        mimetype=mimetype,
        version=hashlib.sha256(body).hexdigest()[:HASH_CHARACTERS],
        encodings=_encodings(path, body=body, mimetype=mimetype),
    )


def _encodings(path: Path, *, body: bytes, mimetype: str) -> dict[str, bytes]:
    """Return the encodings of a file; those made ahead lie beside it as .br and .gz."""
    encodings = {"identity": body}
    if mimetype not in TEXT_TYPES:
        return encodings
    for encoding, suffix in (("br", ".br"), ("gzip", ".gz")):
        ahead = path.with_name(path.name + suffix)
        encodings[encoding] = (
            ahead.read_bytes()
            if ahead.is_file()
            else compressed(body, encoding=encoding, quality=FILE_BROTLI_QUALITY)
        )
    return encodings


def static_url(name: str) -> str:
    """Return the address of a static file, with its version so that it can be kept a year."""
    return _static_url(name, request.script_root)


@lru_cache(maxsize=256)
def _static_url(name: str, script_root: str) -> str:
    """Return the address below ``script_root``, where the portal is served; built once."""
    file = static_file(name)
    return url_for("static", filename=name, v=file.version if file else None)


@public
def send_static(filename: str) -> Response:
    """Answer a static file in the encoding the client takes."""
    file = static_file(filename)
    if file is None:
        abort(404)
    encoding = accepted_encoding()
    body = file.encodings.get(encoding)
    if body is None:
        encoding, body = "identity", file.encodings["identity"]
    response = Response(body, mimetype=file.mimetype)
    if encoding != "identity":
        response.headers["Content-Encoding"] = encoding
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = _lifetime(file)
    response.set_etag(f"{file.version}-{encoding}")
    response.make_conditional(request)
    return response


def _lifetime(file: StaticFile) -> str:
    if request.args.get("v") == file.version:
        return f"public, max-age={YEAR_SECONDS}, immutable"
    return "public, max-age=300"


def install_delivery(app: Flask) -> None:
    """Serve static files, compress pages and give templates ``static_url``."""
    app.add_url_rule("/static/<path:filename>", endpoint="static", view_func=send_static)
    app.jinja_env.globals["static_url"] = static_url
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    if (
        response.direct_passthrough
        or "Content-Encoding" in response.headers
        or response.mimetype not in TEXT_TYPES
    ):
        return response
    body = response.get_data()
    encoding = accepted_encoding()
    is_small = len(body) < SMALLEST_COMPRESSED_BYTES and not is_identity_refused(
        request.headers.get("Accept-Encoding", "")
    )
    if is_small or encoding == "identity":
        return response
    response.set_data(compressed(body, encoding=encoding))
    response.headers["Content-Encoding"] = encoding
    response.headers.add("Vary", "Accept-Encoding")
    return response
