"""Leaves the layout of the templates out of the pages: indentation is for whoever edits them."""

import re
from collections.abc import Iterator

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

BREAK = re.compile(r"\s*\n\s*")
BRACKET = re.compile(r"([<>])")
# In these a reader sees white space as it was typed.
SHOWS_WHITE_SPACE = re.compile(r"(/?)(?:pre|textarea)\b")


class WithoutIndentation(Extension):
    """Writes a break and its indentation as one character: a space in a tag, else a line's end.

    Works on the texts of a template when it is compiled: a page costs nothing more, and an error
    still names the line of the template.
    """

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Return the tokens of a template with their texts shortened."""
        shorter = Shortening()
        for token in stream:
            is_text = token.type == "data"
            yield Token(token.lineno, "data", shorter.of(token.value)) if is_text else token


class Shortening:
    """Shortens the texts of one template in their order."""

    def __init__(self) -> None:
        self._in_tag = self._shows_white_space = False

    def of(self, text: str) -> str:
        """Return the template's next text with each break and its indentation as one character."""
        parts = BRACKET.split(text)
        for number, part in enumerate(parts):
            if part in {"<", ">"}:
                self._in_tag = part == "<"
            elif self._in_tag:
                is_last = parts[number + 1 : number + 2] == [">"]
                if number:
                    self._note_name(part)
                parts[number] = BREAK.sub(" ", part.rstrip() if is_last else part)
            elif not self._shows_white_space:
                parts[number] = BREAK.sub("\n", part)
        return "".join(parts)

    def _note_name(self, tag: str) -> None:
        name = SHOWS_WHITE_SPACE.match(tag)
        if name:
            self._shows_white_space = not name[1]
