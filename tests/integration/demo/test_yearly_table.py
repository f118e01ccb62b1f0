"""The made-up city's published year of the evaluation: figures, marks and hidden figures."""

import json
from datetime import date

from sqlalchemy.orm import Session

from portal.demo.yearly_table import add_yearly_table
from portal.organisation.places.catalogue import Agency, AgencyKind
from portal.publication.releases.queries import published

SEED = 7
DUE = date(2026, 6, 15)


def test_the_table_is_there_from_its_fixed_day_on_and_says_that_it_is_invented(
    session: Session,
) -> None:
    agencies = [
        Agency(number, f"dinas-{number}", f"Dinas {number}", None, None, AgencyKind.DINAS)
        for number in range(1, 7)
    ]
    before = date(2026, 6, 14)

    assert not add_yearly_table(session, agencies, year=2025, today=before, seed=SEED)
    assert add_yearly_table(session, agencies, year=2025, today=DUE, seed=SEED)
    assert not add_yearly_table(session, agencies, year=2025, today=DUE, seed=SEED)

    found = published(session, "evaluation/2025")
    assert found is not None
    document = json.loads(found.body)
    told = [each for each in document["agencies"] if each["plans_in_time"]]
    silent = [each for each in document["agencies"] if not each["plans_in_time"]]
    assert told
    assert silent
    assert document["release"]["demo"]
