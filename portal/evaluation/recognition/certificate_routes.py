"""The certificate as a file: drawn when its winner asks for it."""

from flask import redirect, url_for
from werkzeug.exceptions import ServiceUnavailable
from werkzeug.wrappers import Response

from portal.evaluation.awards.blueprint import known_people, shown_scheme
from portal.evaluation.recognition import winner_service
from portal.evaluation.recognition.blueprint import blueprint
from portal.evaluation.recognition.domain import AwardCertificate, GivenAward, NotTheWinner
from portal.evaluation.recognition.winner_routes import WON, own_award
from portal.organisation.posters.addresses import public_address
from portal.storage.slots import NoSlotFree, staff_drawing
from portal.storage.texts.cleaning import in_groups
from portal.web.access import Role, requires
from portal.web.extensions import current_settings, db, record_act, today, vault

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
