"""How a screen or kiosk shows which one it is: by a secret in a cookie of its own."""

from flask import Response, request

from portal.rating.devices.domain import DeviceKind, secret_hash
from portal.rating.devices.queries import DeviceInBrief, device_with_secret
from portal.rating.questionnaire.extension_state import rating_state
from portal.web.extensions import cookie_name, db

# A machine stays paired until somebody revokes it; browsers keep a cookie 400 days at most.
KEPT_SECONDS = 400 * 24 * 3600
WRONG_CODES_AN_HOUR = 60


def machine_cookie(kind: DeviceKind) -> str:
    """Return the name of the cookie in which machines of a kind keep their secret."""
    return cookie_name(kind)


def paired_machine(kind: DeviceKind) -> DeviceInBrief | None:
    """Return the machine that asks, or None when it is not paired, or not any more."""
    secret = request.cookies.get(machine_cookie(kind), "")
    found = device_with_secret(db.session(), secret_hash(secret)) if secret else None
    return found if found is not None and found.kind is kind else None


def keep_secret(response: Response, secret: str, *, kind: DeviceKind) -> Response:
    """Set the cookie with the machine's secret; every visit renews it."""
    response.set_cookie(
        machine_cookie(kind),
        secret,
        max_age=KEPT_SECONDS,
        httponly=True,
        secure=rating_state().settings.is_https,
        samesite="Strict",
    )
    return response
