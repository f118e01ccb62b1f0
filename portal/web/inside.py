"""Whether a request was made beside the portal or came through the proxy from outside."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import request

from portal.web.extensions import current_settings

# Every usual proxy sets at least one of these; the shipped one sets three.
FORWARDED = (
    "Forwarded",
    "Via",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "X-Real-Ip",
)


def is_from_inside() -> bool:
    """Return whether the request came straight from this machine or its private network.

    It was not forwarded, its sender has a private address, and it does not ask for the public
    name. A caller behind a proxy fails the first test, or the last where the proxy adds nothing.
    """
    if any(name in request.headers for name in FORWARDED):
        return False
    return _is_private(request.remote_addr or "") and not _asks_for_public_name()


def _is_private(text: str) -> bool:
    try:
        address = ip_address(text)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None) or address
    return bool(mapped.is_private)


def _asks_for_public_name() -> bool:
    public = urlsplit(current_settings().public_url).hostname
    return public is not None and urlsplit(f"//{request.host}").hostname == public
