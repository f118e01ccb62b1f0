"""Which addresses are believed: the way back after signing in, and the start of a link."""

import ipaddress
import re

PREFIX = "/admin/"
# One leading slash, then only characters that no browser reads as another host.
_PLAIN = re.compile(r"/admin/[A-Za-z0-9_\-./~%?&=+,:@!$'()*;]*", re.ASCII)


def safe_way_back(text: str | None) -> str:
    """Return ``text`` when it is an address below ``/admin/``, else the first staff page."""
    if text and len(text) <= 500 and _PLAIN.fullmatch(text) and ".." not in text:
        return text
    return PREFIX


def is_local(host: str) -> bool:
    """Return whether ``host`` names this machine or an address of its local network."""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return host == "localhost"
