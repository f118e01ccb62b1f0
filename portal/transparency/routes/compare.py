"""Up to four agencies of one kind side by side."""

from flask import render_template, request

from portal.publication.figures.documents import CITY_ADDRESS
from portal.transparency.documents import read_document
from portal.transparency.domain.comparison import MOST_AGENCIES, agency_rows, choose, comparison
from portal.transparency.routes.cached import blueprint
from portal.transparency.routes.places import path_of
from portal.web.access import public
from portal.web.extensions import db


@blueprint.get("/compare")
@public
def compare() -> str:
    """Show the agencies that were asked for, or what there is to choose from."""
    city = read_document(db.session(), CITY_ADDRESS)
    choice = choose(agency_rows(city.content) if city else (), asked=request.args.getlist("agency"))
    documents = [read_document(db.session(), address) for address in choice.addresses]
    return render_template(
        "transparency/compare.html",
        choice=choice,
        city=city.content if city else None,
        table=comparison(choice, [read.content for read in documents if read]),
        most=MOST_AGENCIES,
        path_of=path_of,
    )
