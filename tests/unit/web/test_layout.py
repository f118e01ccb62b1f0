"""Pages carry the words and tags of their templates, and no indentation."""

import pytest
from jinja2 import Environment, TemplateSyntaxError

from portal.web.formatting import WithoutIndentation

PAGES = Environment(autoescape=True, extensions=[WithoutIndentation])


@pytest.mark.parametrize(
    ("template", "page"),
    [
        (
            "<ul>\n    <li>satu</li>\n    <li>dua</li>\n</ul>",
            "<ul>\n<li>satu</li>\n<li>dua</li>\n</ul>",
        ),
        ('<input\n  id="a"\n  name="b"\n>', '<input id="a" name="b">'),
        ("<p>\n  satu\n  dua\n</p>", "<p>\nsatu\ndua\n</p>"),
        ("<p>satu  dua</p>", "<p>satu  dua</p>"),
        ("<a\n  href='#'\n>satu</a> <b>dua</b>", "<a href='#'>satu</a> <b>dua</b>"),
        (
            "<textarea\n  readonly\n>a\n  b</textarea>\n  <p>",
            "<textarea readonly>a\n  b</textarea>\n<p>",
        ),
        ("<pre>\n  a\n    b\n</pre>\n  <p>", "<pre>\n  a\n    b\n</pre>\n<p>"),
    ],
    ids=["elements", "attributes", "words", "within a line", "inline", "text field", "as typed"],
)
def test_a_break_and_its_indentation_are_one_character(template: str, page: str) -> None:
    assert PAGES.from_string(template).render() == page


def test_a_tag_goes_on_over_statements_and_values() -> None:
    template = PAGES.from_string(
        '<textarea\n  id="{{ name }}"\n  {% if here %}\n    readonly\n  {% endif %}\n  rows="2"\n>'
        "a\n  {{ text }}"
    )

    page = template.render(name="x", here=True, text="b\n  c")

    assert page == '<textarea id="x"  readonly  rows="2">a\n  b\n  c'


def test_what_is_put_in_stays_as_it_is() -> None:
    assert PAGES.from_string("<p>\n  {{ text }}</p>").render(text="a\n   b") == "<p>\na\n   b</p>"


def test_an_error_names_the_line_of_the_template() -> None:
    with pytest.raises(TemplateSyntaxError) as error:
        PAGES.from_string("<p>\n\n   satu\n</p>\n{{ 1 + }}")

    assert error.value.lineno == 5
