"""Invitations by mail from a file of addresses: previewed, then sent by the jobs."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.accounts.authentication.authenticator import acting
from portal.organisation.importing.uploads import UploadGone, drop_upload, keep_upload, kept_upload
from portal.organisation.people_accounts import service
from portal.organisation.people_accounts.blueprint import blueprint, enclose_invitation
from portal.organisation.people_accounts.forms import LettersForm, MailForm, YesForm
from portal.organisation.people_accounts.labels import HEADINGS, MAIL_WORDS
from portal.organisation.people_accounts.mail_plan import MailPlan
from portal.organisation.people_accounts.mail_rows import EXPLAINED
from portal.organisation.people_accounts.screen import letters_page
from portal.web.access import Role, current_staff, requires
from portal.web.extensions import current_settings, db, moment, today
from portal.web.import_pages import send_template, shown_faults


@blueprint.post("/mail")
@requires(Role.ADMINISTRATOR, fresh=True)
def preview_mail() -> str:
    """Show whom a file would invite by mail, and which rows are refused."""
    form, account_id = MailForm(), current_staff().account_id
    if not form.validate_on_submit():
        return letters_page(LettersForm(formdata=None), form)
    content, instance = form.file.data.read(), current_settings().instance_dir
    plan, token = service.preview_mail(db.session(), content, today=today()), ""
    if plan.addressed:
        token = keep_upload(instance, content, account_id=account_id, now=moment())
    return _preview(plan, YesForm(formdata=None, token=token))


@blueprint.post("/mail/confirm")
@requires(Role.ADMINISTRATOR, fresh=True)
def confirm_mail() -> str | Response:
    """Invite by mail whom the preview named."""
    form, account_id = YesForm(), current_staff().account_id
    instance, token = current_settings().instance_dir, form.token.data or ""
    try:
        content = kept_upload(instance, token, account_id=account_id, now=moment())
    except UploadGone:
        return redirect(url_for("people_accounts.index", done="gone"))
    plan = service.preview_mail(db.session(), content, today=today())
    if not (form.validate_on_submit() and plan.addressed and current_settings().mail_url):
        return _preview(plan, form)
    try:
        service.invite_by_mail(
            db.session(), plan.addressed, write=enclose_invitation, by=acting(), now=moment()
        )
    except service.MadeMeanwhile:
        return redirect(url_for("people_accounts.index", done="meanwhile"))
    drop_upload(instance, token, account_id=account_id)
    return redirect(url_for("people_accounts.index", done="mailed"))


@blueprint.get("/mail/template.xlsx")
@requires(Role.ADMINISTRATOR)
def mail_template() -> Response:
    """Send an empty workbook with the columns of a file of addresses."""
    return send_template(EXPLAINED, name="surel-pegawai")


def _preview(plan: MailPlan, form: YesForm) -> str:
    return render_template(
        "organisation/people_accounts/mail_preview.html",
        plan=plan,
        form=form,
        has_mail=bool(current_settings().mail_url),
        faults=shown_faults(plan.faults, words=MAIL_WORDS, headings=HEADINGS),
    )
