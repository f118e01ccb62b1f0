"""The yearly equity check: counted once by night, decided where two years are flagged."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from portal.cli.evaluation_jobs import LOOK_AGAIN_JOB
from portal.evaluation.cycles import decisions, queries
from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.insight import equity_routes, equity_service
from portal.evaluation.insight.equity_domain import EquityDecisionKind
from portal.evaluation.insight.equity_queries import checked_years
from portal.evaluation.rules.behaviour import BehaviourRules
from portal.evaluation.rules.rule_set import RuleSet
from portal.evaluation.rules.states import CycleState
from portal.web.access import Role
from portal.web.extensions import current_settings, db
from tests.factories import insight as made
from tests.factories.cycles import make_cycle, make_draft
from tests.factories.plans import PlanScene
from tests.web.evaluation.conftest import ClientOf
from tests.web.evaluation.forms import send
from tests.web.evaluation.meanwhile import meanwhile
from tests.web.evaluation.plans.test_who_may import VIEWERS, SignIn, sign_in

__all__ = ["sign_in"]
PAGE = "/admin/performance/equity"
RULES = "/admin/performance/cycles/rules"
WHY = "Perbedaan berasal dari loket padat yang tahun ini dipindahkan."
APRIL = datetime(2026, 4, 2, 3, tzinfo=UTC)
Flag = Callable[[int], Cycle]


@pytest.fixture
def flag(app: Flask) -> Flag:
    """Keep a check of a closed year in which citizens' figures of women are flagged."""

    def keep(year: int) -> Cycle:
        with app.app_context():
            return made.make_flagged(db.session(), year)

    return keep


def test_one_flagged_year_asks_for_nothing(flag: Flag, office: FlaskClient) -> None:
    assert "Belum ada tahun yang diperiksa" in office.get(PAGE).text
    flag(2024)

    page = office.get(PAGE).text

    assert "perempuan dibanding laki-laki" in page
    assert "-0,11 (-0,18 sampai -0,04)" in " ".join(page.split())
    assert "120+ : 90+" in page
    assert "Tidak ada pendapat bawahan" in page
    assert 'id="form"' not in page


def test_two_flagged_years_are_decided_before_another_cycle_opens(
    app: Flask, flag: Flag, office: FlaskClient, person: FlaskClient
) -> None:
    flag(2023)
    flag(2024)
    with app.app_context():
        draft = make_draft(db.session(), 2027)
    opening = f"/admin/performance/cycles/{draft}/open"
    assert "Putuskan dahulu" in office.get(opening).text
    refused = office.post(opening, data=_token(office, opening))
    assert refused.status_code == 409
    with app.app_context():
        found = queries.cycle_with(db.session(), draft)
        assert found is not None
        assert found.state is CycleState.DRAFT

    short = send(office, PAGE, decision="reason", reason="Sudah benar.")
    assert (short.status_code, "paling sedikit 30" in short.text) == (422, True)
    assert send(office, PAGE, decision="reason", reason=WHY).location.endswith("done=decided")
    assert WHY in person.get(RULES).text
    assert "Putuskan dahulu" not in office.get(opening).text
    opened = office.post(opening, data=_token(office, opening))
    assert opened.location.endswith("done=opened")


