"""The page of accounts for many people: how far each agency has come, and both forms."""

from flask import render_template, request

from portal.organisation.people_accounts.domain import MOST_AT_ONCE
from portal.organisation.people_accounts.forms import LettersForm, MailForm
from portal.organisation.people_accounts.labels import STANDINGS
from portal.organisation.people_accounts.progress import progress
from portal.organisation.people_accounts.queries import candidates
from portal.organisation.places.catalogue_queries import catalogue
from portal.web.extensions import current_settings, db, error_links, today


def offered_agencies() -> dict[str, str]:
    """Return the agencies in service by their number as text, in order of name."""
    found = catalogue(db.session(), on=today())
    serving = [each for each in found.agencies.values() if not each.is_retired(found.on)]
    return {str(each.id): each.name for each in sorted(serving, key=lambda each: each.name)}


def letters_page(form: LettersForm, mailing: MailForm) -> str:
    """Return the page; a form that was sent keeps what was chosen."""
    agencies = offered_agencies()
    form.offer(agencies)
    found = progress(candidates(db.session(), on=today()))
    return render_template(
        "organisation/people_accounts/index.html",
        form=form,
        mailing=mailing,
        errors=[*error_links(form), *error_links(mailing)],
        progress=found,
        done=sum(each.done for each in found),
        people=sum(each.people for each in found),
        names=agencies,
        standings=STANDINGS,
        most=MOST_AT_ONCE,
        has_mail=bool(current_settings().mail_url),
        message=request.args.get("done"),
    )
