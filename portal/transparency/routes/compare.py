"""Up to four agencies, or units, of one kind side by side."""

from dataclasses import replace

from flask import render_template, request

from portal.organisation.places.catalogue import full_name
from portal.publication.figures.documents import CITY_ADDRESS, PlaceKind
from portal.transparency.directory import directory
from portal.transparency.documents import Document, newest_figures, read_document
from portal.transparency.domain.comparison import (
    MOST_AGENCIES,
    Choice,
    ComparisonFault,
    agency_rows,
    choose,
    comparison,
    unit_row,
    with_figures,
)
from portal.transparency.routes.cached import blueprint
from portal.transparency.routes.places import path_of
from portal.web.access import public
from portal.web.extensions import db, today


@blueprint.get("/compare")
@public
def compare() -> str:
    """Show the agencies or units that were asked for, and what there is to choose from."""
    city = read_document(db.session(), CITY_ADDRESS)
    agencies = choose(
        agency_rows(city.content) if city else (), asked=request.args.getlist("agency")
    )
    units = choose(_unit_rows(), asked=request.args.getlist("unit"))
    choice = _asked_for(agencies, units)
    documents = _documents(choice)
    return render_template(
        "transparency/compare.html",
        choice=choice,
        of_units="unit" in request.args,
        offered={"agency": agencies.groups, "unit": units.groups},
        city=city.content if city else None,
        table=comparison(with_figures(choice, documents), documents),
        most=MOST_AGENCIES,
        path_of=path_of,
    )


def _asked_for(agencies: Choice, units: Choice) -> Choice:
    """Return the choice that is shown: units where any are asked for, never both."""
    if "unit" not in request.args:
        return agencies
    return replace(units, fault=ComparisonFault.MIXED) if "agency" in request.args else units


def _documents(choice: Choice) -> list[Document]:
    read = (read_document(db.session(), address) for address in choice.addresses)
    return [document.content for document in read if document]


def _unit_rows() -> list[Document]:
    """Return the units that the newest release has a figure of, by full name."""
    figures = newest_figures(db.session())
    rows = (
        unit_row(
            entry.code,
            entry.name,
            agency=entry.agency,
            address=entry.address,
            full_name=full_name(entry.name, entry.agency),
        )
        for entry in directory(db.session(), on=today())
        if entry.kind is PlaceKind.UNIT and not entry.is_retired and entry.address in figures
    )
    found = [row for row in rows if row is not None]
    return sorted(found, key=lambda row: str(row["place"]["name"]).casefold())