def test_of_two_decisions_at_once_the_first_stands(
    app: Flask, flag: Flag, office: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest = [flag(2023), flag(2024)][-1]
    first = equity_service.DecideEquity(
        newest.id, EquityDecisionKind.REASON, f"{WHY} Dahulu.", "Kantor"
    )
    meanwhile(
        monkeypatch,
        equity_routes,
        act=lambda session: equity_service.decide_equity(session, first, today=APRIL.date()),
    )

    late = send(office, PAGE, decision="reason", reason=WHY)

    assert (late.status_code, WHY in late.text) == (422, True)
    with app.app_context():
        decided = [each.decided for each in checked_years(db.session()) if each.decided]
        assert [each.reason for each in decided] == [first.reason]


def _token(client: FlaskClient, page: str) -> dict[str, str]:
    from tests.web.accounts.forms import hidden_fields

    return {"csrf_token": hidden_fields(client.get(page).text)["csrf_token"]}


def test_a_weight_of_nought_that_was_decided_has_to_stand_in_the_rules(
    app: Flask, flag: Flag
) -> None:
    flag(2023)
    cycle = flag(2024)
    with app.app_context():
        session = db.session()
        command = equity_service.DecideEquity(
            cycle.id, EquityDecisionKind.WEIGHT_ZERO, WHY, "Kantor Contoh"
        )
        equity_service.decide_equity(session, command, today=date(2026, 4, 3))
        with pytest.raises(equity_service.NothingToDecide):
            equity_service.decide_equity(session, command, today=date(2026, 4, 3))
        (matter,) = equity_service.equity_is_settled(session, cycle)
        assert matter.key == "equity_weight"
        rules = RuleSet(behaviour=BehaviourRules(citizens=0))
        adopt = decisions.AdoptRules(rules, "sesuai keputusan", "Kantor Contoh")
        decisions.adopt_rules(session, adopt, now=APRIL)

        assert equity_service.equity_is_settled(session, cycle) == ()


def test_a_closed_year_is_checked_once_by_night_and_small_groups_are_not_kept(
    app: Flask, scene: PlanScene, office: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        session = db.session()
        make_cycle(session, 2024, state=CycleState.CLOSED)
        for _ in range(2):
            LOOK_AGAIN_JOB.run(session, current_settings(), now=APRIL)
        (checked,) = checked_years(session)
        assert (checked.cycle.year, checked.differences) == (2024, ())
        assert checked.counted_on == date(2026, 4, 2)

    assert "Tidak ada kelompok dengan 30 orang" in office.get(PAGE).text


def test_the_database_keeps_no_small_group_and_changes_no_check(app: Flask, flag: Flag) -> None:
    cycle = flag(2024)
    insert = (
        "INSERT INTO equity_difference VALUES "
        "(:cycle, 'steps', 'pppk', {people}, 90, 0.1, 0.0, {upper}, FALSE)"
    )
    with app.app_context():
        for statement in (
            insert.format(people=20, upper=0.2),
            insert.format(people=35, upper=0.2),
            insert.format(people=40, upper=0.05),
            "UPDATE equity_difference SET people = 30",
            "UPDATE equity_check SET counted_on = '2020-01-01'",
            "DELETE FROM equity_check",
            "INSERT INTO equity_decision VALUES (:cycle, 'reason', 'pendek', 'x', '2026-01-01')",
        ):
            with pytest.raises(IntegrityError):
                db.session.execute(text(statement), {"cycle": cycle.id})
            db.session.rollback()


@pytest.mark.parametrize("viewer", VIEWERS)
def test_the_check_is_read_by_office_and_auditor_and_decided_by_the_office(
    app: Flask, scene: PlanScene, flag: Flag, sign_in: SignIn, viewer: str
) -> None:
    flag(2023)
    flag(2024)
    client = sign_in(viewer)

    found = client.get(PAGE)

    assert (found.status_code == 200) is (viewer in {"office", "auditor"})
    assert ('id="form"' in found.text) is (viewer == "office")
    app.config["WTF_CSRF_ENABLED"] = False
    answer = client.post(PAGE, data={"decision": "reason", "reason": WHY})
    assert ("done=decided" in (answer.location or "")) is (viewer == "office")


def test_completeness_shows_states_by_unit_and_no_level(
    app: Flask, scene: PlanScene, office: FlaskClient, client_of: ClientOf
) -> None:
    page = "/admin/performance/completeness"
    coordinator = client_of(None, Role.PERFORMANCE_COORDINATOR)

    shown = coordinator.get(page).text

    assert "Langsung di bawah kepala instansi" in shown
    assert "Ayu Contoh" not in shown
    assert "ekspektasi" not in shown
    assert "Pilih instansi" in office.get(page).text
    assert "belum ada SKP" in office.get(f"{page}?agency={scene.agency_id}&year=2026").text
    assert office.get(f"{page}?agency=999").status_code == 404
    assert office.get(f"{page}?agency=x&year=x&page=x").status_code == 200
    assert client_of(scene.person).get(page).status_code == 403
