"""The addresses printed on posters: where citizens reach the portal from outside."""

import os
import socket
from collections.abc import Mapping

from portal.settings import Settings

DEFAULT_PORT = "8000"
EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared, not bound


def public_address(settings: Settings, *, environ: Mapping[str, str] | None = None) -> str:
    """Return the portal's address without a path: the public one, else that of `make run`.

    :param environ: where PORT is looked up (the process environment when None).
    """
    if settings.public_url:
        return settings.public_url
    port = (os.environ if environ is None else environ).get("PORT") or DEFAULT_PORT
    return f"http://{_reachable(settings.host)}:{port}"


def poster_url(address: str, code: str) -> str:
    """Return what a poster's QR holds.

    :param address: the portal's address, without a stroke at its end.
    :param code: a poster code.
    """
    return f"{address}/r/{code}"


def _reachable(host: str) -> str:
    """Return the host as it is typed; this machine's own when it listens everywhere."""
    if host in EVERYWHERE:
        return socket.gethostbyname(socket.gethostname())
    return f"[{host}]" if ":" in host else host
