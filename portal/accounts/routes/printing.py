"""The page with a one-time link: to send, or to print for a person without e-mail."""

import segno
from flask import render_template

from portal.accounts.queries.people import Person
from portal.accounts.routes import doors
from portal.accounts.service.links import Issued


def printed_link(person: Person, link: Issued) -> doors.PageAnswer:
    """Show a link this once; only its hash is stored."""
    url = doors.public_url("accounts.link", token=link.token)
    page = render_template(
        "accounts/printed_link.html",
        person=person,
        url=url,
        expires_at=link.expires_at,
        qr=segno.make(url, micro=False).svg_data_uri(scale=4, light="white"),
    )
    return page, 200
