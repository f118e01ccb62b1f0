"""Fails a test whose page prints a name that nobody gave it."""

from jinja2 import Undefined

from portal.app import Portal


class NeverPrinted(Undefined):
    """A template may ask whether a name is there; printing one that is not fails a test."""

    def __str__(self) -> str:
        return str(self._fail_with_undefined_error())


def refuse() -> None:
    """Let every app that is created from now on refuse to print such a name."""
    Portal.jinja_options = {**Portal.jinja_options, "undefined": NeverPrinted}
