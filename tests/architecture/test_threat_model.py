"""No column enters a table of ratings without standing in the threat model."""

import re
from pathlib import Path

from sqlalchemy.dialects import postgresql

from portal.tables import Base

PAPER = Path(__file__).resolve().parents[2] / "docs" / "threat-model.md"
RATING = "portal.rating."
SCORES = {"requirements", "procedure", "time", "cost", "product"} | {
    "competence",
    "conduct",
    "complaints",
    "facilities",
}


def columns_of_ratings() -> set[str]:
    return {
        f"{mapper.local_table.name}.{column.name}"  # type: ignore[attr-defined]
        for mapper in Base.registry.mappers
        if mapper.class_.__module__.startswith(RATING)
        for column in mapper.local_table.columns
    }


def listed_columns() -> list[str]:
    return re.findall(r"^\| `(\w+\.\w+)` \| \S", PAPER.read_text(), flags=re.MULTILINE)


def test_every_column_of_a_table_of_ratings_is_listed_with_its_reason() -> None:
    assert columns_of_ratings() - set(listed_columns()) == set()


def test_the_list_names_no_column_that_is_gone_and_none_twice() -> None:
    listed = listed_columns()

    assert set(listed) - columns_of_ratings() == set()
    assert len(listed) == len(set(listed))


def test_a_ballot_holds_nothing_but_place_month_channel_and_scores() -> None:
    ballot = {name.removeprefix("ballot.") for name in columns_of_ratings() if "ballot." in name}

    assert ballot == SCORES | {
        "token",
        "period",
        "agency_id",
        "unit_id",
        "desk_id",
        "service_id",
        "channel",
    }


def test_no_table_of_ratings_knows_a_moment_of_a_citizen() -> None:
    moments = {
        f"{mapper.local_table.name}.{column.name}"  # type: ignore[attr-defined]
        for mapper in Base.registry.mappers
        if mapper.class_.__module__.startswith(RATING)
        for column in mapper.local_table.columns
        if re.search("DATE|TIME", column.type.compile(postgresql.dialect()))
    }

    assert moments == {
        "accepted_submission.expires_on",
        "anomaly_signal.noticed_on",
        "exclusion.decided_on",
        "signal_review.reviewed_on",
        "paired_device.code_ends_at",
        "paper_batch.imported_on",
        "paper_withdrawal.imported_on",
        "paper_withdrawal.withdrawn_on",
        "ticket.expires_on",
    }
