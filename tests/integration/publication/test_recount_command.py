"""The command counts a row that cannot be true anew, and refuses what it cannot."""

import secrets

from flask import Flask

from portal.publication.figures.contradictions import Contradiction, ContradictionKind
from portal.publication.releases.contradictions import keep_contradictions
from portal.rating.mixing.ballot_models import Ballot
from portal.rating.mixing.possible import Flaw
from portal.rating.mixing.sum_queries import tally_book
from portal.time.months import MonthRange
from portal.web.extensions import db
from tests.factories.corrupting import corrupt_tally, let_anything_in
from tests.factories.organisation import add
from tests.factories.ratings import make_small_city, make_tally


def test_a_row_is_named_by_its_column_and_counted_anew_from_its_ballots(app: Flask) -> None:
    run = app.test_cli_runner().invoke
    with app.app_context():
        session = db.session()
        let_anything_in(session)
        city = make_small_city(session)
        tally = make_tally(session, city, period="2026-01")
        place = {"agency_id": city.agency_id, "desk_id": city.desk_ids[0]}
        for level in (3, 4):
            cell = {**place, "service_id": city.service_ids[0], "channel": "ticket"}
            add(
                session, Ballot(token=secrets.token_bytes(16), period="2026-01", time=level, **cell)
            )
        corrupt_tally(session, tally.id, {"level_counts": "{}"})
        found = Contradiction(
            "desks/dukcapil-1",
            MonthRange("2026-01", "2026-01"),
            ContradictionKind.IMPOSSIBLE,
            found=2,
            flaw=Flaw.LEVEL_COUNTS,
        )
        keep_contradictions(session, [found], period="2026-01")
        session.commit()

    words = ["releases", "contradictions"]
    listed = run(args=words)
    unsaid = run(args=[*words, "--recount", found.address])
    unknown = run(args=[*words, "--recount", "desks/none", "--month", "2026-01"])
    done = run(args=[*words, "--recount", found.address, "--month", "2026-01"])

    assert "a row of 2 ratings cannot be true, by its answers per element" in listed.output
    assert "--recount ADDRESS --month MONTH" in listed.output
    assert (unsaid.exit_code, unknown.exit_code) == (2, 1)
    assert (done.exit_code, "2 ratings counted" in done.output) == (0, True), done.output
    with app.app_context():
        (row,) = tally_book(db.session(), periods=["2026-01"]).rows
        assert (row.respondents, row.composite_sum) == (2, 7 * 2520)
        assert "nothing contradicts" in run(args=words).output
