"""How a public page and a published file become an answer."""

import json
from typing import Any

from flask import current_app, render_template

from portal.publication.releases.published_queries import PublishedDocument
from portal.time import clock
from portal.transparency.documents import unchanged_since
from portal.transparency.page_cache import CachedPage


def html_page(template: str, **context: Any) -> CachedPage:
    """Return a rendered page in the reader's language."""
    body = render_template(template, **context).encode()
    return CachedPage(body, mimetype="text/html", changed_at=None, is_translated=True)


def data_page(body: str, *, mimetype: str, source: PublishedDocument) -> CachedPage:
    """Return a published document, or a table made of it, the same in every language."""
    timezone = current_app.config["BABEL_DEFAULT_TIMEZONE"]
    changed_at = unchanged_since(source.published_on, now=clock.now(), timezone=timezone)
    return CachedPage(body.encode(), mimetype=mimetype, changed_at=changed_at, is_translated=False)


def json_page(content: object, *, mimetype: str = "application/json") -> CachedPage:
    """Return what was put together from published documents as JSON."""
    body = json.dumps(content, ensure_ascii=False).encode()
    return CachedPage(body, mimetype=mimetype, changed_at=None, is_translated=False)
