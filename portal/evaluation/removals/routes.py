"""Pages on which a link or figure is taken away, alone before the answer and by both after it."""

from collections.abc import Callable

from flask import abort, render_template, request
from werkzeug.wrappers import Response

from portal.evaluation.plans.forms import ReasonForm, RevisionForm
from portal.evaluation.realisations import removal_service as service
from portal.evaluation.realisations.evidence import Evidence, EvidenceKind
from portal.evaluation.realisations.period_context import (
    INDICATOR,
    found_item,
    shown_period,
    to_period,
)
from portal.evaluation.realisations.reading import move_of
from portal.evaluation.realisations.realised import Realised, ShownPeriod
from portal.evaluation.work.blueprint import METHODS, blueprint
from portal.web.access import Role, requires
from portal.web.extensions import db, error_links, record_act

NUMBER = "<int(max=2147483647):evidence_id>"
REMOVAL = f"{INDICATOR}/removals/<int(max=2147483647):removal_id>"
Page = tuple[str, int] | Response


@blueprint.route(f"{INDICATOR}/links/{NUMBER}/remove", methods=METHODS)
@requires(*Role)
def remove_link(plan_id: int, *, number: int, key: int, evidence_id: int) -> Page:
    """Take a link away with the reason, or ask the other side to agree."""
    shown = shown_period(plan_id, number)
    return _removing(shown, key, piece=service.EvidencePiece(EvidenceKind.LINK, evidence_id))


@blueprint.route(f"{INDICATOR}/figures/{NUMBER}/remove", methods=METHODS)
@requires(*Role)
def remove_figure(plan_id: int, *, number: int, key: int, evidence_id: int) -> Page:
    """Take the reference to a figure away with the reason, or ask the other side to agree."""
    shown = shown_period(plan_id, number)
    return _removing(shown, key, piece=service.EvidencePiece(EvidenceKind.FIGURE, evidence_id))


@blueprint.post(f"{REMOVAL}/agree")
@requires(*Role)
def agree_removal(plan_id: int, *, number: int, key: int, removal_id: int) -> Response:
    """Agree, as the other side, that a piece of evidence goes."""
    shown = shown_period(plan_id, number)
    item, form = found_item(shown, key), RevisionForm()
    if not shown.may_agree_removal(item, _asked(item, removal_id)):
        abort(404)
    move = move_of(shown, form, item=item)
    return _done(
        shown,
        "evidence_removed",
        do=lambda: service.agree_removal(db.session(), move, removal_id=removal_id),
    )


@blueprint.post(f"{REMOVAL}/decline")
@requires(*Role)
def decline_removal(plan_id: int, *, number: int, key: int, removal_id: int) -> Response:
    """Leave a piece of evidence where it is: declined, or taken back by who asked."""
    shown = shown_period(plan_id, number)
    item, form = found_item(shown, key), RevisionForm()
    one = _asked(item, removal_id)
    if not (shown.may_agree_removal(item, one) or shown.may_withdraw_removal(one)):
        abort(404)
    move = move_of(shown, form, item=item)
    return _done(
        shown,
        "removal_declined",
        do=lambda: service.end_removal(db.session(), move, removal_id=removal_id),
    )


def _removing(shown: ShownPeriod, key: int, *, piece: service.EvidencePiece) -> Page:
    item, form = found_item(shown, key), ReasonForm()
    held = next((each for each in item.evidence if _is(each, piece)), None)
    if held is None or held.removal is not None or not shown.may_remove_evidence(item):
        abort(404)
    if request.method == "POST" and form.validate():
        return _taken(shown, item, form=form, piece=piece)
    errors = error_links(form)
    page = render_template(
        "evaluation/realisations/remove_evidence.html",
        shown=shown,
        item=item,
        held=held,
        form=form,
        errors=errors,
        is_alone=item.state in service.UNANSWERED,
    )
    return page, 422 if errors else 200


def _taken(
    shown: ShownPeriod, item: Realised, *, form: ReasonForm, piece: service.EvidencePiece
) -> Response:
    """Take it away or ask for it, and lead back to the period."""
    move = move_of(shown, form, item=item, reason=form.reason.data)
    found: list[bool] = []

    def take() -> None:
        found.append(service.take_evidence_away(db.session(), move, piece=piece))

    answer = _done(shown, "evidence_removed", do=take)
    return to_period(shown, done="removal_asked") if found == [False] else answer


def _done(shown: ShownPeriod, name: str, *, do: Callable[[], object]) -> Response:
    """Do what was asked for, and lead back to the period."""
    record_act(f"performance.{name}", shown.subject, period=shown.period.number)
    try:
        do()
    except (service.NoSuchEvidence, service.NotBothSides):
        db.session.rollback()
        return to_period(shown, done="changed")
    return to_period(shown, done=name)


def _is(each: Evidence, piece: service.EvidencePiece) -> bool:
    return (each.kind, each.number) == (piece.kind, piece.number)


def _asked(item: Realised, removal_id: int) -> Evidence:
    """Return the piece that a request is about while it waits; 404 for every other one."""
    waiting = (each for each in item.evidence if each.removal and not each.removal.removed_on)
    found = (each for each in waiting if each.removal and each.removal.id == removal_id)
    return next(found, None) or abort(404)
