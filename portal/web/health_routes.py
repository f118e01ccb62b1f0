"""The addresses that monitoring asks: the process is up, it can serve, and how each part is."""

from flask import Blueprint, Flask, Response, current_app, jsonify, request

from portal.web.access import Role, authenticator, public
from portal.web.full_look import ProbeLook, full_look
from portal.web.health import OK, UNAVAILABLE, ProbeResult, ask, probes_of
from portal.web.inside import is_from_inside

blueprint = Blueprint("health", __name__)
Answer = tuple[Response, int]


def install_health(app: Flask) -> None:
    """Register the addresses; probes are registered before or after."""
    app.register_blueprint(blueprint)


@blueprint.get("/healthz")
@public
def alive() -> Response:
    """Answer that the process is up."""
    return jsonify(status=OK)


@blueprint.get("/readyz")
@public
def ready() -> Answer:
    """Answer what can be used and what is missing, without naming any secret.

    ``?full`` asks every part. Only callers from inside and administrators get that answer;
    all others get the short one.
    """
    if "full" in request.args and is_from_inside():
        return _full(full_look(current_app))
    results = ask(tuple(probe for probe in probes_of(current_app) if probe.is_fast))
    if "full" in request.args and _is_administrator(results):
        return _full(full_look(current_app))
    is_ready = all(result.is_ok for result in results.values())
    states = {name: result.state for name, result in results.items()}
    return jsonify(status=OK if is_ready else UNAVAILABLE, **states), 200 if is_ready else 503


def _is_administrator(results: dict[str, ProbeResult]) -> bool:
    """Return whether an administrator asks; without the database nobody can be recognised."""
    if not results["database"].is_ok:
        return False
    staff = authenticator().staff()
    return staff is not None and staff.has(Role.ADMINISTRATOR)


def _full(look: ProbeLook | None) -> Answer:
    if look is None:
        return jsonify(status=UNAVAILABLE, reason="the first look is under way"), 503
    parts = {
        name: {"ok": result.is_ok, "state": result.state, **result.facts}
        for name, result in look.results.items()
    }
    body = jsonify(
        status=OK if look.is_ok else UNAVAILABLE,
        asked_at=look.at.isoformat(timespec="seconds"),
        parts=parts,
    )
    return body, 200 if look.is_ok else 503
