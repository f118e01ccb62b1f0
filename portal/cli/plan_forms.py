"""`flask plans forms`: the official forms of many people, a file each, in somebody's name."""

from collections.abc import Sequence
from pathlib import Path

import click

from portal.accounts.staff.queries import staff_named
from portal.evaluation.official.plan_export_service import NoCycleOfYear, whole_cycle
from portal.evaluation.official_forms.printing import FormsNotDrawn, forms_file, forms_of, map_of
from portal.evaluation.official_forms.queries import FormSource
from portal.evaluation.official_forms.reach_queries import FormRequest, people_in_reach
from portal.evaluation.official_forms.service import written_forms
from portal.evaluation.official_forms.wanted import WantedForm, WantedKind, WrittenForms
from portal.organisation.people.looks import note_looks
from portal.organisation.places.catalogue_queries import catalogue
from portal.web.access import Role, Staff
from portal.web.extensions import current_settings, db, moment, record_act, today, vault

Places = tuple[int | None, int | None]


@click.command("forms")
@click.argument("folder", type=click.Path(file_okay=False, writable=True, path_type=Path))
@click.option("--as", "identity", required=True, help="E-mail or staff number of who may read.")
@click.option("--agency", "agency_code", help="Only people with a post there.")
@click.option("--unit", "unit_code", help="Only people with a post in this unit.")
@click.option("--year", type=int, help="The cycle's year; the cycle of today without it.")
@click.option("--quarter", type=click.IntRange(1, 99), help="The evaluation of this period.")
@click.option("--whole-year", is_flag=True, help="The evaluation of the year.")
@click.option("--format", "form", type=click.Choice(["xlsx", "pdf"]), default="xlsx")
@click.option(
    "--map",
    "map_file",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Say in this .csv whose forms are in which file.",
)
def forms(
    folder: Path,
    *,
    identity: str,
    agency_code: str | None,
    unit_code: str | None,
    year: int | None,
    quarter: int | None,
    whole_year: bool,
    form: str,
    map_file: Path | None,
) -> None:
    """Write official forms to FOLDER, a file a plan: the plans, or evaluations of a period or year.

    Only what the account named with --as may read is written, and every look is in the audit log.
    Names of files say nothing about anybody; --map keeps who is in which.
    """
    if quarter and whole_year:
        raise click.UsageError("name one of --quarter and --whole-year")
    kind = WantedKind.QUARTER if quarter else WantedKind.YEAR if whole_year else WantedKind.PLAN
    wanted = WantedForm(kind, quarter)
    source = FormSource(db.session(), vault(), current_settings().city_name)
    staff, places = _staff(identity), _places(agency_code, unit_code)
    asked = _read_as(staff, year, wanted=wanted, places=places)
    people = people_in_reach(source, asked)
    found = written_forms(source, asked, person_ids=list(people))
    if not found:
        raise click.ClickException("nothing that this account may read; no file was written")
    _put_on_record(staff, asked, found=found)
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for each in found:
        person, name = people[each.person_id], f"{wanted.name}-{each.plan_id}.{form}"
        (folder / name).write_bytes(_content(each, asked, form=form))
        rows.append([name, person.number or "", person.name])
    if map_file is not None:
        map_file.write_text(map_of(rows))
    click.echo(f"{len(rows)} files written")


def _put_on_record(staff: Staff, asked: FormRequest, *, found: Sequence[WrittenForms]) -> None:
    session, seen = db.session(), {each.person_id for each in found}
    note_looks(session, seen, kind=asked.wanted.look, by=staff, now=moment(), today=asked.on)
    subject = f"cycle:{asked.cycle.id}"
    record_act("performance.forms", subject, people=len(seen), read_as=staff.account_id)
    session.commit()


def _read_as(staff: Staff, year: int | None, *, wanted: WantedForm, places: Places) -> FormRequest:
    day, is_auditor = today(), staff.has(Role.AUDITOR)
    try:
        cycle = whole_cycle(db.session(), year, today=day)
    except NoCycleOfYear as error:
        raise click.ClickException("there is no cycle of that year") from error
    return FormRequest(cycle, wanted, staff.officer_id, is_auditor, day, *places)


def _staff(text: str) -> Staff:
    try:
        found = staff_named(db.session(), text)
    except ValueError as error:
        raise click.UsageError("--as needs an e-mail address or a staff number") from error
    if found is None:
        raise click.ClickException("there is no open account of that name")
    return found


def _places(agency: str | None, unit: str | None) -> Places:
    """Return the numbers of agency and unit; None for what was not named."""
    places = catalogue(db.session(), on=today())
    found_agency = places.agencies_by_code.get(agency) if agency else None
    found_unit = places.units_by_code.get(unit) if unit else None
    if (agency and found_agency is None) or (unit and found_unit is None):
        raise click.ClickException("there is no agency or unit with that code")
    return found_agency.id if found_agency else None, found_unit.id if found_unit else None


def _content(each: WrittenForms, asked: FormRequest, *, form: str) -> bytes:
    settings = current_settings()
    forms = forms_of(
        asked.wanted.title,
        each.sheets,
        city_name=settings.city_name,
        cycle=asked.cycle,
        day=asked.on,
        is_demo=settings.demo,
    )
    try:
        return forms_file(forms, form=form)
    except FormsNotDrawn as error:
        raise click.ClickException(f"a PDF could not be drawn ({error})") from error
