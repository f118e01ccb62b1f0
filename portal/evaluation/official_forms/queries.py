"""Queries on the two people of a plan, for its official form."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.official.domain import OfficialPerson, OfficialPlan
from portal.evaluation.official.exporting import Named, official_of
from portal.evaluation.official_forms.plan_layout import FormHead, plan_forms
from portal.evaluation.plans import queries as plans
from portal.evaluation.plans.domain import OWN_ONLY, Plan, Version
from portal.evaluation.plans.standing import appraiser_of, post_on
from portal.organisation.agency_results.domain import Term
from portal.organisation.agency_results.queries import predicate_of
from portal.organisation.people import queries as people
from portal.storage.spreadsheets.writing import WrittenSheet
from portal.storage.texts.key_file import Vault


@dataclass(frozen=True, slots=True)
class FormSource:
    """From where forms are written.

    :ivar city: the city's name.
    """

    session: Session
    vault: Vault
    city: str

    @property
    def institution(self) -> str:
        """What stands above every form."""
        return f"PEMERINTAH {self.city.upper()}"


def person_on(session: Session, person_id: int | None, *, on: date) -> OfficialPerson:
    """Return somebody as a form names them, with the post of a day; empty for nobody."""
    found = None if person_id is None else people.person(session, person_id)
    if found is None:
        return OfficialPerson()
    post = post_on(session, found.id, on=on)
    return OfficialPerson(found.name, found.number or "", "", post.title, post.place)


def superior_of_appraiser(session: Session, plan: Plan, *, on: date) -> OfficialPerson:
    """Return the *atasan pejabat penilai* of a plan on a day."""
    standing = people.standing_on(session, on, person_ids={plan.person_id})
    return person_on(session, standing.appraisers_superior_of(plan.person_id), on=on)


def organisation_word(session: Session, plan: Plan, *, term: Term, on: date) -> str:
    """Return the predicate of the person's agency in words; empty while nobody recorded it."""
    agency_id = people.agencies_of(session, {plan.person_id}, on=on).get(plan.person_id)
    if agency_id is None:
        return ""
    found = predicate_of(session, agency_id, term=term)
    return "" if found is None else str(found).replace("_", " ").capitalize()


def plan_to_write(
    session: Session,
    plan: Plan,
    *,
    version: Version | None,
    city: str,
    unlock: Callable[[bytes], str],
) -> tuple[OfficialPlan, FormHead]:
    """Return what a plan says and what stands above and below its form.

    :param version: None for the one that others may read: in force, or else sent last.
    :param city: the city's name.
    :param unlock: opens an encrypted text.
    """
    sent = [each for each in plan.versions if each.state not in OWN_ONLY]
    version = version or plan.in_force or sent[-1]
    ids = {each.serves_id for each in version.results if each.serves_id is not None}
    person = people.person(session, plan.person_id)
    whose = Named(person.name if person else "", (person.number if person else "") or "")
    official = official_of(
        plan,
        version,
        whose=whose,
        served=plans.served_texts(session, ids) if ids else {},
        unlock=unlock,
    )
    appraiser = version.agreed_by or appraiser_of(session, plan.person_id, on=plan.starts_on)
    agreed_on = version.agreed_at.date() if version.agreed_at else None
    head = FormHead(
        f"PEMERINTAH {city.upper()}",
        city,
        plan.starts_on,
        plan.ends_on,
        OfficialPerson(whose.name, whose.number, "", plan.post, plan.unit),
        person_on(session, appraiser, on=plan.starts_on),
        signed_on=agreed_on,
    )
    return official, head


def plan_sheets(
    source: FormSource, plan: Plan, *, version: Version | None
) -> Sequence[WrittenSheet]:
    """Return a plan's form and its annex.

    :param version: None for the one that others may read.
    """
    official, head = plan_to_write(
        source.session, plan, version=version, city=source.city, unlock=source.vault.unlock
    )
    return plan_forms(official, head)
