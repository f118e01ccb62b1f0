"""The staff cookie and the cookie of a known device: what they are called and how they are set."""

from flask import current_app, request
from werkzeug.wrappers import Response

from portal.accounts.sessions.domain import DEVICE_KNOWN_FOR

STAFF = "staff"
DEVICE = "staff-device"


def cookie_name(plain: str) -> str:
    """Return the name on the wire: bound to the host over https, plain on a loopback address."""
    return f"__Host-{plain}" if current_app.config["SESSION_COOKIE_SECURE"] else plain


def staff_token() -> str:
    """Return the token the browser sent, or an empty text."""
    return request.cookies.get(cookie_name(STAFF), "")


def device_token() -> str:
    """Return the token of the known device the browser sent, or an empty text."""
    return request.cookies.get(cookie_name(DEVICE), "")


def set_staff_cookie(response: Response, token: str) -> None:
    """Give the browser its session; it ends with the browser or on the server."""
    _set(response, STAFF, value=token)


def set_device_cookie(response: Response, token: str) -> None:
    """Let the browser be recognised the next time somebody signs in."""
    _set(response, DEVICE, value=token, max_age_seconds=int(DEVICE_KNOWN_FOR.total_seconds()))


def drop_staff_cookie(response: Response) -> None:
    """Take the session away from the browser."""
    _set(response, STAFF, value="", max_age_seconds=0)


def _set(response: Response, plain: str, *, value: str, max_age_seconds: int | None = None) -> None:
    response.set_cookie(
        cookie_name(plain),
        value,
        max_age=max_age_seconds,
        path="/",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
