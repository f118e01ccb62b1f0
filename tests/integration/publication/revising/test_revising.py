"""A year is revised once: new documents beside its months, only where ten or more ratings moved."""

import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.publication.building.charts import draw
from portal.publication.figures.documents import ReleaseKind
from portal.publication.releases import queries
from portal.publication.releases import queries as releases_queries
from portal.publication.releases.due import publish_due
from portal.publication.releases.revising import (
    AlreadyRevised,
    Explained,
    NothingToRevise,
    ReasonIncomplete,
    YearNotPublished,
)
from portal.publication.releases.verifying import differences
from tests.factories.random_city import make_ballots
from tests.factories.revisions import HERE, add_paper, exclude, make_year, revise


def body(session: Session, address: str) -> dict[str, Any]:
    found = queries.published(session, address)
    assert found is not None, address
    content: dict[str, Any] = json.loads(found.body)
    return content


def figures(session: Session, address: str) -> dict[str, Any]:
    found: dict[str, Any] = body(session, f"revisions/2026/{address}")["figures"]
    return found


def test_paper_stands_beside_the_verified_year_and_is_never_added_up(session: Session) -> None:
    city = make_year(session)
    verified = sum(len(each) for key, each in city.ratings.items() if key[3] == "ticket")
    add_paper(session, city, n=40, level=3)
    revise(session)

    found = figures(session, "city")

    assert (found["paper"]["n"], found["paper"]["value"]) == (40, 75)
    assert (found["paper"]["channels"], found["paper"]["verified"]) == (["paper"], False)
    assert abs(found["headline"]["n"] - verified) <= 2
    assert found["headline"]["channels"] == ["ticket"]
    assert found["headline"]["period"] == "2026-01/2026-12"


def test_what_was_excluded_after_publication_is_left_out_of_the_year_alone(
    session: Session,
) -> None:
    city = make_year(session)
    before = {month: queries.published(session, "city", period=month) for month in MONTHS}
    standing = sum(len(each) for key, each in city.ratings.items() if key[3] == "ticket")
    taken = len_of(city.ratings, desk=city.desks[1].id, channel="ticket", month="2026-11")
    exclude(session, city, desk=1)
    revise(session)

    assert abs(figures(session, "city")["headline"]["n"] - (standing - taken)) <= 2
    assert {month: queries.published(session, "city", period=month) for month in MONTHS} == before
    (said,) = body(session, "revisions/2026/desks/loket-0-1")["cause"]["exclusions"]
    assert (said["desk"], said["channel"], said["period"]) == ("loket-0-1", "ticket", "2026-11")


MONTHS = ("2026-11", "2026-12")


def len_of(ratings: dict[Any, list[Any]], *, desk: int, channel: str, month: str) -> int:
    return sum(
        len(each)
        for (period, desk_id, _, way), each in ratings.items()
        if (period, desk_id, way) == (month, desk, channel)
    )


def test_a_place_where_fewer_than_ten_changed_says_nothing_new(session: Session) -> None:
    city = make_year(session)
    add_paper(session, city, desk=0, n=9)
    add_paper(session, city, desk=1, n=40)
    planned = revise(session)

    assert "desks/loket-0-0" not in {*planned.revised, *planned.left_out}
    assert queries.published(session, "revisions/2026/desks/loket-0-0") is None


@pytest.mark.parametrize(("n", "is_revised"), [(9, False), (10, True)])
def test_ten_changed_ratings_are_enough(session: Session, n: int, *, is_revised: bool) -> None:
    city = make_year(session)
    add_paper(session, city, agency=0, n=n)

    if is_revised:
        assert {"city", "agencies/dinas-0"} <= set(revise(session).revised)
        assert figures(session, "city")["paper"]["suppressed"] == "too_few"
    else:
        with pytest.raises(NothingToRevise, match="nowhere in 2026 did 10"):
            revise(session)


def test_a_year_is_revised_once_and_only_after_its_december(session: Session) -> None:
    city = make_year(session, until=date(2026, 12, 5))
    add_paper(session, city)
    with pytest.raises(YearNotPublished, match="2026-12 is not published"):
        revise(session)
    list(publish_due(session, today=date(2027, 1, 5), circumstances=HERE, draw=draw))
    revise(session)

    add_paper(session, city, desk=0)
    with pytest.raises(AlreadyRevised, match="revised on 2027-02-10"):
        revise(session)


def test_the_list_names_who_why_what_is_corrected_and_what_is_left_out(session: Session) -> None:
    city = make_year(session, seed=7)
    for desk in range(4):
        add_paper(session, city, desk=desk, n=40)
    explained = Explained(by="Ratna Dewi", reason="Kuesioner kertas tiba pada bulan Januari.")
    planned = revise(session, explained=explained)

    said = body(session, "revisions/2026")

    assert said["release"] == {
        "edition": "2026",
        "period": "2026-12",
        "kind": "revision",
        "demo": False,
        "settings_since": None,
        "corrects": "2026-01/2026-12",
    }
    assert (said["published_on"], said["cause"]["decided_by"]) == ("2027-02-10", "Ratna Dewi")
    assert said["cause"]["reason"] == "Kuesioner kertas tiba pada bulan Januari."
    assert [each["place"]["address"] for each in said["places"]] == list(planned.revised)
    assert {each["place"]["address"]: each["reason"] for each in said["left_out"]} == dict(
        planned.left_out
    )
    assert planned.left_out["desks/loket-0-3"] == "few_officers"


