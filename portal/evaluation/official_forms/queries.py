"""What a plan's official form says of the two people around the plan."""

from collections.abc import Callable
from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.official.domain import OfficialPerson, OfficialPlan
from portal.evaluation.official.exporting import Named, official_of
from portal.evaluation.official_forms.form_parts import FormHead
from portal.evaluation.plans import queries as plans
from portal.evaluation.plans.domain import OWN_ONLY, Plan, Version
from portal.evaluation.plans.standing import appraiser_of, post_on
from portal.organisation.people import queries as people


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
        _person(session, appraiser, on=plan.starts_on),
        signed_on=agreed_on,
    )
    return official, head


def _person(session: Session, person_id: int | None, *, on: date) -> OfficialPerson:
    found = None if person_id is None else people.person(session, person_id)
    if found is None:
        return OfficialPerson()
    post = post_on(session, found.id, on=on)
    return OfficialPerson(found.name, found.number or "", "", post.title, post.place)
