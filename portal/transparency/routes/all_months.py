"""The figures of all months as one file: built once a release, kept and sent compressed."""

import gzip
import hashlib
import io
import json

from flask import Response, abort, current_app, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from portal.publication.figures.known_figures import FIGURES_ADDRESS
from portal.publication.releases.queries import published, published_periods
from portal.transparency.domain.open_figures import figures_table
from portal.transparency.domain.tables import TableForm
from portal.transparency.routes.cached import (
    MAX_AGE_SECONDS,
    CachedValue,
    blueprint,
    cached_value,
)
from portal.web.access import public
from portal.web.extensions import db

KEPT = "portal_all_months_{}"
# Enough for tables, which repeat themselves, at a third of the time of the tightest level.
GZIP_LEVEL = 6


@blueprint.get("/data/figures.<any('csv','id.csv'):ending>")
@public
def figures_of_all_months(ending: str) -> AnyResponse:
    """Answer every figure of every month as one table, packed for whoever takes gzip."""
    packed = _kept(TableForm(ending)) or abort(404)
    takes_gzip = request.accept_encodings.quality("gzip") > 0
    response = Response(packed if takes_gzip else gzip.decompress(packed), mimetype="text/csv")
    headers = response.headers
    if takes_gzip:
        headers["Content-Encoding"] = "gzip"
    headers["Vary"] = "Accept-Encoding"
    headers["Cache-Control"] = f"public, max-age={MAX_AGE_SECONDS}"
    headers["Access-Control-Allow-Origin"] = "*"
    response.set_etag(f"{hashlib.sha256(packed).hexdigest()}-{takes_gzip:d}")
    return response.make_conditional(request)


def _kept(form: TableForm) -> bytes:
    """Return the file; one thread builds it, the others wait for it."""
    name = KEPT.format(form)
    kept: CachedValue[bytes] = current_app.extensions.setdefault(name, CachedValue())
    return cached_value(kept, lambda: all_months(db.session(), form))


def all_months(session: Session, form: TableForm) -> bytes:
    """Return every figure of every month as it was first published, the earliest month first.

    One month is in memory at a time. A workbook of all months would take half a minute to write.

    :returns: CSV compressed by gzip; empty before the first release.
    """
    packed = io.BytesIO()
    is_empty = True
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=GZIP_LEVEL, mtime=0) as file:
        for period in reversed(published_periods(session, FIGURES_ADDRESS)):
            found = published(session, FIGURES_ADDRESS, period=period)
            if found is None:
                continue
            text = figures_table(json.loads(found.body)).written(form)
            file.write(text if is_empty else text[text.index(b"\n") + 1 :])
            is_empty = False
    return b"" if is_empty else packed.getvalue()
