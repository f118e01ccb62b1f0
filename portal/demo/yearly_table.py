"""The public table of the evaluation's year before in the made-up city, at a real city's size.

The team whose year is made is far too small for any share to be told; so the counts are invented
for all agencies, as the ratings are, and every page of them says DATA CONTOH.
"""

import random
from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from portal.organisation.places.catalogue import Agency
from portal.publication.yearly_evaluation.counts import (
    AgencyYear,
    EvaluationYear,
    ObjectionsYear,
    OrganisationIndicator,
    Training,
)
from portal.publication.yearly_evaluation.releasing import (
    evaluation_due_on,
    publish_due_evaluations,
)

SIZES = (18, 34, 62, 140, 210)
"""Numbers of staff that agencies have in turn; the first is too small for a share."""
VERY_GOOD = 0.11
"""The part with *Sangat Baik* in three years of all PNS (staff evaluation paper, section 3)."""
IKU = ("Layanan selesai dalam standar waktu", "%", "90")


def add_yearly_table(
    session: Session, agencies: Sequence[Agency], *, year: int, today: date, seed: int
) -> bool:
    """Publish an invented table of a year once its fixed day has come; commits.

    :returns: whether it was published.
    """
    if today < evaluation_due_on(year):
        return False
    counted = _city(agencies, year=year, seed=seed)
    return bool(publish_due_evaluations(session, [year], count=lambda _: counted, today=today))


def _city(agencies: Sequence[Agency], *, year: int, seed: int) -> EvaluationYear:
    rng = random.Random(seed)  # noqa: S311 - made-up figures, not secrets
    return EvaluationYear(
        year=year,
        rule_set=1,
        agencies=tuple(
            _agency(agency, people=SIZES[number % len(SIZES)], rng=rng)
            for number, agency in enumerate(agencies)
        ),
        objections=ObjectionsYear(filed=14, decided=12, in_time=11, changed=5),
        programmes=13,
        overdue=1,
        reasoned_units=3,
        is_demo=True,
    )


def _agency(agency: Agency, *, people: int, rng: random.Random) -> AgencyYear:
    lower = int(people > SIZES[-2])
    very_good = round(people * rng.uniform(VERY_GOOD / 2, VERY_GOOD * 1.5))
    reached = _part(people, 0.55, rng=rng)
    name, unit, target = IKU
    return AgencyYear(
        code=agency.code,
        name=agency.name,
        people=people,
        plans_in_time=_part(people, 0.85, rng=rng),
        evaluations_in_time=_part(people, 0.7, rng=rng),
        dialogues_held=_part(people, 0.6, rng=rng),
        very_good=very_good,
        good=people - very_good - lower,
        lower=lower,
        training=Training(hours=people * rng.randint(12, 22), reached=reached),
        indicators=(OrganisationIndicator(name, unit, target, str(rng.randint(78, 97))),),
    )


def _part(people: int, share: float, *, rng: random.Random) -> int:
    """Return about that share of people, up to a tenth more or less of them."""
    return min(people, max(0, round(people * rng.uniform(share - 0.1, share + 0.1))))
