"""10,000 rows of plans with one that is wrong: it is named, and nothing is taken in by half."""

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from portal.evaluation.official.merging import Outcome
from portal.evaluation.official.plan_file import read_plan_file
from portal.evaluation.official.plan_service import preview_plans, take_in_plans
from portal.evaluation.plans.models import PerformancePlan, PlanIndicator
from portal.organisation.people.models import Officer
from tests.factories.cycles import make_cycle
from tests.factories.official import CITY, VAULT, plan_table

PEOPLE, INDICATORS = 1_000, 10
WRONG_PERSON, WRONG_INDICATOR = 613, 4


def number_of(person: int) -> str:
    """Return a staff number; none ends in 000, which spreadsheets make of lost digits."""
    return f"1990010120150{1 + person + person // 999:05d}"


def row_of(person: int, indicator: int) -> dict[str, str]:
    is_wrong = (person, indicator) == (WRONG_PERSON, WRONG_INDICATOR)
    return {
        "number": number_of(person),
        "result_number": "1",
        "indicator": f"Jumlah berkas jenis {indicator}",
        "weight": "banyak" if is_wrong else "10",
    }


def test_of_10_000_rows_the_wrong_one_is_named_and_no_plan_is_taken_in_by_half(
    session: Session,
) -> None:
    make_cycle(session)
    blank = {"badge_name": "", "badge_number": ""}
    people = [{"name": f"P {n}", "number": number_of(n), **blank} for n in range(PEOPLE)]
    session.execute(insert(Officer), people)
    session.commit()
    rows = [row_of(person, each) for person in range(PEOPLE) for each in range(INDICATORS)]
    file = plan_table(*rows)

    look = preview_plans(session, read_plan_file(file), reach=CITY, vault=VAULT)
    done = take_in_plans(session, read_plan_file(file), reach=CITY, vault=VAULT)

    # The heading is row 1.
    wrong = WRONG_PERSON * INDICATORS + WRONG_INDICATOR + 2
    for report in (look, done):
        assert [each.line for each in report.faults] == [wrong]
        assert report.counts[Outcome.NEW] == PEOPLE - 1
    assert session.scalar(select(func.count(PerformancePlan.id))) == PEOPLE - 1
    assert session.scalar(select(func.count(PlanIndicator.id))) == (PEOPLE - 1) * INDICATORS
    left_out = select(PerformancePlan.id).join(Officer, Officer.id == PerformancePlan.person_id)
    assert session.scalar(left_out.where(Officer.number == number_of(WRONG_PERSON))) is None