def test_the_table_says_what_the_documents_say(session: Session) -> None:
    city = make_year(session)
    add_paper(session, city)
    exclude(session, city, desk=1)
    planned = revise(session)

    table = body(session, "revisions/2026/figures")
    rows = [dict(zip(table["columns"], values, strict=True)) for values in table["rows"]]

    for address in planned.revised:
        found = figures(session, address)
        said = [found[each] for each in ("headline", "open", "paper") if found[each]]
        assert [(row["n"], row["ikm"], row["channels"]) for row in rows_of(rows, address)] == [
            (each["n"], each["value"], each["channels"]) for each in said
        ]


def rows_of(rows: list[dict[str, Any]], address: str) -> list[dict[str, Any]]:
    return [row for row in rows if row["address"] == address]


@pytest.mark.parametrize("fault", [{"by": " "}, {"reason": ""}])
def test_an_explanation_has_a_name_and_a_reason(fault: dict[str, str]) -> None:
    with pytest.raises(ReasonIncomplete):
        Explained(**({"by": "Ratna", "reason": "Kertas."} | fault))


def test_the_ledger_and_the_list_of_releases_hold_the_revision(session: Session) -> None:
    city = make_year(session)
    add_paper(session, city)
    add_paper(session, city, month="2025-12", on=date(2026, 1, 10))
    revise(session)

    (release,) = releases_queries.releases(session, kind=ReleaseKind.REVISION)
    *_, last = releases_queries.ledger_lines(session)
    entry = json.loads(last.entry)

    assert (release.edition, release.published_on) == ("2026", date(2027, 2, 10))
    assert (entry["kind"], entry["corrects"]) == ("revision", "2026-01/2026-12")
    assert entry["paper_files"] == {"dinas-0": 1}


def test_verification_recomputes_a_revision_and_names_what_differs(session: Session) -> None:
    city = make_year(session)
    exclude(session, city, desk=1)
    revise(session)
    make_ballots(session, city)
    assert list(differences(session, draw=draw)) == []

    for table in ("ballot", "tally"):
        session.execute(
            text(
                f"DELETE FROM {table} WHERE channel = 'open' AND period = '2026-11' "
                "AND desk_id = (SELECT id FROM desk WHERE code = 'loket-0-1')"
            )
        )
    session.commit()

    assert any(
        each.where.startswith(("revision 2026", "revisions/2026"))
        for each in differences(session, draw=draw)
    )


def test_paper_and_exclusions_that_come_after_a_revision_break_no_verification(
    session: Session,
) -> None:
    city = make_year(session)
    add_paper(session, city)
    revise(session)
    add_paper(session, city, desk=0, n=55, on=date(2027, 3, 1))
    exclude(session, city, desk=1, on=date(2027, 3, 1))

    found = [each for each in differences(session, draw=draw) if each.where.startswith("revision")]

    assert found == []


def test_a_desk_with_everything_taken_out_says_excluded_beside_its_paper(
    session: Session,
) -> None:
    city = make_year(session, months=("2026-12",))
    for channel in ("ticket", "open"):
        exclude(session, city, channel=channel, month="2026-12")
    add_paper(session, city, desk=0)
    revise(session)

    found = figures(session, "desks/loket-0-0")

    assert (found["headline"]["suppressed"], found["open"]) == ("excluded", None)
    assert found["paper"]["value"] == 75


def test_paper_of_a_desk_can_be_excluded_like_any_channel(session: Session) -> None:
    city = make_year(session)
    add_paper(session, city, desk=0)
    add_paper(session, city, desk=1, n=50)
    exclude(session, city, desk=0, channel="paper", month="2026-12")
    planned = revise(session)

    assert figures(session, "city")["paper"]["n"] == 50
    assert "desks/loket-0-0" not in {*planned.revised, *planned.left_out}


def test_paper_that_names_a_service_may_be_about_anybody_who_served_it(session: Session) -> None:
    city = make_year(session)
    service = city.offers[city.desks[1].id][0]
    add_paper(session, city, service=service.id, n=60)
    revise(session)

    assert figures(session, f"services/{service.code}")["paper"]["n"] == 60


def test_nothing_is_published_when_no_changed_place_can_be_shown(session: Session) -> None:
    city = make_year(session, seed=2, desks=1)
    add_paper(session, city, desk=0)

    with pytest.raises(NothingToRevise, match="none of the 3 changed places of 2026"):
        revise(session)
    assert releases_queries.releases(session, kind=ReleaseKind.REVISION) == ()


def test_verification_names_a_document_of_a_revision_that_is_gone(
    session: Session, database_kind: str
) -> None:
    city = make_year(session)
    add_paper(session, city)
    revise(session)
    if database_kind == "sqlite":
        session.execute(text("DROP TRIGGER document_refuses_delete"))
    else:
        session.execute(text("ALTER TABLE document DISABLE TRIGGER USER"))
    session.execute(text("DELETE FROM document WHERE address = 'revisions/2026'"))
    session.commit()

    where = [each.where for each in differences(session, draw=draw)]

    assert where[0] == "document revisions/2026 of revision 2026"
