"""Words and names of pages in few steps: the reader's catalogue is found once a request.

A page of staff shows two hundred texts. Flask-Babel looks for the request, its language and the
catalogue of it anew for each of them, which took a tenth of such a page's time.
"""

from collections.abc import MutableMapping
from typing import Any, cast

from flask import Flask, g
from flask.templating import Environment
from flask_babel import Babel, Domain, get_locale
from jinja2 import Template
from markupsafe import Markup, escape

# Texts that are ready to be shown, of each catalogue; the sources' texts are fewer.
MOST_READY = 20_000


class RequestDomain(Domain):  # type: ignore[misc] # Flask-Babel ships no types
    """The portal's texts; the catalogue stays with the request until its language is changed.

    Flask-Babel keeps its state of a request in ``g`` and takes ``babel_translations`` away
    when another language is forced.
    """

    def get_translations(self) -> Any:
        """Return the catalogue in the reader's language."""
        known = _known()
        held = getattr(known, "babel_translations", None)
        if held is None:
            held = super().get_translations()
            known = known or _known()
            if known is not None:
                known.babel_translations = held
        return held


class PageTemplate(Template):
    """A template that shows what is ready to be shown as it is, without a copy of it.

    Most of what a page shows is ready: words, addresses, parts that other templates drew.
    """

    @classmethod
    def from_code(cls, *given: Any, **named: Any) -> Template:
        """Return the template of compiled code."""
        template = super().from_code(*given, **named)
        template.root_render_func.__globals__["escape"] = shown
        return template


def shown(value: Any) -> Markup:
    """Return a value as a page shows it: escaped, unless it is ready to be shown."""
    return value if type(value) is Markup else escape(value)


class PageEnvironment(Environment):
    """Jinja's environment; templates share its names instead of a view of them each.

    A view is a chain of mappings, which Jinja walks through for each template and each import.
    """

    template_class = PageTemplate

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the names that a template has besides its context."""
        return super().make_globals(d) if d else self.globals


def reader_language(default: str) -> str:
    """Return the language of this request such as ``id``, or ``default`` outside of one."""
    locale = getattr(_known(), "babel_locale", None) or get_locale()
    return default if locale is None else str(locale.language)


def _known() -> Any:
    """Return what Flask-Babel keeps of this request, or None."""
    try:
        return g._get_current_object()._flask_babel
    except (AttributeError, RuntimeError):
        return None


def install_words(app: Flask, babel: Babel) -> None:
    """Let ``_`` of templates and all lazy texts take the request's catalogue."""
    domain = babel.domain_instance = RequestDomain()

    def written(text: str, /, **values: object) -> Markup:
        if not values:
            try:
                return cast(Markup, _known().babel_translations.ready_texts[text])
            except (AttributeError, KeyError):
                pass
        catalogue = domain.get_translations()
        ready = cast(dict[str, Markup], vars(catalogue).setdefault("ready_texts", {}))
        # A text is a pattern always, also without values: ``%%`` stands for a percent sign.
        said = Markup(catalogue.ugettext(text)) % values  # noqa: S704 - our own texts
        if not values and len(ready) < MOST_READY:
            ready[text] = said
        return said

    app.jinja_env.globals["_"] = written
