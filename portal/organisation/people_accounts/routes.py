"""Accounts for many people: how far each agency has come, and letters to hand over."""

from collections.abc import Sequence

from flask import Response
from flask_babel import format_date
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import ServiceUnavailable

from portal.accounts.authentication.authenticator import acting
from portal.organisation.people_accounts.blueprint import blueprint, url_of
from portal.organisation.people_accounts.forms import LettersForm, MailForm
from portal.organisation.people_accounts.screen import letters_page, offered_agencies
from portal.organisation.people_accounts.service import MadeLink, MadeMeanwhile, make_letters
from portal.storage.slots import NoSlotFree, staff_drawing
from portal.web.access import Role, requires
from portal.web.extensions import current_settings, db, moment, today

RETRY_SECONDS = 10
MEANWHILE = _l("Seseorang baru saja membuat akun yang sama. Tidak ada yang berubah; coba lagi.")
NOBODY_LEFT = _l("Tidak ada orang seperti itu di instansi ini.")


@blueprint.get("")
@requires(Role.ADMINISTRATOR)
def index() -> str:
    """Show how far each agency has come, and ask for letters or a file of addresses."""
    return letters_page(LettersForm(formdata=None), MailForm(formdata=None))


@blueprint.post("/letters")
@requires(Role.ADMINISTRATOR, fresh=True)
def letters() -> str | Response:
    """Send the letters of the next people as a PDF, this once; only hashes are stored."""
    form, agencies = LettersForm(), offered_agencies()
    form.offer(agencies)
    if not form.validate_on_submit():
        return letters_page(form, MailForm(formdata=None))
    asked, now = form.to_asked(), moment()
    try:
        with staff_drawing(current_settings().instance_dir):
            made = make_letters(db.session(), asked, by=acting(), now=now, today=today())
            if made:
                return _pdf(made, place=agencies[str(asked.agency_id)])
    except NoSlotFree as error:
        raise ServiceUnavailable(retry_after=RETRY_SECONDS) from error
    except MadeMeanwhile:
        form.form_errors.append(MEANWHILE)
    else:
        form.agency.errors = [NOBODY_LEFT]
    return letters_page(form, MailForm(formdata=None))


def _pdf(made: Sequence[MadeLink], *, place: str) -> Response:
    # Drawing needs a library that no worker should carry before somebody prints.
    from portal.organisation.people_accounts import drawing  # noqa: PLC0415 - large, for printing only

    pages = [
        drawing.LinkLetter(
            name=each.person.name,
            number=each.person.number or "",
            place=place,
            url=url_of(each.link),
            day=format_date(each.link.expires_at, "d MMMM yyyy"),
        )
        for each in made
    ]
    content = drawing.letters_pdf(pages, city=current_settings().city_name)
    response = Response(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = 'attachment; filename="surat-akun.pdf"'
    return response
