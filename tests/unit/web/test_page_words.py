"""Texts of pages: in the reader's language, also when it changes within a request."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, render_template_string
from flask_babel import Babel, force_locale, gettext, lazy_gettext
from markupsafe import Markup

from portal.web.page_words import PageEnvironment, install_words, shown

KNOWN = "Keluar"
ENGLISH = "Sign out"


class Site(Flask):
    """An app with the portal's templates' environment and its catalogue."""

    jinja_environment = PageEnvironment


@pytest.fixture
def site() -> Iterator[Flask]:
    site = Site("portal")
    site.config["BABEL_DEFAULT_LOCALE"] = "id"
    babel = Babel()
    babel.init_app(site, locale_selector=lambda: None)
    install_words(site, babel)
    with site.test_request_context():
        yield site


def test_a_page_speaks_the_language_that_is_forced_and_then_its_own_again(site: Flask) -> None:
    page, lazy = "{{ _('Keluar') }}", lazy_gettext(KNOWN)

    said = [render_template_string(page), gettext(KNOWN), str(lazy)]
    with force_locale("en"):
        english = [render_template_string(page), gettext(KNOWN), str(lazy)]
    again = [render_template_string(page), gettext(KNOWN), str(lazy)]

    assert said == again == [KNOWN] * 3
    assert english == [ENGLISH] * 3


def test_values_are_escaped_and_the_text_is_not(site: Flask) -> None:
    page = "{{ _('<b>%(name)s</b> 100 %%', name=name) }}"

    assert render_template_string(page, name="<i>") == "<b>&lt;i&gt;</b> 100 %"
    assert render_template_string("{{ _('100 %%') }}") == "100 %"
    assert render_template_string("{{ _('100 %%') }}") == "100 %"


def test_a_text_is_made_ready_once(site: Flask) -> None:
    write = site.jinja_env.globals["_"]

    first = write(KNOWN)

    assert isinstance(first, Markup)
    assert write(KNOWN) is first


def test_outside_of_a_request_a_text_stays_as_it_is_written() -> None:
    assert str(lazy_gettext(KNOWN)) == KNOWN


def test_imported_macros_know_the_names_that_templates_share(site: Flask) -> None:
    site.jinja_env.globals["city"] = "Kota Contoh"
    macro = site.jinja_env.from_string("{% macro it() %}{{ city }}{% endmacro %}")

    page = site.jinja_env.from_string("{% from macro import it %}{{ it() }}, {{ city }}")

    assert page.render(macro=macro) == "Kota Contoh, Kota Contoh"


def test_names_given_to_one_template_stay_with_it(site: Flask) -> None:
    own = site.jinja_env.from_string("{{ only_here }}", globals={"only_here": "ya"})
    other = site.jinja_env.from_string("{{ only_here }}")

    assert (own.render(), other.render()) == ("ya", "")


def test_what_is_ready_is_shown_as_it_is_and_everything_else_is_escaped(site: Flask) -> None:
    class Ready(Markup):
        """Text that says itself how it is shown."""

        def __html__(self) -> Any:
            return "<i>ready</i>"

    page = site.jinja_env.from_string("{{ a }}|{{ b }}|{{ c }}|{{ d }}|{{ e }}")
    said = page.render(a=Markup("<b>"), b="<b>", c=3, d=Ready("<b>"), e=lazy_gettext("<b>"))

    assert said == "<b>|&lt;b&gt;|3|<i>ready</i>|<b>"
    ready = Markup("<b>")
    assert shown(ready) is ready
