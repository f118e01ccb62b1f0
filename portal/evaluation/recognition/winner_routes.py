"""Pages of a winner: what winning tells, consent given and taken back, the certificate."""

from collections.abc import Callable

from flask import abort, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.exceptions import ServiceUnavailable
from werkzeug.wrappers import Response

from portal.evaluation.awards.blueprint import blank_form, known_people, own_person, shown_scheme
from portal.evaluation.recognition import queries, winner_service
from portal.evaluation.recognition.blueprint import blueprint
from portal.evaluation.recognition.domain import AwardCertificate, Consent, GivenAward, NotTheWinner
from portal.evaluation.recognition.forms import ConsentForm
from portal.organisation.posters.addresses import public_address
from portal.storage.slots import NoSlotFree, staff_drawing
from portal.storage.texts.cleaning import in_groups
from portal.web.access import Role, requires
from portal.web.extensions import current_settings, db, record_act, today, vault

WON = "/won/<int(max=2147483647):award_id>"


@blueprint.get(WON)
@requires(*Role)
def won(award_id: int) -> str:
    """Show a winner what being named would tell, and the certificate."""
    award = own_award(award_id)
    form = ConsentForm(formdata=None)
    form.name.data, form.photo.data = bool(award.consent.name), bool(award.consent.photo)
    return render_template(
        "evaluation/recognition/won.html",
        award=award,
        scheme=shown_scheme(award.scheme_id),
        certificate=queries.certificate_of(db.session(), award_id),
        form=form,
        act=blank_form(),
        done=request.args.get("done"),
    )


@blueprint.post(f"{WON}/consent")
@requires(*Role)
def consent(award_id: int) -> Response:
    """Keep what a winner says about being named; it holds from now on."""
    award, form = own_award(award_id), ConsentForm()
    said = Consent(bool(form.name.data), bool(form.photo.data))
    record_act("awards.consent", f"award:{award_id}", name=int(bool(said.name)))

    def keep(session: Session) -> None:
        winner_service.say_consent(
            session, award_id, person_id=award.person_id, consent=said, today=today()
        )

    return _done(award, keep, done="consent")


@blueprint.post(f"{WON}/certificate/end")
@requires(*Role)
def end_certificate(award_id: int) -> Response:
    """Remove the certificate from the check page."""
    award = own_award(award_id)
    record_act("awards.certificate_ended", f"award:{award_id}")

    def end(session: Session) -> None:
        winner_service.end_check_page(session, award_id, person_id=award.person_id, today=today())

    return _done(award, end, done="ended")


def own_award(award_id: int) -> GivenAward:
    """Return an award of the viewer that stands.

    :raises werkzeug.exceptions.NotFound: for everybody else.
    """
    award = queries.award_with(db.session(), award_id)
    is_own = award is not None and award.person_id == own_person()
    if award is None or not is_own or not award.is_standing:
        abort(404)
    return award


def _done(award: GivenAward, act: Callable[[Session], None], *, done: str) -> Response:
    try:
        act(db.session())
    except NotTheWinner:
        db.session.rollback()
        done = "changed"
    return redirect(url_for("recognition.won", award_id=award.id, done=done))


RETRY_SECONDS = 30


@blueprint.post(f"{WON}/certificate")
@requires(*Role)
def certificate(award_id: int) -> Response:
    """Make the certificate, or draw the same one again."""
    award = own_award(award_id)
    record_act("awards.certificate", f"award:{award_id}")
    try:
        held = winner_service.issue_certificate(
            db.session(), award_id, person_id=award.person_id, vault=vault(), today=today()
        )
    except NotTheWinner:
        db.session.rollback()
        return redirect(url_for("recognition.won", award_id=award_id, done="changed"))
    try:
        with staff_drawing(current_settings().instance_dir):
            return _pdf(award, held)
    except NoSlotFree as error:
        raise ServiceUnavailable(retry_after=RETRY_SECONDS) from error


def _pdf(award: GivenAward, held: AwardCertificate) -> Response:
    # Drawing needs a library that no worker should carry before somebody prints.
    from portal.evaluation.recognition import drawing  # noqa: PLC0415 - large, for printing only

    settings, code = current_settings(), in_groups(vault().unlock(held.code))
    fields = shown_scheme(award.scheme_id).fields
    sheet = drawing.CertificateSheet(
        settings.city_name,
        known_people(award.person_id)[award.person_id].name,
        fields.name,
        fields.year,
        held.number,
        f"{public_address(settings)}{url_for('public_awards.check', code=code)}",
        settings.demo,
    )
    response = Response(drawing.certificate_pdf(sheet), mimetype="application/pdf")
    response.headers["Content-Disposition"] = "attachment; filename=piagam.pdf"
    return response
